"""Decisions of Văn bản, over the sample register."""

from datetime import date

import pytest
from pypdfium2 import PdfDocument

from app.core.changes import Changes, Done
from app.core.errors import AppError, Unavailable
from app.core.statuses import DocumentState
from app.reports.checking.verdicts import Report
from app.reports.data.frame import FrameChanges
from app.ui import document_desk, paper_files
from app.ui.document_desk import (
    Action,
    DraftFields,
    IssueFields,
    ReplaceFields,
)
from app.ui.paper_files import ExportFields
from app.ui.screens.documents import presenter as module
from app.ui.screens.documents.columns import (
    changed_words,
    document_pairs,
    verdict_lines,
    verdict_words,
)
from app.ui.screens.documents.presenter import DocumentsPresenter
from tests.sample import SAMPLE_CLOCK
from tests.ui.fakes import EndlessJobs, RecordingReply

TODAY = SAMPLE_CLOCK.today()


class FakeView:
    """Keeps what it was shown."""

    def __init__(self):
        self.lines, self.years, self.kinds, self.actions = (), (), {}, frozenset()
        self.page = self.paper = self.trouble = self.report = self.file = self.asked = self.save = None
        self.selected, self.printed = "", 0
        self.pages, self.started = 1, []

    def show_list(self, lines, years, kinds):
        self.lines, self.years, self.kinds = lines, years, kinds

    def show_page(self, page):
        self.page = page

    def show_paper(self, content, title, *, keeps_place=False):
        self.paper = (content, title)
        self.kept_place = keeps_place

    def page_count(self):
        return self.pages

    def show_start(self, content):
        self.started.append(content)

    def show_form_problem(self, words):
        self.form_problem = words

    def show_trouble(self, error):
        self.trouble = error

    def show_report(self, report, why=""):
        self.report = report or why

    def show_file_report(self, name, report):
        self.file = (name, report)

    def show_actions(self, actions):
        self.actions = actions

    def select(self, document_id):
        self.selected = document_id

    def print_paper(self):
        self.printed += 1

    def ask_draft(self, choices, save):
        self.asked, self.save = choices, save

    def ask_issue(self, lines, number, today, save):
        self.asked, self.save = number, save

    def ask_replace(self, others, save):
        self.asked, self.save = others, save

    def ask_export(self, known, count, save):
        self.asked, self.save = (known, count), save


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def quick(monkeypatch):
    """Papers are not held against the rules."""
    monkeypatch.setattr(module, "_verdicts", lambda paper: Report("", ()))


@pytest.fixture
def papers(view, ui):
    presenter = DocumentsPresenter(view, ui)
    ui.bus.subscribe(lambda changes, initiator: presenter.refresh())
    presenter.refresh()
    return presenter


def draft(papers, view, fields):
    papers.draft_clicked()
    before = {known.id for known in view.lines}
    reply = RecordingReply()
    view.save(fields, reply)
    assert reply.refused == []
    new = tuple(known for known in view.lines if known.id not in before)
    papers.selected(new)
    return new


def issued(papers, view, fields, number=None):
    new = draft(papers, view, fields)
    papers.check_clicked()
    papers.selected([known for known in view.lines if known.id in {n.id for n in new}])
    papers.issue_clicked()
    reply = RecordingReply()
    view.save(IssueFields(number, TODAY), reply)
    assert reply.refused == []
    found = [known for known in view.lines if known.id in {n.id for n in new}]
    papers.selected(found)
    return found


CONSOLIDATED = DraftFields(kind="consolidated-report", period="2024-03")
REMINDERS = DraftFields(kind="reminder", period="2024-03")


