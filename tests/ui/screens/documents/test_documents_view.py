"""Papers with their widgets: one drafted, looked at, issued, with a real runner."""

import threading
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from app.core.errors import RuleViolation
from app.core.periods import Month
from app.core.statuses import DocumentState
from app.reports.checking.verdicts import Finding, Report, RuleVerdict, Verdict
from app.services.papers import paper_bytes, write_papers
from app.services.queries.document_desk import DraftChoices, PaperLine
from app.services.queries.documents import DocumentRow
from app.services.queries.report_desk import DeskUnit
from app.ui import paper_files
from app.ui.document_desk import Action, DraftFields, IssueFields, ReplaceFields
from app.ui.screens.documents.dialogs import DraftForm, IssueForm, ReplaceForm
from app.ui.screens.documents.view import make
from tests.sample import SAMPLE_CLOCK
from tests.ui.screens.live import live_ui

CHOICES = DraftChoices(
    kinds=(("reminder", "Công văn đôn đốc"), ("monthly-report", "Báo cáo tháng"), ("handover", "Bàn giao")),
    units=(DeskUnit("a", "A", "Xã A", "Xã"), DeskUnit("b", "B", "Xã B", "Xã")),
    own_unit_id="h",
    months=(Month(2024, 3), Month(2024, 2)),
    month=Month(2024, 2),
    years=(2024,),
    year=2024,
    directives=(),
)


def paper(key="1", number=None):
    row = DocumentRow(
        key, "reminder", "Công văn đôn đốc", "V/v gửi báo cáo", "VP", "Xã A", DocumentState.CHECKED, number,
        "UBND-VP", None, 2024, False, None, "",
    )  # fmt: skip
    return PaperLine(key, row, "Tháng 3/2024")


def shown(qtbot, form):
    qtbot.addWidget(form)
    return form


def test_the_form_of_a_draft_asks_what_its_kind_needs(qtbot, look):
    form = shown(qtbot, DraftForm(None, CHOICES))
    assert form.read_value() == DraftFields(kind="reminder", period="2024-02")
    form.kind.setCurrentIndex(1)
    assert form.shown_fields() == {"period", "span", "unit"}
    form.submit()
    assert form.problem("unit").startswith("Chưa chọn đơn vị nào.")
    form.picker.set_ticked(("b",))
    form.span.setCurrentIndex(1)
    assert form.read_value().unit_ids == ("b",)
    assert form.read_value().span == "quarter"
    form.kind.setCurrentIndex(2)
    form.giver.setText("Lê A, chuyên viên")
    assert form.read_value().people.giver.name == "Lê A"
    assert form.read_value().period is None


def test_the_form_of_number_and_day(qtbot, look):
    form = shown(qtbot, IssueForm(None, [paper()], "05", date(2024, 3, 13)))
    assert form.read_value() == IssueFields(None, date(2024, 3, 13))  # the next one, whatever it then is
    form.number.setText("7")
    assert form.read_value().number == "7"
    form.issued_on.set_value(None)
    form.submit()
    assert form.problem("issued_on") == "Chưa ghi ngày ban hành."
    several = shown(qtbot, IssueForm(None, [paper(), paper("2")], "05", date(2024, 3, 13)))
    assert several.read_value().number is None


def test_the_form_of_what_replaces(qtbot, look):
    form = shown(qtbot, ReplaceForm(None, [paper("2", "02")]))
    form.submit()
    assert form.problem("reason") == "Chưa ghi lý do."
    form.reason.setPlainText("Sai số liệu")
    assert form.read_value() == ReplaceFields("2", "Sai số liệu")


@pytest.fixture
def screen(qtbot, sample, tmp_path, faults, look):
    with live_ui(sample, tmp_path / "office", faults, SAMPLE_CLOCK) as ui:
        screen = make(ui)
        qtbot.addWidget(screen)
        screen.resize(1200, 700)
        screen.show()
        qtbot.waitUntil(lambda: not ui.jobs._runner.is_busy)
        yield screen
        screen.dispose()


