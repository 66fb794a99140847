"""Decisions of typing figures, over the sample register."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.core.figures import FigureValue
from app.core.periods import Month
from app.core.statuses import FigureState, Role
from app.models import Register, Unit
from app.services.checks.findings import FigureFinding, FigureFix, WordFinding
from app.services.reviews import comment_on
from app.services.tallies import TallyFields, add_tallies
from app.ui.figure_desk import Adjustment, Pending, cell_facts
from app.ui.screens.reports.columns import (
    EXPLANATION,
    NOW,
    PREVIOUS,
    REMARK,
    TALLY,
    FindingLine,
    finding_lines,
    findings_words,
    shown_columns,
)
from app.ui.screens.reports.presenter import Action, ReportsPresenter, actions_for
from tests.ui.fakes import RecordingReply
from tests.ui.screens.reports.fake_view import FakeView, entered
from tests.ui.screens.reports.fake_view import reports as reports
from tests.ui.screens.reports.fake_view import view as view

MARCH = Month(2024, 3)


def test_a_figure_is_kept_as_it_is_typed_and_the_rest_computed(reports, view, sample):
    reports.cell_typed("CD02", NOW, "40")
    reports.cell_typed("CD03", NOW, "=7+3")
    assert view.line("CD04").cells[NOW] == "25"
    assert view.line("CD04").open_columns == frozenset()
    reports.cell_typed("CD01", NOW, "19.630")
    reports.cell_typed("CD10", NOW, "k")
    reports.cell_typed("CD11", NOW, "P")
    kept = entered(sample, view)
    assert kept["CD01"] == FigureValue(FigureState.VALUE, Decimal(19630))
    assert kept["CD10"].state is FigureState.NOT_APPLICABLE
    assert kept["CD11"].state is FigureState.NONE_ARISEN
    assert view.line("CD01").cells[NOW] == "19.630"
    assert view.saved == "Đã cất 09:00"
    assert reports.figures.pending.is_empty


def test_what_is_no_number_stays_in_its_cell_with_the_reason(reports, view, sample, ui):
    before = entered(sample, view)["CD01"]
    reports.cell_typed("CD01", NOW, "nhiều")
    assert view.line("CD01").cells[NOW] == "nhiều"
    assert "không phải là số" in view.line("CD01").problem
    assert [(f.level, f.code) for f in view.findings if f.level == "wrong"] == [("wrong", "CD01")]
    assert entered(sample, view)["CD01"] == before
    assert Action.KEEP in view.actions
    reports.cell_typed("CD02", NOW, "41")  # the others are kept meanwhile
    assert entered(sample, view)["CD02"].value == 41
    ui.dialogs.answers.append(False)
    reports.choose(month=Month(2024, 2))
    assert view.desk.month == MARCH
    ui.dialogs.answers.append(True)
    reports.choose(month=Month(2024, 2))
    assert view.desk.month == Month(2024, 2)
    assert reports.figures.pending.is_empty


def test_what_cannot_be_read_is_laid_down_and_comes_back_after_a_crash(reports, view, sample, ui):
    reports.cell_typed("CD01", NOW, "khoảng 12")
    reports.autosave()
    again = FakeView()
    other = ReportsPresenter(again, ui)
    other.choose(unit_id=view.desk.unit_id)
    assert again.line("CD01").cells[NOW] == "khoảng 12"
    assert again.line("CD01").is_pending
    other.cell_typed("CD01", NOW, "12")
    other.autosave()
    assert sample.rows("SELECT count(*) FROM draft") == [(0,)]
    assert entered(sample, view)["CD01"].value == 12


def test_what_a_check_blocks_is_kept_and_told_at_the_cell(reports, view, sample, ui):
    for code in ("CD05", "CD06", "CD07", "CD08"):
        reports.cell_typed(code, NOW, "0")
    reports.cell_typed("CD05", NOW, "3")  # due = in time + late + overdue
    blocks = [finding for finding in view.findings if finding.level == "block"]
    assert [(finding.code, "CD05" in finding.message) for finding in blocks] == [("CD05", True)]
    assert entered(sample, view)["CD05"].value == 3
    assert "CD05 = 3 phải" in view.line("CD05").problem
    reports.check_clicked()
    assert view.told.startswith("1 chặn")
    reports.cell_typed("CD06", NOW, "3")
    assert not [finding for finding in view.findings if finding.level == "block"]
    assert view.line("CD05").problem == ""


def test_an_explanation_is_kept_beside_its_figure(reports, view, sample):
    figure = entered(sample, view)["CD01"]
    reports.cell_typed("CD01", EXPLANATION, "Có đợt cao điểm")
    assert view.line("CD01").cells[EXPLANATION] == "Có đợt cao điểm"
    assert entered(sample, view)["CD01"] == figure


def test_a_block_from_excel_is_looked_at_before_it_is_kept(reports, view, sample, ui):
    before = entered(sample, view)
    block = [["50"], ["19,630"], ["5"], [""], ["nhiều"], ["0"]]
    reports.cells_pasted("CD02", NOW, block)
    plan, keep = view.paste
    assert [(c.code, c.raw, c.text is not None) for c in plan.cells] == [
        ("CD02", "50", True),
        ("CD03", "19,630", True),
        ("CD05", "5", True),  # CD04 is computed
        ("CD07", "nhiều", False),
        ("CD08", "0", True),
    ]
    assert plan.cells[1].reading == "19.630 (dấu phẩy ngăn hàng nghìn)"
    assert entered(sample, view) == before
    keep()
    kept = entered(sample, view)
    assert [kept[code].value for code in ("CD02", "CD03", "CD05", "CD08")] == [50, 19630, 5, 0]
    reports.cells_pasted("CD02", EXPLANATION, [["Vì thế này"], ["Vì thế kia"]])
    view.paste[1]()
    assert view.line("CD03").cells[EXPLANATION] == "Vì thế kia"


def test_cells_filled_down_are_kept_together(reports, view, sample):
    reports.cells_filled([("CD10", NOW, "4"), ("CD11", NOW, "4"), ("CD11", EXPLANATION, "Hai lần")])
    kept = entered(sample, view)
    assert (kept["CD10"].value, kept["CD11"].value) == (4, 4)
    assert view.line("CD11").cells[EXPLANATION] == "Hai lần"


def test_an_opening_balance_is_locked_and_adjusted_with_a_reason(reports, view, ui, sample):
    reports.choose(month=Month(2024, 4))
    assert view.line("HS01").open_columns == {EXPLANATION}
    assert view.line("HS01").cells[NOW] == view.line("HS15").cells[PREVIOUS]
    row = reports.figures.row("HS01")
    reports.figures.adjust_clicked("CD01")
    assert view.adjusting is None
    reports.figures.adjust_clicked("HS01")
    _, save = view.adjusting
    reply = RecordingReply()
    save(Adjustment(amount="nhiều", reason="x"), reply)
    save(Adjustment(amount="+2", reason="ngắn"), reply)
    assert [error.field for error in reply.refused] == ["amount", "reason"]
    save(Adjustment(amount="+2", reason="Tìm thấy hai hồ sơ giấy chưa nhập"), reply)
    assert reply.accepted
    opening = reports.figures.row("HS01").opening
    assert opening.value == row.opening.carried + 2
    assert "điều chỉnh 2: Tìm thấy hai hồ sơ" in cell_facts(reports.figures.row("HS01"), None, ())


def test_a_report_of_the_own_unit_starts_with_its_opening_balances(view, ui, sample):
    with sample.write() as session:
        register = session.query(Register).one()
        own = session.scalars(select(Unit.id).where(Unit.code == "17038")).one()
        register.role, register.own_unit_id = Role.REPORTER, own
    reports = ReportsPresenter(view, ui)
    ui.bus.subscribe(lambda changes, initiator: reports.refresh())
    reports.choose(month=Month(2024, 4))
    assert entered(sample, view).keys() == {"HS01", "PA01"}
    assert view.line("HS01").cells[NOW] == view.line("HS15").cells[PREVIOUS]


def test_the_tally_book_fills_the_empty_cells(reports, view, ui, sample):
    reports.choose(month=Month(2024, 4))
    with sample.write() as session:
        rows = [
            TallyFields(indicator_code=code, on_date=date(2024, 3, 12), amount=Decimal(amount))
            for code, amount in (("CD16", 3), ("CD10", 2), ("CD18", -1))
        ]
        add_tallies(session, unit_id=view.desk.unit_id, rows=rows, clock=ui.services.clock)
    reports.refresh()
    assert view.line("CD16").cells[TALLY] == "3"
    assert TALLY in shown_columns(view.report, is_narrow=True)
    reports.cell_typed("CD10", NOW, "5")
    reports.figures.take_tallies()
    assert ui.navigator.told[-1] == "Đã lấy 1 ô từ sổ đếm."
    kept = entered(sample, view)
    assert (kept["CD16"].value, kept["CD10"].value, kept.get("CD18")) == (3, 5, None)
    assert reports.figures.row("CD16").source == "Sổ đếm nhanh"
    reports.figures.take_tallies(["CD10"])
    assert entered(sample, view)["CD10"].value == 2


def test_the_history_of_a_cell_is_told_in_words(reports, view, ui):
    reports.cell_typed("CD01", NOW, "7")
    reports.cell_typed("CD01", NOW, "P")
    reports.figures.history_clicked("CD01")
    title, text = ui.dialogs.shown[-1]
    assert title == "Lịch sử ô CD01"
    assert "7 → không phát sinh" in text.splitlines()[0]
    reports.figures.history_clicked("HS20")
    assert "chưa được ghi lần nào" in ui.dialogs.shown[-1][1]


def test_the_remarks_of_the_hub_stand_beside_their_cells(reports, view, sample, ui):
    with sample.write() as session:
        comment_on(
            session,
            expected_id=view.desk.report.expected_id,
            subject="CD01",
            text="Xem lại số văn bản",
            clock=ui.services.clock,
        )
    reports.refresh()
    assert view.line("CD01").cells[REMARK] == "Xem lại số văn bản"
    assert REMARK in shown_columns(view.report, is_narrow=False)
    told = cell_facts(reports.figures.row("CD01"), None, view.report.remarks["CD01"])
    assert "đầu mối nhận xét: Xem lại số văn bản" in told


def test_pending_cells_forget_only_what_was_kept():
    pending = Pending()
    assert pending.write("A", "1", is_count=True)
    assert not pending.write("B", "1,5", is_count=True)
    kept = pending.ready()
    assert kept == ({"A": "1"}, {})
    pending.write("A", "2", is_count=True)  # typed again while the first was on its way
    pending.drop(*kept)
    assert pending.typed == {"A": "2", "B": "1,5"}
    assert pending.unkept() == {"B": "1,5"}
    assert actions_for(None, pending) == {Action.KEEP}


def test_faults_stand_the_strongest_first(reports, view):
    told = "Một lời giải thích đủ dài"
    report = replace(
        view.report,
        findings=(
            FigureFinding("explain", "R2", "Cao.", ("A",), explanation=told),
            FigureFinding("notice", "R3", "Lệch.", ("A",)),
            FigureFinding("block", "R1", "Không thể.", ("B",), fix=FigureFix("B", Decimal(3))),
        ),
        word_findings=(WordFinding("explain", "MUC", "Thiếu.", "next"),),
    )
    lines = finding_lines(report, {"C": "Sai."})
    assert [line.level for line in lines] == ["wrong", "block", "missing", "notice", "notice"]
    assert lines[1].message == "Không thể. (R1)"
    assert "là mục bắt buộc: viết điều mới của kỳ, hoặc bấm “Không phát sinh”" in lines[2].message
    assert lines[3].message == f"Cao. (R2) Đã giải trình: {told}"
    assert (lines[2].heading, lines[1].fix.value) == ("next", 3)
    assert findings_words(lines) == "1 chưa đúng, 1 chặn, 1 mục còn trống, 2 lưu ý"
    assert findings_words(()) == "Không còn gì phải sửa hay giải trình."
    reports.fix_clicked(FindingLine("block", "x", "CD01", fix=FigureFix("CD01", Decimal(9))))
    assert view.line("CD01").cells[NOW] == "9"
