"""The screen with a real runner, by keyboard; its forms; a document of a thousand proposals."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from app.core.statuses import DeadlineOperator
from app.intake.proposals import ProposedTask
from app.services.intake.party_book import PartyChoice
from app.services.intake.review import Answer
from app.ui.intake_desk import HeadDraft
from app.ui.screens.intake import columns
from app.ui.screens.intake.dialogs import HeadForm, PartyForm, ProposalForm
from app.ui.screens.intake.view import make
from tests.ui.screens.intake.conftest import DAY, TEXT
from tests.ui.screens.live import live_ui

CONTROL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 3, 5)


@pytest.fixture
def screen(commune, faults, look, qtbot, tmp_path):
    """Return the shown screen over a register that the runner's own thread opens."""
    with live_ui(commune.uow, tmp_path, faults, DAY) as ui:
        screen = make(ui)
        screen.dialogs, screen.navigator = ui.dialogs, ui.navigator
        qtbot.addWidget(screen)
        screen.resize(1090, 680)
        screen.show()
        screen.activateWindow()
        yield screen
        screen.dispose()


def states(screen):
    signs = {"Chưa quyết": "?", "Nhận": "+", "Bỏ": "-"}
    return "".join(signs[card.state.word] for card in screen.page.cards.cards.cards)


def open_text(screen, qtbot, tmp_path):
    path = tmp_path / "ke-hoach.txt"
    path.write_text(TEXT, "utf-8")
    screen.open_place({"file": str(path)})
    assert "Đang đọc" in screen.start.problem.text()
    qtbot.waitUntil(lambda: len(screen.page.cards.cards.cards) == 4)
    qtbot.waitUntil(screen.page.cards.hasFocus)
    return screen.page.cards


def test_from_a_file_to_the_register_by_keys(screen, qtbot, tmp_path, commune):
    cards = open_text(screen, qtbot, tmp_path)
    text = screen.page.text
    assert cards.current_id == 1
    qtbot.keyClick(cards, Qt.Key.Key_Return)
    assert (states(screen), cards.current_id) == ("+???", 2)
    qtbot.keyClick(cards, Qt.Key.Key_Delete)
    assert states(screen) == "+-??"
    qtbot.keyClick(cards, Qt.Key.Key_Z, CONTROL)
    assert states(screen) == "+???"
    qtbot.keyClick(cards, Qt.Key.Key_Y, CONTROL)
    assert states(screen) == "+-??"
    cursor = text.textCursor()
    cursor.setPosition(TEXT.index("tổng hợp"))
    text.setTextCursor(cursor)
    assert cards.current_id == 1  # the list follows the cursor of the text
    text.setFocus()
    qtbot.keyClick(text, Qt.Key.Key_T)
    assert states(screen) == "++-??"
    qtbot.keyClick(cards, Qt.Key.Key_G)
    assert states(screen) == "+-??"
    qtbot.keyClick(cards, Qt.Key.Key_F3)
    assert cards.current_id == 3
    qtbot.keyClick(cards, Qt.Key.Key_F2)
    form = screen.findChild(ProposalForm)
    qtbot.waitUntil(form.isActiveWindow)
    qtbot.keyClick(form.due_text, Qt.Key.Key_T)  # a letter in a field is a letter
    assert form.due_text.text() == "t"
    form.assignees.setPlainText("Phòng Kinh tế")
    form.due_text.setText("trước ngày 30/6/2026")
    form._read_due()
    qtbot.keyClick(form.content, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: cards.cards.cards[2].badge == "4/4 rõ")
    screen.activateWindow()
    cards.setFocus()
    qtbot.waitUntil(cards.hasFocus)
    qtbot.keyClick(cards, Qt.Key.Key_Return, CONTROL)
    assert states(screen) == "+-+?"
    screen.dialogs.answers.append(True)
    qtbot.keyClick(cards, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: bool(screen.navigator.opened))
    assert screen.pages.currentWidget() is screen.start


def test_a_small_window_tells_why_on_a_key(screen, qtbot, tmp_path):
    cards = open_text(screen, qtbot, tmp_path)
    facts = screen.page.facts
    assert facts.isVisible()
    screen.resize(700, 360)
    qtbot.waitUntil(lambda: not facts.isVisible())
    qtbot.keyClick(cards, Qt.Key.Key_I)
    assert facts.isVisible()
    assert screen.presenter.facts(1)[1][0] == "Cách đọc"
    qtbot.keyClick(cards, Qt.Key.Key_I)
    assert not facts.isVisible()


def test_units_are_asked_with_c_and_the_palette_offers_the_acts(screen, qtbot, tmp_path):
    cards = open_text(screen, qtbot, tmp_path)
    assert "Tách" in [command.title for command in screen.commands()]
    qtbot.keyClick(cards, Qt.Key.Key_F6)
    assert screen.page.text.hasFocus()
    qtbot.keyClick(screen.page.text, Qt.Key.Key_F6)
    assert cards.hasFocus()
    cards.go_to(2)
    qtbot.keyClick(cards, Qt.Key.Key_C)
    form = screen.findChild(PartyForm)
    box = form.boxes["Phòng Văn hóa"]
    box.setCurrentIndex(box.findText("Phòng VH-XH", Qt.MatchFlag.MatchStartsWith))
    form.submit()
    assert cards.cards.cards[1].badge == "4/4 rõ"
    screen.dialogs.answers.append(False)
    assert not screen.can_close()
    assert screen.can_leave()