def test_a_paper_is_drafted_looked_at_and_issued(qtbot, screen):
    assert screen.list.empty.sentence == "Chưa có văn bản nào."
    screen.presenter.draft_clicked()
    qtbot.waitUntil(lambda: screen.findChild(QDialog, "draft_form") is not None)
    form = screen.findChild(QDialog, "draft_form")
    form.kind.setCurrentIndex(form.kind.findData("consolidated-report"))
    form.submit()
    qtbot.waitUntil(lambda: len(screen.list.selected_rows()) == 1)
    screen.list.setFocus()
    qtbot.keyClick(screen.list.view, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: screen.pdf.pages.count > 0 and "quy tắc" in screen.rules_words.text(), timeout=15_000
    )
    assert screen.stack.currentIndex() == 1
    assert not screen.tabs.isTabVisible(2)
    screen._actions[Action.CHECK].trigger()
    qtbot.waitUntil(lambda: screen._actions[Action.ISSUE].isEnabled(), timeout=15_000)
    screen._actions[Action.ISSUE].trigger()
    qtbot.waitUntil(lambda: screen.findChild(QDialog, "issue_form") is not None)
    screen.findChild(QDialog, "issue_form").submit()
    qtbot.waitUntil(lambda: screen.tabs.isTabVisible(2), timeout=15_000)
    assert screen.fields.value("Số, ký hiệu").startswith("01/")
    assert screen.changed_words.text().startswith("Số liệu đã in vẫn đúng")
    qtbot.waitUntil(lambda: not screen.ui.jobs._runner.is_busy, timeout=15_000)
    screen._leave()
    assert screen.stack.currentIndex() == 0
    screen.state.setCurrentIndex(screen.state.findData("withdrawn"))
    screen._choose()
    assert not screen.list.model.rows


def test_the_verdicts_on_a_file_are_a_list_to_take_out(qtbot, screen):
    found = Finding("R03", Verdict.FAIL, "trang 1", "Lề trái 20 mm; quy định 30-35 mm.")
    report = Report("Báo cáo", (RuleVerdict("R03", Verdict.FAIL, "trang 1", found.message, (found,)),))
    screen.show_file_report("a.docx", report)
    assert screen._table()[0] is screen.verdicts
    assert len(screen.verdicts.model.rows) == 1
    assert "1 quy tắc có lỗi" in screen.file_words.text()
    assert not screen._actions[Action.DRAFT].isEnabled()
    screen._leave()
    assert screen.stack.currentIndex() == 0
    screen.show_trouble(RuleViolation("Chưa có mẫu đầu văn bản.", hint="Thêm trong Danh mục."))
    assert screen.no_paper.sentence == "Chưa có mẫu đầu văn bản. Thêm trong Danh mục."


def open_draft(qtbot, screen, kind="consolidated-report"):
    screen.presenter.draft_clicked()
    qtbot.waitUntil(lambda: screen.findChild(QDialog, "draft_form") is not None)
    form = screen.findChild(QDialog, "draft_form")
    form.kind.setCurrentIndex(form.kind.findData(kind))
    form.submit()
    qtbot.waitUntil(lambda: len(screen.list.selected_rows()) == 1)
    screen.presenter.open(screen.list.selected_rows()[0].id)
    qtbot.waitUntil(lambda: screen.pdf.pages.count > 0 and screen.tabs.isTabVisible(3), timeout=15_000)
    qtbot.waitUntil(lambda: not screen.ui.jobs._runner.is_busy, timeout=15_000)


def text_of(screen, page):
    return screen.pdf.pages._document[page].get_textpage().get_text_range()


def test_the_pages_follow_the_form_before_it_is_kept(qtbot, screen):
    open_draft(qtbot, screen)
    last = max(n for n in range(screen.pdf.pages.count) if "Nơi nhận" in text_of(screen, n))
    screen.pdf.pages.show_page(last)
    place = screen.pdf.pages.verticalScrollBar().value()
    screen.form.recipients.setPlainText("Như trên\nTrường Tiểu học Mẫu\nLưu: VT, NV")
    qtbot.waitUntil(lambda: "Trường Tiểu học Mẫu" in text_of(screen, last), timeout=15_000)
    assert screen.pdf.pages.verticalScrollBar().value() == place
    assert screen.form.is_touched
    screen.form.undo_button.click()
    qtbot.waitUntil(lambda: "Trường Tiểu học Mẫu" not in text_of(screen, last), timeout=15_000)
    assert not screen.form.is_touched


