"""Headings and standing sentences: decisions, forms, the screen, over the sample register."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QDialog

from app.core.errors import NotFound
from app.core.progress import NullProgress
from app.reports import phrases
from app.reports.catalogue import CATALOGUE
from app.services.papers import collect_paper
from app.services.queries.report_desk import CONSOLIDATED, MONTHLY, PLAN, read_desk
from app.services.queries.wording_fields import (
    KIND_TITLES,
    Field,
    longest_words,
    phrase_name,
    unknown_fields,
    usual_fields,
)
from app.services.queries.wording_preview import look_at, sample_paper
from app.services.wording import HeadingRow, PhraseRow, save_phrase
from app.ui.screens.wording import presenter as module
from app.ui.screens.wording.dialogs import HeadingForm, PhraseForm
from app.ui.screens.wording.presenter import WordingPresenter
from app.ui.screens.wording.view import make
from tests.sample import SAMPLE_CLOCK
from tests.ui.fakes import EndlessJobs, RecordingReply
from tests.ui.screens.live import live_ui

FIELD = Field("co_quan", "tên cơ quan")
HEADING = HeadingRow("next", "IV.", "Nhiệm vụ kỳ tới", 1, 18, True, "", True)
PHRASE = PhraseRow("opening", "{co_quan} báo cáo:", "{co_quan} báo cáo như sau:", True)


class FakeView:
    """Keeps what it was shown and asked."""

    def __init__(self):
        self.data = self.asked = self.save = self.preview = None
        self.why = ""

    def show_wording(self, data):
        self.data = data

    def ask_heading(self, heading, fields, save, preview, why):
        self.asked, self.save, self.preview, self.why = heading, save, preview, why

    ask_phrase = ask_heading


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def wording(view, ui):
    presenter = WordingPresenter(view, ui)
    ui.bus.subscribe(lambda changes, initiator: presenter.refresh())
    presenter.refresh()
    return presenter


def keep(view, value):
    reply = RecordingReply()
    view.save(value, reply)
    return reply


def phrase(view, key):
    return next(row for row in view.data.phrases if row.key == key)


def test_a_heading_is_changed(wording, view):
    heading = next(row for row in view.data.headings if row.key == "next")
    wording.edit_heading_clicked(heading)
    assert keep(view, replace(heading, title=" ")).refused[0].field == "title"
    assert keep(view, replace(heading, title="Phương hướng", number="IV.")).accepted
    assert "Phương hướng" in [row.title for row in view.data.headings]


def test_a_sentence_is_changed_given_back_and_undone(wording, view, ui):
    wording.edit_phrase_clicked(phrase(view, "closing"))
    assert keep(view, "Trên đây là báo cáo của {co_quan}.").accepted
    changed = phrase(view, "closing")
    assert (changed.text, changed.is_own) == ("Trên đây là báo cáo của {co_quan}.", True)
    wording.usual_clicked(changed)
    assert phrase(view, "closing").text == changed.usual
    ui.navigator.actions[-1]()
    assert phrase(view, "closing").text == changed.text
    wording.usual_clicked(phrase(view, "opening"))
    assert len(ui.navigator.told) == 2


def test_what_was_kept_can_be_taken_back(wording, view, ui):
    heading = next(row for row in view.data.headings if row.key == "next")
    wording.edit_heading_clicked(heading)
    assert keep(view, replace(heading, title="Phương hướng")).accepted
    ui.navigator.actions[-1]()
    assert next(row for row in view.data.headings if row.key == "next").title == heading.title
    known = phrase(view, "closing")
    wording.edit_phrase_clicked(known)
    assert keep(view, "Hết.").accepted
    ui.navigator.actions[-1]()
    assert phrase(view, "closing").text == known.text


def test_of_two_forms_on_one_sentence_or_heading_the_later_is_refused(wording, view):
    known, heading = phrase(view, "closing"), view.data.headings[0]
    wording.edit_phrase_clicked(known)
    first = view.save
    wording.edit_phrase_clicked(known)
    assert keep(view, "Một.").accepted
    reply = RecordingReply()
    first("Hai.", reply)
    assert reply.refused[0].code == "E-LUU-01"
    assert phrase(view, "closing").text == "Một."
    wording.edit_heading_clicked(heading)
    first = view.save
    wording.edit_heading_clicked(heading)
    assert keep(view, replace(heading, title="Một")).accepted
    reply = RecordingReply()
    first(replace(heading, title="Hai"), reply)
    assert reply.refused[0].code == "E-LUU-01"


def test_the_paper_shows_words_that_are_not_kept(wording, view):
    wording.edit_phrase_clicked(phrase(view, "closing"))
    shown = []
    view.preview("Trên đây là {truong_la} của {co_quan}", shown.append)
    assert "[?truong_la?]" in words_of(shown[0].content)
    assert shown[0].problems == (
        "Câu mẫu “Câu kết” dùng trường {truong_la} không có; văn bản in [?truong_la?] ở chỗ đó.",
    )
    wording.edit_heading_clicked(next(row for row in view.data.headings if row.key == "next"))
    view.preview(replace(view.asked, title="Phương hướng kỳ tới"), shown.append)
    assert "PHƯƠNG HƯỚNG KỲ TỚI" in words_of(shown[1].content)
    assert shown[1].problems == ()


def words_of(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_pages_of_earlier_words_are_not_waited_for(wording, view, ui, monkeypatch):
    wording.edit_phrase_clicked(wording.data.phrases[0])
    endless = EndlessJobs()
    monkeypatch.setattr(ui.jobs, "compute", endless.compute)
    for words in ("Một.", "Một hai.", "Một hai ba."):
        view.preview(words, lambda looked: None)
    assert endless.cancelled == [True, True, False]


def test_where_no_paper_can_be_made_the_form_says_why(wording, view, monkeypatch):
    def refuse(session, **_):
        raise NotFound("Chưa có kỳ nào.")

    monkeypatch.setattr(module, "sample_paper", refuse)
    wording.edit_phrase_clicked(phrase(view, "closing"))
    assert view.preview is None
    assert view.why == "Chưa xem trước được: Chưa có kỳ nào."


@pytest.mark.parametrize("kind", KIND_TITLES)
def test_every_kind_has_a_paper_to_look_at(sample, kind):
    with sample.read() as session:
        paper = sample_paper(session, kind=kind, today=SAMPLE_CLOCK.today())
    looked = look_at(paper, NullProgress())
    assert looked.content.startswith(b"%PDF") and looked.problems == ()


def test_the_longest_words_without_fields_are_found():
    assert longest_words("{co_quan} báo cáo như sau: {x}, hết.") == "báo cáo như sau"
    assert longest_words("{x}") == ""


def test_a_kind_is_named_by_its_place(wording, view):
    wording.open_place({"kind": PLAN})
    assert view.data.kind == PLAN
    wording.open_place({"kind": "unknown"})
    assert view.data.kind == PLAN


def test_indicators_are_fields_of_reports(wording, view):
    assert Field("HS08", "Tổng số hồ sơ phải giải quyết") in [
        Field(field.name, "Tổng số hồ sơ phải giải quyết") for field in view.data.fields
    ]
    known = {field.name for field in view.data.fields}
    text = "{HS08} {HS08.ky_truoc} {co_quan} {{x}} {hs99} {HS08.nam_sau}"
    assert unknown_fields(text, known) == ("hs99", "HS08.nam_sau")


def test_every_usual_sentence_has_a_name_and_only_listed_fields():
    assert set(KIND_TITLES) == set(phrases.DEFAULTS)
    for kind, sentences in phrases.DEFAULTS.items():
        assert all(phrase_name(key, text) for key, text in sentences.items())
        known = usual_fields(kind)
        assert {name for text in sentences.values() for name in unknown_fields(text, known)} == set()
        assert all(known.values())


@pytest.mark.parametrize("kind", [MONTHLY, CONSOLIDATED, PLAN])
def test_every_listed_field_is_one_that_papers_know(sample, kind):
    today, only_of_spans = SAMPLE_CLOCK.today(), {"luot_phai_bao_cao", "luot_ty_le"}
    every = " ".join(f"{{{name}}}" for name in usual_fields(kind) if name not in only_of_spans)
    with sample.write() as session:
        save_phrase(session, kind=kind, key="closing", text=every, clock=SAMPLE_CLOCK)
    with sample.read() as session:
        desk = read_desk(session, kind=kind, month=None, year=None, unit_id="", today=today)
        paper = collect_paper(session, desk.request(desk.unit_id, today))
    assert [problem.message for problem in CATALOGUE[kind].build(paper.data).problems] == []


def test_the_form_of_a_heading_gives_what_is_typed(qtbot, look):
    form = HeadingForm(None, HEADING, [FIELD])
    qtbot.addWidget(form)
    form.heading_title.setText("Việc {thang_toi}")
    form.submit()
    assert form.problem("title").startswith("Không có trường thang_toi.")
    form.heading_title.setText("Phương hướng")
    form.number.setText("V.")
    form.level.setValue(2)
    form.empty_sentence.setPlainText("Không có.")
    assert form.read_value() == replace(
        HEADING, title="Phương hướng", number="V.", level=2, empty_sentence="Không có."
    )


def test_the_form_of_a_sentence_warns_and_inserts(qtbot, look):
    form = PhraseForm(None, PHRASE, [FIELD, Field("nam", "năm báo cáo")])
    qtbot.addWidget(form)
    form.show()
    assert form.banner.text == ""
    form.words.setPlainText("{co_quang} báo cáo")
    assert "{co_quang}" in form.banner.text
    form.box.setText("nam bao")
    form.box.flush()
    assert form.list.count() == 1
    form.words.clear()
    form.list.itemActivated.emit(form.list.item(0))
    assert form.banner.text == ""
    assert form.read_value() == "{nam}"
    form.hide()


@pytest.fixture
def screen(qtbot, look, sample, tmp_path, faults):
    with live_ui(sample, tmp_path / "office", faults, SAMPLE_CLOCK) as ui:
        screen = make(ui)
        screen.resize(900, 600)
        qtbot.addWidget(screen)
        screen.show()
        qtbot.waitUntil(lambda: bool(screen.headings.model.rows))
        yield screen
        screen.dispose()


def text_of(pages):
    texts = (pages._document[n].get_textpage().get_text_range() for n in range(pages.count))
    return " ".join(" ".join(texts).split())


def test_words_are_edited_where_they_are_listed(qtbot, screen):
    screen.headings.select_row("next")
    screen._edit.trigger()
    qtbot.waitUntil(lambda: screen.findChild(QDialog, "heading_form") is not None)
    form = screen.findChild(QDialog, "heading_form")
    form.heading_title.setText("Phương hướng kỳ tới")
    form.submit()
    qtbot.waitUntil(lambda: "Phương hướng kỳ tới" in [h.title for h in screen.headings.model.rows])
    screen.tabs.setCurrentIndex(1)
    screen.phrases.select_row("closing")
    assert not screen._usual.isEnabled()
    screen._edit.trigger()
    qtbot.waitUntil(lambda: screen.findChild(QDialog, "phrase_form") is not None)
    form = screen.findChild(QDialog, "phrase_form")
    qtbot.waitUntil(lambda: form.pdf.pages.count > 0)
    form.words.setPlainText("Trên đây là báo cáo của {co_quan}.")
    qtbot.waitUntil(lambda: "Trên đây là báo cáo của " in text_of(form.pdf.pages))
    form.submit()
    qtbot.waitUntil(lambda: screen._usual.isEnabled())
    screen._usual.trigger()
    qtbot.waitUntil(lambda: not screen._usual.isEnabled())
    screen.kind.setCurrentIndex(screen.kind.findData(PLAN))
    screen.kind.activated.emit(screen.kind.currentIndex())
    qtbot.waitUntil(lambda: screen.presenter.data.kind == PLAN)
