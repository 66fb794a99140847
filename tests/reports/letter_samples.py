"""Invented letters, notices, records and leader's pages: a commune, an office, a unit with a long name."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.core.ranking import (
    ExcludedUnit,
    Method,
    PeriodRecord,
    Ranking,
    UnitRecord,
    most_improved,
    rank_group,
    with_previous,
)
from app.core.statuses import FigureState, ReportResult, TieRule
from app.reports import outlines
from app.reports.data.apology import ApologyData, ApologyDetails, ApologyForm
from app.reports.data.assignment_notice import AssignedTask, AssignmentNoticeData
from app.reports.data.consolidated_report import UnitSubmission
from app.reports.data.frame import Frame
from app.reports.data.handover import HandoverData, HandoverItem, HandoverPerson
from app.reports.data.leader_page import LeaderPageData, WeakUnit
from app.reports.data.number_story import NumberStoryData, StoryPart, StoryShare
from app.reports.data.parts import DossierRow, FigureKind, MonthResults, TaskCounts, UnitTimeliness
from app.reports.data.reminder import MissingReport, OverdueTask, ReminderData
from app.reports.data.results_notice import ResultsNoticeData
from tests.reports.report_samples import LONG_NAME, MARCH, commune_frame, long_frame, tasks

DIRECTIVE = (
    "Công văn số 123/UBND-NV ngày 22 tháng 01 năm 2024 của Ủy ban nhân dân huyện Mẫu Sơn về việc khắc phục "
    "tồn tại, hạn chế trong công tác cải cách hành chính năm 2024"
)
DETAILS = ApologyDetails(
    applicant="Ông Nguyễn Văn Mẫu",
    address="xóm Mẫu, xã Mẫu",
    dossier_code="H40.17-240312-0001",
    procedure="Đăng ký khai sinh",
    received_on=date(2024, 3, 11),
    due_on=date(2024, 3, 20),
    reason="hệ thống một cửa điện tử bị gián đoạn",
    new_due_on=date(2024, 3, 25),
)


def frame(
    kind: str = "Công văn", symbol: str = "UBND-NV", *, to: tuple[str, ...] = (), **chosen: bool
) -> Frame:
    made = long_frame if chosen.get("long") else commune_frame
    base = made(draft=chosen.get("draft", True), kind=kind, symbol=symbol)
    return replace(base, addressees=to)


AS_OF = date(2024, 3, 18)


def reminder(*, reports: int = 2, overdue: int = 3, **chosen: bool) -> ReminderData:
    unit = LONG_NAME if chosen.get("long") else "Ủy ban nhân dân xã Mẫu"
    return ReminderData(
        frame=frame(to=(unit,), **chosen),
        unit_code="17038",
        unit_name=unit,
        period=MARCH,
        as_of=AS_OF,
        basis=DIRECTIVE,
        missing=tuple(
            MissingReport(f"Báo cáo công tác cải cách hành chính tháng {n} năm 2024", due, (AS_OF - due).days)
            for n, due in ((n, date(2024, n, 12)) for n in range(1, reports + 1))
        ),
        overdue=tuple(
            OverdueTask(f"Niêm yết thủ tục {n}", "Công văn số 123/UBND-NV, mục 3", date(2024, 3, 1), 17, 20)
            for n in range(overdue)
        ),
        reply_by=date(2024, 3, 21),
    )


def assignment_notice(*, rows: int = 8, **chosen: bool) -> AssignmentNoticeData:
    to = ("Các phòng, ban chuyên môn", "UBND các xã, thị trấn") if rows > 1 else ("UBND các xã",)
    return AssignmentNoticeData(
        frame=frame(to=to, **chosen),
        unit_code="420",
        unit_name=LONG_NAME if chosen.get("long") else "Ủy ban nhân dân huyện Mẫu Sơn",
        directive=DIRECTIVE,
        directive_short="Công văn số 123/UBND-NV",
        directive_key="123/UBND-NV",
        tasks=tuple(
            AssignedTask(
                content=f"Rà soát, niêm yết thủ tục hành chính nhóm {n}",
                lead="UBND các xã, thị trấn",
                coordinating="Phòng Tư pháp" if n % 2 else "",
                due=date(2024, 6, 30) if n % 3 else None,
                due_text="" if n % 3 else "hằng tháng",
                product="Báo cáo kết quả",
                section=str(n),
            )
            for n in range(1, rows + 1)
        ),
    )


def submissions() -> tuple[UnitSubmission, ...]:
    return (
        *(UnitSubmission(f"Xã Mẫu {n}", ReportResult.ON_TIME, date(2024, 3, 11)) for n in range(1, 8)),
        UnitSubmission("Xã Mẫu 8", ReportResult.ON_TIME, None, note="Đã báo mã niêm phong ngày 12/3/2024."),
        UnitSubmission("Phòng Mẫu", ReportResult.LATE, date(2024, 3, 15), 3),
        UnitSubmission(LONG_NAME, ReportResult.MISSING),
        UnitSubmission("Phòng Dân tộc", ReportResult.EXCUSED, note="Đang sáp nhập"),
    )


def results_notice(*, ranked: bool = True, **chosen: bool) -> ResultsNoticeData:
    return ResultsNoticeData(
        frame=replace(
            frame("Thông báo", "TB-UBND", **chosen), recipients=("Các đơn vị tại Phụ lục", "Lưu: VT, NV")
        ),
        unit_code="420",
        unit_name=LONG_NAME if chosen.get("long") else "Ủy ban nhân dân huyện Mẫu Sơn",
        period=MARCH,
        due=date(2024, 3, 12),
        as_of=date(2024, 3, 18),
        submissions=submissions(),
        basis=(f"Thực hiện {DIRECTIVE}",),
        ranking=(
            UnitTimeliness("Xã Mẫu 1", on_time=3),
            UnitTimeliness("Xã Mẫu 2", on_time=2, excused=1),
            UnitTimeliness("Phòng Mẫu", on_time=2, late=1),
            UnitTimeliness(LONG_NAME, late=1, missing=2),
            UnitTimeliness("Phòng Dân tộc", excused=3),
        )
        if ranked
        else (),
    )


def ranked_notice(**chosen: bool) -> ResultsNoticeData:
    """A notice with places by group: a tie, an excused lateness, a unit that is not ranked."""
    communes = [
        UnitRecord(f"x{n}", f"Xã Mẫu {n}", (PeriodRecord(0), PeriodRecord(margin)), TaskCounts(n, 0, 0, 1), n)
        for n, margin in ((1, 1), (2, 1), (3, -1), (4, -6))
    ]
    communes[1] = replace(communes[1], tasks=communes[0].tasks, unit=LONG_NAME)
    offices = [UnitRecord("p", "Phòng Mẫu", (PeriodRecord(-2, is_late_excused=True),), TaskCounts())]
    method = Method(tie=TieRule.LEAVES_GAP)
    groups = (rank_group("Các xã, thị trấn", communes, method), rank_group("Các phòng", offices, method))
    groups = tuple(with_previous(group, {"x1": (3, Decimal(40)), "x4": (1, Decimal(90))}) for group in groups)
    ranking = Ranking(
        "2024-03",
        date(2024, 3, 18),
        method.words,
        groups,
        (ExcludedUnit("Phòng Dân tộc", "Đang sáp nhập."),),
        most_improved(groups),
        accepted=4,
        expected=5,
        has_ties=True,
    )
    plain = results_notice(ranked=False, **chosen)
    return replace(plain, ranked=ranking, published="công bố lần 1 ngày 18/3/2024")


def apology(
    *, form: ApologyForm = ApologyForm.OLD, details: ApologyDetails = DETAILS, **chosen: bool
) -> ApologyData:
    return ApologyData(
        frame=replace(
            frame("Phiếu xin lỗi", "UBND-VP", to=(details.applicant,), **chosen),
            recipients=("Như trên", "Bộ phận Tiếp nhận và Trả kết quả", "Lưu: VT, VP"),
        ),
        unit_code="17038",
        unit_name="Ủy ban nhân dân xã Mẫu",
        form=form,
        details=details,
    )


def handover(*, rows: int = 3, known: bool = True, **chosen: bool) -> HandoverData:
    person = HandoverPerson("Lê Thị Mẫu", "Công chức Văn phòng - Thống kê") if known else HandoverPerson()
    return HandoverData(
        frame=replace(
            frame("Biên bản", "BB-UBND", **chosen), recipients=("Bên giao, bên nhận", "Lưu: VT, VP")
        ),
        unit_code="17038",
        unit_name=LONG_NAME if chosen.get("long") else "Ủy ban nhân dân xã Mẫu",
        held_on=date(2024, 3, 18),
        giver=person,
        receiver=replace(person, name="Trần Văn Mẫu") if known else person,
        witness=replace(person, name="Hoàng Văn Mẫu", title="Chủ tịch") if known else person,
        items=(
            HandoverItem("Văn bản chỉ đạo, điều hành", 12, "văn bản"),
            HandoverItem("Bản sao lưu dữ liệu", 1, "bản", "Ghi ra thiết bị lưu trữ"),
        ),
        open_tasks=tasks(rows),
        headings=outlines.HANDOVER,
    )


def leader_page(*, weak: int = 6, months: int = 3, **chosen: bool) -> LeaderPageData:
    return LeaderPageData(
        frame=frame("Báo cáo", "BC-UBND", **chosen),
        unit_code="420",
        unit_name=LONG_NAME if chosen.get("long") else "Ủy ban nhân dân huyện Mẫu Sơn",
        period=MARCH,
        as_of=date(2024, 3, 18),
        months=tuple(
            MonthResults(f"Tháng {n}", 25 + n % 3, 0, 4, 4 - n % 3, 1) for n in range(1, months + 1)
        ),
        tasks=TaskCounts(34, 6, 76, 9, 431),
        overdue_units=7,
        weak=tuple(WeakUnit(f"Xã Mẫu {n}", "Chưa nộp" if n % 2 else "", n) for n in range(weak)),
        dossiers=DossierRow("Tổng số", 1200, 30, 5, 1000, 200, 3, 30, 2) if weak else None,
        dossier_units=29,
        is_provisional=True,
    )


def number_story(*, units: int = 34, **chosen: bool) -> NumberStoryData:
    return NumberStoryData(
        frame=frame("Báo cáo", "BC-UBND", **chosen),
        unit_code="420",
        unit_name=LONG_NAME if chosen.get("long") else "Ủy ban nhân dân huyện Mẫu Sơn",
        period=MARCH,
        as_of=date(2024, 3, 18),
        code="HS20",
        title="Tỷ lệ giải quyết đúng và trước hạn",
        unit_of_measure="%",
        kind=FigureKind.PERCENT,
        value=Decimal("98.71"),
        scope="kỳ tháng 3 năm 2024",
        reports=units,
        expected=units + 2,
        formula="(HS09+HS10)/HS12*100",
        parts=tuple(StoryPart(code, f"Hồ sơ {code}", 1500) for code in ("HS09", "HS10", "HS12")),
        shares=tuple(
            StoryShare(
                f"Trung tâm Mẫu số {n} có tên khá dài",
                FigureState.NONE_ARISEN if n % 7 == 3 else Decimal(90 + n % 10),
                "1" if n % 3 else "2*",
                "Hệ thống một cửa gián đoạn hai ngày" if n % 5 == 0 else "",
            )
            for n in range(units)
        ),
        missing=("Xã Mẫu Bắc", "Xã Mẫu Nam (được miễn)"),
        catalogue="Danh mục mẫu (bản 1)",
    )