def test_the_form_of_a_draft_is_kept_and_given_back_to_the_register(qtbot, screen):
    open_draft(qtbot, screen)
    screen.form.urgency.setCurrentIndex(screen.form.urgency.findData("KHẨN"))
    screen.form.urgency.activated.emit(1)
    screen.form.keep_button.click()
    qtbot.waitUntil(lambda: not screen.form.is_touched, timeout=15_000)
    qtbot.waitUntil(lambda: "KHẨN" in text_of(screen, 0), timeout=15_000)
    qtbot.waitUntil(lambda: not screen.ui.jobs._runner.is_busy, timeout=15_000)
    assert screen.form.usual_button.isEnabled()
    screen.form.usual_button.click()
    screen.form.keep_button.click()
    qtbot.waitUntil(lambda: not screen.form.usual_button.isEnabled(), timeout=15_000)


def test_receivers_without_their_last_line_are_refused_in_the_form(qtbot, screen):
    open_draft(qtbot, screen)
    screen.form.recipients.setPlainText("Như trên")
    screen.form.keep_button.click()
    qtbot.waitUntil(
        lambda: screen.form.problem.isVisible() or bool(screen.form.problem.text()), timeout=15_000
    )
    assert "dòng lưu" in screen.form.problem.text()
    assert screen.form.is_touched
    screen.form.undo_button.click()


class Halted:
    """Progress of a job that waits at a file until the person has pressed stop."""

    def __init__(self, job, at, reached, pressed):
        self._job, self._at, self._reached, self._pressed = job, at, reached, pressed

    def report(self, done, total, text=""):
        if done == self._at:
            self._reached.set()
            assert self._pressed.wait(20)
        self._job.report(done, total, text)


def test_a_batch_stopped_in_the_middle_leaves_whole_files_named_by_rule(qtbot, screen, tmp_path, monkeypatch):
    reached, pressed, written = threading.Event(), threading.Event(), []

    def write(papers, folder, formats, job, *, beside):
        written.extend(papers)
        return write_papers(papers, folder, formats, Halted(job, 3, reached, pressed), beside=beside)

    monkeypatch.setattr(paper_files, "write_papers", write)
    runner = screen.ui.jobs._runner
    screen.presenter.draft_clicked()
    qtbot.waitUntil(lambda: screen.findChild(QDialog, "draft_form") is not None)
    form = screen.findChild(QDialog, "draft_form")
    form.kind.setCurrentIndex(form.kind.findData("reminder"))
    form.submit()
    qtbot.waitUntil(lambda: len(screen.list.model.rows) > 5, timeout=15_000)
    screen.list.view.selectAll()
    screen._actions[Action.EXPORT].trigger()
    form = screen.findChild(QDialog, "export_form")
    form.folder.setText(str(tmp_path / "công văn"))
    for box in form.boxes.values():
        box.setChecked(True)
    form.submit()
    qtbot.waitUntil(reached.is_set, timeout=15_000)
    assert (runner.activity.title, runner.activity.total) == ("Đang xuất văn bản", len(written))
    runner.activity.stop()
    pressed.set()
    qtbot.waitUntil(lambda: not runner.is_busy, timeout=15_000)
    files = sorted(path.name for path in (tmp_path / "công văn").iterdir())
    formats = ("docx", "pdf", "xlsx")
    assert files == sorted(paper.file_name(extension) for paper in written[:3] for extension in formats)
    for paper in written[:3]:
        for extension in formats:
            whole = (tmp_path / "công văn" / paper.file_name(extension)).read_bytes()
            assert whole == paper_bytes(paper, extension)
    assert not [words for words in screen.ui.navigator.told if "Đã xuất" in words]