def test_pasted_text_and_refusals_stand_on_the_empty_page(screen, qtbot, tmp_path):
    held = QMimeData()
    held.setText("TUYỆT MẬT\n" + TEXT)
    QGuiApplication.clipboard().setMimeData(held)
    screen.start.open_button.setFocus()
    qtbot.keyClick(screen.start.open_button, Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: "mật" in screen.start.problem.text())
    assert screen.start.hint.isVisible()
    QGuiApplication.clipboard().setText(TEXT)
    screen.start.paste_button.click()
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.page)
    assert screen.page.text.toPlainText().rstrip() == TEXT.rstrip()
    screen.page.notes_button.setChecked(True)
    assert "• Thực hiện" in screen.page.notes_words.text()


def test_a_thousand_proposals_stay_smooth(screen, qtbot, reading, monkeypatch):
    many = []
    lines, place = [], 0
    for number in range(1, 1001):
        words = f"{number}. Giao Phòng Kinh tế làm việc thứ {number} trước ngày 30/6/2026."
        start = place + len(f"{number}. ")
        many.append(
            replace(reading.tasks[0], order=number, content=words, start=start, end=place + len(words))
        )
        for line in (words, "Đoạn nền không giao việc.", ""):
            lines.append(line)
            place += len(line) + 1
    long = replace(reading, text="\n".join(lines), tasks=tuple(many))
    presenter = screen.presenter
    presenter._serial += 1
    presenter._begin(long)
    qtbot.waitUntil(lambda: len(screen.page.cards.cards.cards) == 1000)
    cards = screen.page.cards
    made, coloured = [], []
    card_of, again = columns.card_of, screen.page.text._painter.rehighlightBlock
    monkeypatch.setattr(columns, "card_of", lambda *told: made.append(told[0].id) or card_of(*told))
    monkeypatch.setattr(
        screen.page.text._painter, "rehighlightBlock", lambda b: coloured.append(b.blockNumber()) or again(b)
    )
    for _ in range(5):
        qtbot.keyClick(cards, Qt.Key.Key_Return)
    assert made == [1, 2, 3, 4, 5]  # one key makes one card anew and colours one paragraph again
    assert coloured == [0, 3, 6, 9, 12]
    assert presenter.review.lines[4].decision.value == "accepted"
    qtbot.keyClick(cards, Qt.Key.Key_Return, CONTROL)
    assert "Nhận 1.000" in screen.page.summary.text()
    qtbot.keyClick(cards, Qt.Key.Key_Z, CONTROL)
    assert "Nhận 5" in screen.page.summary.text()


def test_the_letterhead_form_gives_what_was_typed(qtbot, reading):
    form = HeadForm(None, HeadDraft(reading.head, TODAY), today=TODAY)
    qtbot.addWidget(form)
    form.number.setText("")
    form.addressees.setPlainText("Thôn Một\n\nThôn Hai")
    draft = form.read_value()
    assert (draft.head.number, draft.head.addressees) == (None, ("Thôn Một", "Thôn Hai"))
    assert (draft.head.signer, draft.received_on) == (reading.head.signer, TODAY)
    form.subject.setPlainText(" ")
    form.submit()
    assert "trích yếu" in form.problem("subject")


def test_a_proposal_that_was_not_touched_comes_back_as_it_was(qtbot, reading):
    for task in reading.tasks[:2]:
        form = ProposalForm(None, task, today=TODAY)
        qtbot.addWidget(form)
        assert form.read_value() == task


def test_the_proposal_form_reads_words_of_time_and_says_what_is_missing(qtbot):
    task = ProposedTask(0, None, "Quét sân", (), (), None, None, 0, 8, None, 1.0, "R-TAY", "none")
    form = ProposalForm(None, task, today=TODAY)
    qtbot.addWidget(form)
    form.kind.setCurrentIndex(0)
    form.submit()
    assert "ngày" in form.problem("due_on")
    form.due_text.setText("trước ngày 30/6/2026")
    form._read_due()
    deadline = form.read_value().deadline
    assert deadline is not None
    assert (deadline.day, deadline.operator) == (date(2026, 6, 30), DeadlineOperator.BEFORE)
    form.kind.setCurrentIndex(1)
    form.submit()
    assert "nhịp" in form.problem("recurrence")
    form.kind.setCurrentIndex(3)
    assert form.read_value().is_prohibition
    form.content.setPlainText("")
    form.submit()
    assert form.problem("content")


def test_names_are_answered_or_left(qtbot):
    choices = (
        PartyChoice("group:g", "Phòng, ban (2 đơn vị)", Answer(("Phòng, ban",), group_id="g")),
        PartyChoice("unit:u", "Phòng Y", Answer(("Y",), unit_id="u")),
    )
    form = PartyForm(None, (("các phòng", choices[:1]), ("ai đó", ())), choices)
    qtbot.addWidget(form)
    assert form.read_value() == {"các phòng": choices[0].answer}
    form.boxes["ai đó"].setCurrentIndex(form.boxes["ai đó"].count() - 1)
    assert form.read_value()["ai đó"] == Answer()
