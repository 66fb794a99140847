"""Invented data: three kinds of unit, an empty month, long names, many rows."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from app.core.statuses import FigureState, ReportResult, TaskState
from app.reports import outlines
from app.reports.data.consolidated_report import ConsolidatedReportData, UnitSubmission
from app.reports.data.frame import Frame
from app.reports.data.improvement_plan import FieldScore, ImprovementPlanData, ImprovementRow, ScoreResult
from app.reports.data.monthly_report import MonthlyReportData
from app.reports.data.parts import (
    DossierRow,
    Figure,
    FigureGroup,
    FigureKind,
    MergedTexts,
    MonthResults,
    NamedCounts,
    OutlineHeading,
    Period,
    PlanProgressRow,
    TaskCounts,
    TaskRow,
    UnitText,
)

LONG_NAME = (
    "Trung tâm Phát triển quỹ đất, Quản lý dự án đầu tư xây dựng và Hỗ trợ doanh nghiệp khu vực "
    "Mường Chọng - Châu Hồng - Châu Lộc"
)
MARCH = Period("2024-03", "tháng 3 năm 2024", date(2024, 2, 12), date(2024, 3, 11))
BASIS = (
    "Công văn số 123/UBND-NV ngày 22 tháng 01 năm 2024 của Ủy ban nhân dân huyện Mẫu Sơn về việc khắc phục "
    "tồn tại, hạn chế và thực hiện chế độ báo cáo công tác cải cách hành chính năm 2024",
    "Kế hoạch số 05/KH-UBND ngày 15 tháng 01 năm 2024 của Ủy ban nhân dân xã Mẫu về cải cách hành "
    "chính năm 2024",
)


def commune_frame(*, draft: bool = True, kind: str = "Báo cáo", symbol: str = "BC-UBND") -> Frame:
    upward = kind == "Báo cáo"
    receivers = ("Như trên",) if upward else ("UBND huyện Mẫu Sơn (qua Phòng Nội vụ)",)
    return Frame(
        issuer_lines=("Ủy ban nhân dân", "xã Mẫu"),
        issuer_name="Ủy ban nhân dân xã Mẫu",
        symbol=symbol,
        place="Mẫu",
        type_name=kind,
        authority=("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"),
        signer_name="Nguyễn Thị Ánh Nguyệt",
        number=None if draft else "5",
        issued_on=None if draft else date(2024, 3, 12),
        drafted_on=date(2024, 3, 12),
        addressees=("Ủy ban nhân dân huyện Mẫu Sơn (qua Phòng Nội vụ)",) if upward else (),
        recipients=(*receivers, "Chủ tịch, các PCT UBND xã", "Các ban, ngành liên quan", "Lưu: VT, VHXH"),
        is_draft=draft,
    )


def long_frame(*, draft: bool = True, kind: str = "Báo cáo", symbol: str = "BC-TTPTQĐ") -> Frame:
    return Frame(
        superior="Ủy ban nhân dân huyện Mẫu Sơn",
        issuer_lines=(LONG_NAME,),
        issuer_name=LONG_NAME,
        symbol=symbol,
        place="Thị trấn Mường Chọng Thượng",
        type_name=kind,
        authority=("KT. Giám đốc", "Phó Giám đốc phụ trách Quản lý dự án đầu tư xây dựng"),
        signer_name="Hoàng Vũ Nguyễn Đặng Phương Quỳnh",
        number=None if draft else "128",
        issued_on=None if draft else date(2024, 12, 2),
        drafted_on=date(2024, 3, 12),
        addressees=(
            "Ủy ban nhân dân huyện Mẫu Sơn (qua Phòng Nội vụ)",
            "Sở Nội vụ tỉnh Mẫu",
            "Ban Quản lý dự án đầu tư xây dựng và phát triển đô thị huyện Mẫu Sơn",
        )
        if kind == "Báo cáo"
        else (),
        recipients=("Như trên", f"Hội đồng quản lý {LONG_NAME}", "Lưu: VT, HC-TH"),
        is_draft=draft,
    )


def figures(count: int = 6, *, counted: int | None = None) -> tuple[FigureGroup, ...]:
    names = (
        ("field.THECHE", "Cải cách thể chế"),
        ("field.TTHC", "Cải cách thủ tục hành chính"),
        ("field.TCC", "Cải cách tài chính công"),
        ("field.CQDT", "Xây dựng chính quyền điện tử, chính quyền số"),
    )
    groups = []
    for at, (key, name) in enumerate(names):
        made = []
        for index in range(count):
            number = at * count + index
            current: int | Decimal | FigureState | None = 19630 + number
            kind, unit = FigureKind.COUNT, "văn bản"
            if index % 5 == 1:
                current, kind, unit = Decimal("32.3"), FigureKind.PERCENT, "%"
            elif index % 5 == 2:
                current = FigureState.NONE_ARISEN
            elif index % 5 == 3:
                current, unit = FigureState.NOT_APPLICABLE, "cuộc"
            elif index % 5 == 4:
                current, kind, unit = Decimal("1250.5"), FigureKind.MONEY, "triệu đồng"
            made.append(
                Figure(
                    f"CT{number:02d}",
                    f"Chỉ tiêu số {number} về kết quả thực hiện nhiệm vụ của lĩnh vực được theo dõi",
                    unit,
                    current,
                    previous=12 if index % 2 else None,
                    cumulative=35,
                    kind=kind,
                    in_text=index < 3,
                    units_counted=counted,
                )
            )
        groups.append(FigureGroup(key, name, tuple(made)))
    return tuple(groups)


_DOSSIER_FIELDS = (
    "Đất đai",
    "Hộ tịch",
    "Chứng thực",
    "Bảo trợ xã hội",
    "Người có công",
    "Xây dựng",
    "Văn hóa",
    "Giáo dục",
)


def dossiers(names: Sequence[str] = _DOSSIER_FIELDS) -> tuple[DossierRow, ...]:
    return tuple(
        DossierRow(
            name,
            received_online=1200 + index,
            received_direct=30,
            carried_over=5,
            solved_early=1000,
            solved_on_time=200 + index,
            solved_late=3,
            open_in_time=32,
        )
        for index, name in enumerate(names)
    )


_STATES = (TaskState.DONE_ON_TIME, TaskState.DONE_LATE, TaskState.OPEN_IN_TIME, TaskState.OPEN_OVERDUE)


def tasks(count: int) -> tuple[TaskRow, ...]:
    return tuple(
        TaskRow(
            content=f"Nhiệm vụ {index + 1}: rà soát, cập nhật 100% hồ sơ thủ tục hành chính vào hệ thống một "
            "cửa " + "điện tử, bảo đảm đúng quy trình và thời hạn giải quyết; " * (index % 3),
            source=f"Công văn số {100 + index}/UBND-KSTT, mục {index % 5 + 1}",
            lead="Phòng Văn hóa - Xã hội",
            due=date(2024, 3, 1 + index % 28) if index % 4 else None,
            progress=(index * 7) % 101,
            result="Đã ban hành văn bản triển khai" if index % 2 else "",
            state=_STATES[index % 4] if index % 4 else TaskState.STANDING,
            due_text="" if index % 4 else "hằng tháng",
        )
        for index in range(count)
    )


def plan_progress(count: int) -> tuple[PlanProgressRow, ...]:
    return tuple(
        PlanProgressRow(
            f"2.{index + 1}",
            "Công bố, công khai thủ tục hành chính đúng quy định",
            Decimal("0.25") * (index + 1),
            "Rà soát, niêm yết lại toàn bộ danh mục thủ tục hành chính",
            "Danh mục niêm yết",
            "Công chức Văn phòng - Thống kê",
            date(2024, 6, 30),
            50,
            "Đã niêm yết 120/150 thủ tục",
            TaskState.OPEN_IN_TIME,
        )
        for index in range(count)
    )


def narrated(headings: tuple[OutlineHeading, ...]) -> tuple[OutlineHeading, ...]:
    texts = {
        "direction.documents": "Trong kỳ, Ủy ban nhân dân xã ban hành 05 văn bản chỉ đạo, điều hành.\n"
        "Các văn bản được gửi, nhận trên hệ thống quản lý văn bản và điều hành, có chữ ký số theo quy định.",
        "direction.inspection": "Tổ kiểm tra công vụ đã kiểm tra 02 bộ phận, không phát hiện vi phạm./.",
        "assessment.limits": "Tỷ lệ hồ sơ cập nhật trên hệ thống một cửa điện tử còn thấp, mới đạt 32,3%.",
        "next": "Tiếp tục thực hiện kế hoạch cải cách hành chính năm 2024.",
        "proposals": "Đề nghị bổ sung trang thiết bị cho Bộ phận Tiếp nhận và Trả kết quả.",
    }
    return tuple(
        OutlineHeading(
            h.key, h.number, h.title, h.level, h.paragraphs, (texts[h.key],) if h.key in texts else ()
        )
        for h in headings
    )


def monthly(
    *, draft: bool = True, rows: int = 8, long: bool = False, empty: bool = False
) -> MonthlyReportData:
    frame = long_frame(draft=draft) if long else commune_frame(draft=draft)
    if empty:
        return MonthlyReportData(
            frame, "17038", "xã Mẫu", MARCH, (), outlines.MONTHLY_REPORT, task_counts=TaskCounts()
        )
    return MonthlyReportData(
        frame=frame,
        unit_code="17038",
        unit_name=LONG_NAME if long else "xã Mẫu",
        period=MARCH,
        basis=BASIS,
        headings=narrated(outlines.MONTHLY_REPORT),
        figures=figures(max(rows // 4, 4)),
        dossiers=dossiers(),
        task_counts=TaskCounts(40, 2, 0, 0, 5),
        tasks=tasks(rows),
        field_tasks=tuple(
            NamedCounts(name, counts)
            for name, counts in zip(
                FIELDS,
                (TaskCounts(12, 1), TaskCounts(9), TaskCounts(15, 1, 0, 0, 5), TaskCounts(4)),
                strict=False,
            )
        ),
        plan_year=2023,
        plan_rows=plan_progress(min(rows, 5)),
    )


FIELDS = (
    "Công tác chỉ đạo, điều hành CCHC",
    "Cải cách thể chế",
    "Cải cách thủ tục hành chính",
    "Cải cách tổ chức bộ máy",
    "Cải cách chế độ công vụ",
    "Cải cách tài chính công",
    "Xây dựng chính quyền điện tử, chính quyền số",
)


def improvement(
    *, draft: bool = True, rows: int = 8, provisional: bool = False, long: bool = False
) -> ImprovementPlanData:
    make = long_frame if long else commune_frame
    symbol = "KH-TTPTQĐ" if long else "KH-UBND"
    made = tuple(
        ImprovementRow(
            field_name=FIELDS[index * len(FIELDS) // max(rows, 1)],
            code=f"{index * len(FIELDS) // max(rows, 1) + 1}.{index + 1}",
            title="Tỷ lệ hồ sơ thủ tục hành chính được giải quyết đúng hạn",
            max_points=Decimal("2"),
            self_points=Decimal("1.75"),
            appraised_points=None if provisional else Decimal("1.5"),
            deducted=Decimal("0.25") if provisional else Decimal("0.5"),
            reason="Tỷ lệ dưới ngưỡng quy định",
            cause="Công chức chưa cập nhật hồ sơ kịp thời",
            measure="Cập nhật 100% hồ sơ ngay khi tiếp nhận; kiểm tra hằng tuần, nhắc việc bằng văn bản",
            product="Báo cáo kiểm tra tuần",
            lead="Phòng Văn hóa - Xã hội",
            coordinating="Văn phòng HĐND và UBND" if index % 2 else "",
            due=date(2024, 6, 30),
            target_points=Decimal("2"),
        )
        for index in range(rows)
    )
    fields = tuple(FieldScore(name, Decimal("14"), Decimal("12.5"), Decimal("1.5")) for name in FIELDS)
    return ImprovementPlanData(
        frame=make(draft=draft, kind="Kế hoạch", symbol=symbol),
        unit_code="17038",
        unit_name=LONG_NAME if long else "xã Mẫu",
        score_year=2023,
        plan_year=2024,
        result=ScoreResult(
            Decimal(100),
            Decimal("82.5"),
            provisional,
            fields if rows else (),
            rows,
            rank=None if provisional else 5,
            ranked_units=None if provisional else 21,
            band="" if provisional else "Tốt",
        ),
        rows=made,
        basis=BASIS,
        headings=outlines.IMPROVEMENT_PLAN,
        organisation=(
            "Các bộ phận chuyên môn thực hiện nhiệm vụ được phân công tại {danh_sach_phu_luc}; báo cáo kết "
            "quả trước ngày 10 hằng tháng.",
            "Kinh phí thực hiện được bố trí trong dự toán ngân sách năm {nam_ke_hoach}.",
        ),
    )


def consolidated(*, draft: bool = True, units: int = 34, long: bool = False) -> ConsolidatedReportData:
    frame = long_frame(draft=draft) if long else commune_frame(draft=draft)
    submissions = []
    for index in range(units):
        name = LONG_NAME if index == 3 else f"UBND xã Mẫu {index + 1}"
        if index == units - 1:
            made = UnitSubmission(name, ReportResult.MISSING)
        elif index == units - 2:
            made = UnitSubmission(name, ReportResult.EXCUSED, note="Đang sáp nhập")
        elif index == units - 3:
            made = UnitSubmission(name, ReportResult.GRACE, date(2024, 3, 13))
        elif index % 15 == 4:
            made = UnitSubmission(name, ReportResult.LATE, date(2024, 3, 15), 3)
        else:
            made = UnitSubmission(name, ReportResult.ON_TIME, date(2024, 3, 11))
        submissions.append(made)
    last = f"UBND xã Mẫu {min(20, units)}"
    same = tuple(UnitText(f"UBND xã Mẫu {i}", "Thiếu biên chế công chức.") for i in range(1, min(15, units)))
    return ConsolidatedReportData(
        frame=frame,
        unit_code="420",
        unit_name="huyện Mẫu Sơn",
        period=MARCH,
        due=date(2024, 3, 12),
        basis=BASIS,
        headings=outlines.CONSOLIDATED_REPORT,
        submissions=tuple(submissions),
        figures=figures(5, counted=units - 2),
        dossiers=dossiers(),
        unit_dossiers=dossiers([item.unit for item in submissions]),
        task_counts=TaskCounts(400, 20, 10, 4, 50),
        unit_tasks=tuple(
            NamedCounts(item.unit, TaskCounts(10, 1, index % 3, index % 2, 2))
            for index, item in enumerate(submissions)
        ),
        field_tasks=tuple(
            NamedCounts(name, TaskCounts(40 + index, 3, 2 * index, index % 4, 5))
            for index, name in enumerate(FIELDS)
        ),
        months=tuple(
            MonthResults(f"Tháng {n}", max(units - 6 - n % 3, 0), n % 2, 3, 2 + n % 3, 1) for n in range(1, 4)
        ),
        narratives=(
            MergedTexts(
                "assessment.causes",
                (
                    *same,
                    UnitText(last, "Hạ tầng mạng chưa ổn định.\nMáy tính cũ."),
                ),
            ),
            MergedTexts("unknown.key", (UnitText("UBND xã Mẫu 2", "Nội dung khác."),)),
        ),
    )
