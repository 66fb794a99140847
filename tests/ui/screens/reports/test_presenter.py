"""Decisions of reports, over the sample register."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.core.errors import RuleViolation
from app.core.figures import FigureValue
from app.core.periods import Month
from app.core.statuses import FigureState, Role
from app.models import Register
from app.services.cycles import lock_period
from app.services.figures import FigureFinding, entered_figures
from app.services.queries import report_desk
from app.services.queries.cycles import find_period
from app.services.queries.report_desk import CONSOLIDATED, LEADER, MONTHLY, PLAN, REMINDER, RESULTS
from app.ui import paper_files
from app.ui.paper_files import ExportFields
from app.ui.screens.reports import presenter as module
from app.ui.screens.reports.columns import EXPLANATION, NOW, FindingLine, finding_lines
from app.ui.screens.reports.presenter import Action, Pending, ReportsPresenter, actions_for
from tests.builders import make_unit
from tests.register import TODAY
from tests.ui.fakes import RecordingReply, make_ui

MARCH = Month(2024, 3)


class FakeView:
    """Keeps what it was shown."""

    def __init__(self):
        self.desk = self.empty = self.paper = self.trouble = self.asked = self.save = None
        self.lines, self.findings, self.outline, self.actions, self.printed = (), (), (), frozenset(), 0

    def show_desk(self, desk):
        self.desk = desk

    def show_empty(self, sentence, verb, action):
        self.empty = (sentence, verb, action)

    def show_figures(self, lines, findings):
        self.lines, self.findings = lines, findings

    def show_outline(self, lines, *, is_open):
        self.outline = lines

    def show_actions(self, actions):
        self.actions = actions

    def show_paper(self, content, title):
        self.paper = (content, title)

    def show_paper_trouble(self, error):
        self.trouble = error

    def print_paper(self):
        self.printed += 1

    def ask_export(self, kind, known, units, save):
        self.asked, self.save = (kind, known, units), save

    def line(self, code):
        return next(line for line in self.lines if line.key == code)


@pytest.fixture
def view():
    return FakeView()


@pytest.fixture
def reports(view, ui):
    presenter = ReportsPresenter(view, ui)
    ui.bus.subscribe(lambda changes, initiator: presenter.refresh())
    presenter.refresh()
    presenter.choose(unit_id=next(u.id for u in view.desk.units if u.name.startswith("Xã")))
    return presenter


def entered(sample, view):
    with sample.read() as session:
        return entered_figures(session, view.desk.report.expected_id)


def test_the_last_closed_month_is_chosen(reports, view):
    assert (view.desk.kind, view.desk.month) == (MONTHLY, MARCH)
    assert view.actions == {Action.EXPORT, Action.PRINT}
    headings = [line.heading for line in view.lines if line.heading]
    assert headings[:2] == ["I. Công tác chỉ đạo, điều hành", "1. Cải cách thể chế"]


def test_the_report_follows_the_period_of_the_top_bar(reports, view, ui):
    ui.navigator.period = Month(2024, 2)
    reports.refresh()
    assert view.desk.month == Month(2024, 2)


def test_a_reporter_finds_its_own_report(view, ui, sample):
    reports = ReportsPresenter(view, ui)
    reports.refresh()
    own = view.desk.units[5].id
    with sample.write() as session:
        register = session.query(Register).one()
        register.role, register.own_unit_id = Role.REPORTER, own
    ReportsPresenter(view, ui).refresh()
    assert view.desk.unit_id == own


def test_a_figure_is_kept_as_it_is_typed_and_the_rest_computed(reports, view, sample):
    reports.figure_typed("CD02", NOW, "40")
    reports.figure_typed("CD03", NOW, "10")
    assert view.line("CD04").cells[NOW] == "25"
    assert view.line("CD04").open_columns == frozenset()
    reports.figure_typed("CD01", NOW, "19.630")
    reports.figure_typed("CD10", NOW, "k")
    reports.figure_typed("CD11", NOW, "P")
    kept = entered(sample, view)
    assert kept["CD01"] == FigureValue(FigureState.VALUE, Decimal(19630))
    assert kept["CD10"].state is FigureState.NOT_APPLICABLE
    assert kept["CD11"].state is FigureState.NONE_ARISEN
    assert view.line("CD01").cells[NOW] == "19.630"
    assert reports.pending.is_empty


def test_what_is_no_number_stays_in_its_cell_with_the_reason(reports, view, sample, ui):
    before = entered(sample, view)["CD01"]
    reports.figure_typed("CD01", NOW, "nhiều")
    assert view.line("CD01").cells[NOW] == "nhiều"
    assert "không phải là số" in view.line("CD01").problem
    assert [(f.level, f.code) for f in view.findings if f.level == "wrong"] == [("wrong", "CD01")]
    assert entered(sample, view)["CD01"] == before
    assert Action.KEEP in view.actions
    reports.figure_typed("CD02", NOW, "41")  # the others are kept meanwhile
    assert entered(sample, view)["CD02"].value == 41
    ui.dialogs.answers.append(False)
    reports.choose(month=Month(2024, 2))
    assert view.desk.month == MARCH
    ui.dialogs.answers.append(True)
    reports.choose(month=Month(2024, 2))
    assert view.desk.month == Month(2024, 2)
    assert reports.pending.is_empty


def test_what_a_check_blocks_waits_until_the_figures_agree(reports, view, sample, ui):
    for code in ("CD05", "CD06", "CD07", "CD08"):
        reports.figure_typed(code, NOW, "0")
    before = entered(sample, view)
    reports.figure_typed("CD05", NOW, "3")  # due = in time + late + overdue
    blocks = [finding for finding in view.findings if finding.level == "block"]
    assert [(finding.code, "CD05" in finding.message) for finding in blocks] == [("CD05", True)]
    assert entered(sample, view) == before
    assert view.line("CD05").is_pending
    assert ui.jobs.problems == []
    reports.figure_typed("CD06", NOW, "3")
    assert reports.pending.is_empty
    assert not [finding for finding in view.findings if finding.level == "block"]
    assert entered(sample, view)["CD05"].value == 3


def test_an_explanation_is_kept_beside_its_figure(reports, view, sample):
    figure = entered(sample, view)["CD01"]
    reports.figure_typed("CD01", EXPLANATION, "Có đợt cao điểm")
    assert view.line("CD01").cells[EXPLANATION] == "Có đợt cao điểm"
    assert entered(sample, view)["CD01"] == figure


def test_a_column_from_excel_fills_the_open_cells(reports, view, sample, ui):
    ui.dialogs.answers.append(True)
    reports.figures_pasted("CD02", NOW, ["50", "20", "5", "5", "0", "0"])  # CD04 is computed
    assert ui.dialogs.asked == ["Dán 6 dòng vào các ô từ CD02 đến CD08?"]
    kept = entered(sample, view)
    assert [kept[code].value for code in ("CD02", "CD03", "CD05")] == [50, 20, 5]
    ui.dialogs.answers.append(False)
    reports.figures_pasted("CD02", NOW, ["1"])
    assert entered(sample, view)["CD02"].value == 50


def test_a_locked_period_cannot_be_typed_into(reports, view, ui, sample):
    with sample.write() as session:
        period = find_period(session, name=str(MARCH), as_of=ui.services.clock.today())
        lock_period(session, period_id=period.id, clock=ui.services.clock)
    reports.refresh()
    assert not any(line.open_columns for line in view.lines)


def test_words_are_written_and_nothing_is_said(reports, view, ui):
    reports.words_written("direction.initiatives", "Lập nhóm hỗ trợ ở từng xóm.")
    line = next(line for line in view.outline if line.key == "direction.initiatives")
    assert (line.text, line.note) == ("Lập nhóm hỗ trợ ở từng xóm.", "Đã viết")
    reports.nothing_clicked("direction.initiatives")
    line = next(line for line in view.outline if line.key == "direction.initiatives")
    assert line.text == ""
    assert line.note == "Không phát sinh, văn bản in: “Trong kỳ chưa có sáng kiến, cách làm mới.”"
    reports.words_written("assessment.limits", "")
    line = next(line for line in view.outline if line.key == "assessment.limits")
    assert line.note == "Mục phải có nội dung"
    groups = [line for line in view.outline if not line.can_write]
    assert [line.key for line in groups] == ["direction", "fields", "assessment"]


@pytest.mark.parametrize("kind", [MONTHLY, PLAN, CONSOLIDATED, LEADER, RESULTS])
def test_each_kind_of_paper_can_be_looked_at(reports, view, kind):
    reports.choose(kind=kind)
    reports.load_paper(then_print=True)
    content, title = view.paper
    assert content.startswith(b"%PDF")
    assert title.endswith(".pdf")
    assert view.printed == 1


def test_a_paper_that_cannot_be_made_says_why(reports, view, monkeypatch):
    monkeypatch.setattr(module, "collect_paper", refuse)
    reports.load_paper()
    assert view.paper is None
    assert view.trouble.message == "Chưa có mẫu đầu văn bản."


def refuse(session, request):
    raise RuleViolation("Chưa có mẫu đầu văn bản.", hint="Thêm trong Danh mục.")


def test_an_older_paper_does_not_cover_a_newer_one(reports, view, ui, monkeypatch):
    late = []
    monkeypatch.setattr(
        type(ui.jobs), "compute", lambda self, work, done, failed, **_: late.append((work, done))
    )
    reports.load_paper()
    reports.choose(month=Month(2024, 2))
    reports.load_paper()
    for work, done in (late[1], late[0]):
        done(work(None))
    assert "2024-02" in view.paper[1]


def test_papers_of_several_units_are_written_and_the_folder_opened(reports, view, ui, tmp_path, monkeypatch):
    reports.export_clicked()
    kind, known, units = view.asked
    assert kind == "Báo cáo tháng của đơn vị"
    assert known.folder == ui.services.paths.documents
    assert known.formats == ("docx", "pdf")
    folder = tmp_path / "gửi đi"
    chosen = tuple(unit.id for unit in units[:2])
    reply = RecordingReply()
    view.save(ExportFields(formats=("docx",), folder=folder, unit_ids=chosen), reply)
    assert reply.accepted
    assert len(list(folder.glob("bao-cao-thang_2024-03_*.docx"))) == 2
    assert ui.navigator.told == [f"Đã xuất 2 tệp vào {folder}."]
    opened = []
    monkeypatch.setattr(paper_files, "open_path", opened.append)
    ui.navigator.actions[0]()
    assert opened == [folder]
    reports.export_clicked()  # folder and formats are remembered
    assert (view.asked[1].folder, view.asked[1].formats) == (folder, ("docx",))


def test_one_unit_without_a_letterhead_does_not_stop_the_others(reports, view, ui, tmp_path, monkeypatch):
    real, broken = report_desk.collect_paper, view.desk.units[0].id
    monkeypatch.setattr(
        report_desk,
        "collect_paper",
        lambda session, request: (refuse if request.unit_id == broken else real)(session, request),
    )
    reports.export_clicked()
    ids = tuple(unit.id for unit in view.desk.units[:2])
    view.save(ExportFields(formats=("docx",), folder=Path(tmp_path), unit_ids=ids), RecordingReply())
    ((title, findings),) = ui.dialogs.shown
    assert title == "1 văn bản chưa xuất được."
    assert findings[0].column == view.desk.units[0].name
    assert len(list(tmp_path.glob("*.docx"))) == 1


def test_the_next_unit_is_one_key_away(reports, view):
    keys = [unit.id for unit in view.desk.units]
    place = keys.index(view.desk.unit_id)
    reports.step_unit(1)
    assert view.desk.unit_id == keys[place + 1]
    reports.step_unit(-1)
    assert view.desk.unit_id == keys[place]


def test_a_place_names_what_is_wanted(reports, view, ui):
    reports.open_place({"kind": PLAN, "year": "2024"})
    assert (view.desk.kind, view.desk.year, view.desk.report) == (PLAN, 2024, None)
    reports.wording_clicked()
    assert ui.navigator.opened == [("wording", {"kind": PLAN})]


def test_a_register_without_periods_leads_to_the_rules(register_uow, tmp_path, view):
    with register_uow as uow:
        with uow.write() as session:
            own = make_unit(session)
            register = Register(
                role=Role.HUB, own_unit_id=own, preset="", created_at=TODAY.now(), settings={}
            )
            session.add(register)
        ui = make_ui(tmp_path / "fresh", uow=uow, clock=TODAY)
        ReportsPresenter(view, ui).refresh()
    assert view.actions == frozenset()
    view.empty[2]()
    assert ui.navigator.opened == [("rules", {})]


def test_pending_cells_forget_only_what_was_kept():
    pending = Pending()
    assert pending.write("A", NOW, "1", is_count=True)
    assert not pending.write("B", NOW, "1,5", is_count=True)
    kept = pending.ready()
    assert kept == ({"A": "1"}, {})
    pending.write("A", NOW, "2", is_count=True)  # typed again while the first was on its way
    pending.drop(*kept)
    assert pending.typed == {"A": "2", "B": "1,5"}
    assert actions_for(None, pending) == {Action.KEEP}


def test_faults_stand_the_strongest_first():
    findings = [
        FigureFinding("notice", "R3", "Lệch.", ("A",)),
        FigureFinding("block", "R1", "Không thể.", ("B",)),
        FigureFinding("explain", "R2", "Cao.", ()),
    ]
    lines = finding_lines(findings, {"C": "Sai."}, ())
    assert [line.level for line in lines] == ["wrong", "block", "explain", "notice"]
    assert lines[1].message == "Không thể. (R1)"
    refused = (FindingLine("block", "R1: Không thể.", "B"),)
    assert [line.message for line in finding_lines(findings[1:2], {}, refused)] == ["R1: Không thể."]


def test_letters_to_units_that_owe_are_offered_only_for_those(reports, view):
    reports.choose(kind=REMINDER)
    owing = [unit.name for unit in view.desk.units]
    assert "Phòng Y tế" in owing
    assert len(owing) == 4
    reports.load_paper()
    assert view.paper[1].startswith("don-doc_2024-03")
    reports.choose(month=Month(2024, 6))
    assert view.empty[0].startswith("Không đơn vị nào phải đôn đốc")
    assert view.actions == frozenset()


def test_a_register_that_only_reports_has_no_papers_of_the_hub(view, ui, sample):
    with sample.write() as session:
        session.query(Register).one().role = Role.REPORTER
    reports = ReportsPresenter(view, ui)
    reports.open_place({"kind": CONSOLIDATED})
    assert view.desk.kinds == (MONTHLY, PLAN)
    assert view.desk.kind == MONTHLY