def test_the_life_of_a_paper(papers, view, ui, tmp_path, quick):
    (paper,) = issued(papers, view, CONSOLIDATED)
    assert (paper.row.state, paper.row.number, paper.period) == (DocumentState.ISSUED, "01", "Tháng 3/2024")
    papers.open(paper.id)
    assert view.paper[0].startswith(b"%PDF")
    pairs = dict(document_pairs(view.page))
    assert pairs["Số, ký hiệu"].startswith("01/BC-")
    assert pairs["Nơi nhận"].startswith("- ")
    assert "khác" not in changed_words(view.page.changed, view.page.unknown)
    signed = tmp_path / "ky.pdf"
    signed.write_bytes(b"%PDF-1.4 signed")
    ui.dialogs.answers.append(signed)
    papers.signed_clicked()
    assert len(list(ui.services.paths.attachments.iterdir())) == 1
    assert Action.SIGNED not in view.actions
    papers.correct_clicked()
    assert (papers.open_id != paper.id, view.page.line.row.state) == (True, DocumentState.DRAFT)
    papers.check_clicked()
    papers.issue_clicked()
    assert view.asked == "02"
    reply = RecordingReply()
    view.save(IssueFields("1", TODAY), reply)
    assert [error.field for error in reply.refused] == ["number"]
    view.save(IssueFields(None, TODAY), reply)
    assert reply.accepted
    later = papers.open_id
    papers.open(paper.id)
    papers.replace_clicked()
    assert [other.id for other in view.asked] == [later]
    view.save(ReplaceFields(later, "Số liệu đã đổi."), RecordingReply())
    assert view.page.line.row.state is DocumentState.REPLACED
    assert view.page.replaced_by.startswith("02/")
    papers.open(later)
    ui.dialogs.answers.append("Ban hành nhầm.")
    papers.withdraw_clicked()
    assert view.page.line.row.state is DocumentState.WITHDRAWN
    assert ui.jobs.problems == []


def test_reminders_go_to_every_unit_that_owes_in_one_go(papers, view, ui):
    found = issued(papers, view, REMINDERS)
    assert len({paper.row.about_unit for paper in found}) == len(found) > 3
    numbers = sorted(int(paper.row.number) for paper in found)
    assert numbers == list(range(1, len(found) + 1))
    assert ui.navigator.told[-1] == f"Đã ban hành {len(found)} văn bản."


def test_nobody_owes_is_said_in_the_form(papers, view, monkeypatch):
    monkeypatch.setattr(document_desk, "create_drafts", lambda session, **_: Done((), Changes()))
    papers.draft_clicked()
    reply = RecordingReply()
    view.save(REMINDERS, reply)
    assert reply.refused[0].field == "unit"


def test_a_deleted_draft_comes_back(papers, view, ui):
    new = draft(papers, view, REMINDERS)
    papers.discard_clicked()
    assert view.lines == ()
    ui.navigator.actions[-1]()
    assert len(view.lines) == len(new)


def test_a_checked_paper_is_taken_back(papers, view):
    draft(papers, view, CONSOLIDATED)
    papers.check_clicked()
    papers.selected(view.lines)
    assert view.lines[0].row.state is DocumentState.CHECKED
    papers.reopen_clicked()
    assert view.lines[0].row.state is DocumentState.DRAFT


def test_what_is_not_fit_to_sign_is_listed(papers, view, ui, monkeypatch):
    draft(papers, view, CONSOLIDATED)

    def refuse(session, *, document_id, clock):
        raise AppError("Văn bản chưa có người ký.")

    monkeypatch.setattr(document_desk, "mark_checked", refuse)
    papers.check_clicked()
    assert ui.dialogs.shown[0][0] == "1 văn bản chưa kiểm tra được."


def test_a_day_in_the_future_is_refused_under_its_field(papers, view):
    draft(papers, view, REMINDERS)
    papers.check_clicked()
    papers.selected(view.lines)
    papers.issue_clicked()
    reply = RecordingReply()
    view.save(IssueFields(None, date(2030, 1, 1)), reply)
    assert reply.refused[0].field == "issued_on"


def test_papers_are_written_and_the_folder_opened(papers, view, ui, tmp_path, monkeypatch):
    found = draft(papers, view, REMINDERS)
    papers.export_clicked()
    known, count = view.asked
    assert (count, known.formats) == (len(found), ("docx", "pdf"))
    folder = tmp_path / "gửi"
    view.save(ExportFields(formats=("docx",), folder=folder), RecordingReply())
    assert len(list(folder.iterdir())) == len(found)
    opened = []
    monkeypatch.setattr(paper_files, "open_path", opened.append)
    ui.navigator.actions[-1]()
    assert opened == [folder]
    papers.export_clicked()
    assert view.asked[0] == ExportFields(formats=("docx",), folder=folder)


def test_two_papers_of_one_name_do_not_overwrite_each_other(papers, view, ui, tmp_path):
    draft(papers, view, CONSOLIDATED)
    draft(papers, view, CONSOLIDATED)
    papers.selected(view.lines)
    papers.export_clicked()
    view.save(ExportFields(formats=("docx",), folder=tmp_path / "x"), RecordingReply())
    assert len(list((tmp_path / "x").iterdir())) == 1
    assert ui.dialogs.shown[0][0] == "1 văn bản chưa xuất được."


def test_a_paper_is_held_against_the_rules_and_printed(papers, view):
    draft(papers, view, CONSOLIDATED)
    papers.print_clicked()
    assert view.printed == 1
    assert "đạt" in verdict_words(view.report)
    assert not [found for found in verdict_lines(view.report) if found.look.word == "Lỗi"]


def test_pages_of_an_earlier_form_are_not_waited_for(papers, view, ui, quick, monkeypatch):
    (paper,) = draft(papers, view, CONSOLIDATED)
    papers.open(paper.id)
    endless = EndlessJobs()
    monkeypatch.setattr(ui.jobs, "compute", endless.compute)
    for place in ("Trường Mẫu 1", "Trường Mẫu 2", "Trường Mẫu 3"):
        papers.form_changed(FrameChanges(recipients=(place, "Lưu: VT")))
    assert endless.cancelled == [True, True, False]
    papers.open(paper.id)
    assert endless.cancelled == [True, True, True, False, False]


def test_a_long_paper_shows_its_text_before_its_annexes(papers, view, quick):
    (paper,) = draft(papers, view, CONSOLIDATED)
    papers.open(paper.id)
    whole = len(PdfDocument(view.paper[0]))
    papers.form_changed(FrameChanges(recipients=("Trường Mẫu 1", "Lưu: VT")))
    assert view.started == []  # a short one comes as a whole
    view.pages = 100
    papers.form_changed(FrameChanges(recipients=("Trường Mẫu 2", "Lưu: VT")))
    (start,) = (PdfDocument(content) for content in view.started)
    assert 1 < len(start) < whole == len(PdfDocument(view.paper[0]))
    last = start[len(start) - 1].get_textpage().get_text_range()
    assert "Trường Mẫu 2" in last


def test_a_file_made_elsewhere_is_held_against_the_rules(papers, view, ui, tmp_path):
    draft(papers, view, CONSOLIDATED)
    papers.export_clicked()
    view.save(ExportFields(formats=("docx",), folder=tmp_path / "f"), RecordingReply())
    ui.dialogs.answers.append(next((tmp_path / "f").iterdir()))
    papers.check_file_clicked()
    name, report = view.file
    assert name.endswith(".docx")
    assert report.rules


def test_the_next_paper_is_one_key_away(papers, view, quick):
    found = draft(papers, view, REMINDERS)
    papers.open(found[0].id)
    papers.step(1)
    assert papers.open_id == found[1].id
    papers.step(-1)
    papers.back_clicked()
    assert (papers.open_id, view.selected, view.page) == ("", found[0].id, None)


def test_a_new_name_is_proposed_where_the_file_is_open_in_word(ui, monkeypatch, tmp_path):
    tried = []

    def write(papers, folder, formats, job, *, beside):
        tried.append(beside)
        if not beside:
            raise Unavailable("Tệp “a.docx” đang mở.", code="E-LOCK-02")
        return (folder / "a (2).docx",)

    monkeypatch.setattr(paper_files, "write_papers", write)
    fields = ExportFields(formats=("docx",), folder=tmp_path)
    ui.dialogs.answers.append(True)
    paper_files.PaperFiles(ui).write(fields, (), ())
    assert tried == [False, True]
    assert ui.navigator.told[-1].startswith("Đã xuất 1 tệp")
    ui.dialogs.answers.append(False)
    paper_files.PaperFiles(ui).write(fields, (), ())
    assert tried == [False, True, False]
