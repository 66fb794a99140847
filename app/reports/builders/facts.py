"""Fields made of numbers: the same data give sentence and table, so they cannot disagree."""

from decimal import Decimal

from app.core.statuses import FigureState, TaskState
from app.core.text import format_number, format_percent, format_share
from app.reports.data.parts import (
    BothDeadlines,
    DossierRow,
    Figure,
    FigureGroup,
    FigureKind,
    FigureValue,
    PlanProgressRow,
    TaskCounts,
)

STATE_WORDS = {
    FigureState.NONE_ARISEN: "không phát sinh",
    FigureState.NOT_APPLICABLE: "không áp dụng",
    FigureState.BLANK: "",
    FigureState.VALUE: "",
}

FIELD_SUFFIXES = ("", ".ky_truoc", ".luy_ke", ".chi_tieu")
"""What a field asks of an indicator: this period, the one before, from January, what is aimed at."""

TASK_WORDS = {
    TaskState.DONE_ON_TIME: "Hoàn thành đúng hạn",
    TaskState.DONE_LATE: "Hoàn thành quá hạn",
    TaskState.OPEN_IN_TIME: "Đang thực hiện, trong hạn",
    TaskState.OPEN_OVERDUE: "Đang thực hiện, quá hạn",
    TaskState.STANDING: "Thường xuyên",
    TaskState.CANCELLED: "Đã hủy",
}


def value_words(value: FigureValue, kind: FigureKind) -> str:
    """Return a figure's value as a sentence writes it; blank for what was left blank."""
    if value is None:
        return ""
    if isinstance(value, FigureState):
        return STATE_WORDS[value]
    if kind is FigureKind.PERCENT:
        return format_percent(Decimal(value))
    return format_number(value)


def with_unit(value: FigureValue, figure: Figure) -> str:
    """Return value and unit of measure; words and percentages stand alone."""
    words = value_words(value, figure.kind)
    if not words or isinstance(value, FigureState) or figure.kind is FigureKind.PERCENT:
        return words
    return f"{words} {figure.unit}".strip()


def figure_sentence(figure: Figure, expected: int | None = None) -> str:
    """Tell one figure: "Số văn bản ban hành: 5 văn bản (kỳ trước: 4; lũy kế: 12)"."""
    sides = []
    for name, value in (("kỳ trước", figure.previous), ("lũy kế từ đầu năm", figure.cumulative)):
        words = value_words(value, figure.kind)
        if words:
            sides.append(f"{name}: {words}")
    if figure.units_counted is not None and expected is not None:
        sides.append(f"số liệu của {figure.units_counted}/{expected} đơn vị")
    tail = f" ({'; '.join(sides)})" if sides else ""
    return f"{figure.title}: {with_unit(figure.current, figure)}{tail}"


def told_figures(group: FigureGroup) -> tuple[Figure, ...]:
    """Return the figures of a field that the text tells: marked so and not left blank."""
    return tuple(
        figure for figure in group.figures if figure.in_text and value_words(figure.current, figure.kind)
    )


def figure_fields(groups: tuple[FigureGroup, ...]) -> dict[str, str]:
    """Return each figure as a field {CODE}, {CODE.ky_truoc}, {CODE.luy_ke}, {CODE.chi_tieu}."""
    fields: dict[str, str] = {}
    for group in groups:
        for figure in group.figures:
            values = (figure.current, figure.previous, figure.cumulative, figure.target)
            for suffix, value in zip(FIELD_SUFFIXES, values, strict=True):
                fields[figure.code + suffix] = with_unit(value, figure)
    return fields


def task_fields(counts: TaskCounts) -> dict[str, str]:
    """Return the fields of the sentence on assigned tasks."""
    return {
        "nhiem_vu_tong": f"{format_number(counts.dated)} nhiệm vụ",
        "nhiem_vu_ty_le": format_share(counts.done, counts.dated, "nhiệm vụ"),
        "nhiem_vu_xong_dung_han": format_number(counts.done_on_time),
        "nhiem_vu_xong_qua_han": format_number(counts.done_late),
        "nhiem_vu_trong_han": format_number(counts.open_in_time),
        "nhiem_vu_qua_han": format_number(counts.open_overdue),
        "nhiem_vu_thuong_xuyen": format_number(counts.standing),
    }


def deadline_fields(name: str, both: BothDeadlines | None, noun: str) -> dict[str, str]:
    """Return the fields of the sentence on both deadlines; blank where nobody counted."""
    if both is None:
        return {f"{name}_theo_han_goc": "", f"{name}_theo_han_gia_han": ""}
    return {
        f"{name}_theo_han_goc": format_share(both.original.on_time, both.original.due, noun),
        f"{name}_theo_han_gia_han": format_share(both.extended.on_time, both.extended.due, noun),
    }


def dossier_fields(total: DossierRow) -> dict[str, str]:
    """Return the fields of the sentence on dossiers."""
    return {
        "ho_so_tiep_nhan": f"{format_number(total.received)} hồ sơ",
        "ho_so_truc_tuyen": format_number(total.received_online),
        "ho_so_truc_tiep": format_number(total.received_direct),
        "ho_so_ky_truoc": format_number(total.carried_over),
        "ho_so_da_giai_quyet": format_number(total.solved),
        "ho_so_dung_han": format_share(total.solved_in_time, total.solved, "hồ sơ"),
        "ho_so_qua_han": format_number(total.solved_late),
        "ho_so_dang_giai_quyet": format_number(total.still_open),
        "ho_so_dang_qua_han": format_number(total.open_late),
    }


def awaited_words(units: int) -> str:
    """Tell how many units proved their time by a seal's code alone; blank where none did."""
    if not units:
        return ""
    return f"; ngoài ra {format_number(units)} đơn vị đã báo mã niêm phong, chưa nhận tệp"


def plan_fields(rows: tuple[PlanProgressRow, ...], year: int | None) -> dict[str, str]:
    """Return the fields of the sentence on the improvement plan."""
    done = sum(row.state in {TaskState.DONE_ON_TIME, TaskState.DONE_LATE} for row in rows)
    return {
        "nam_cham_diem": f" năm {year}" if year else "",
        "khac_phuc_ty_le": format_share(done, len(rows), "nội dung"),
        "khac_phuc_trong_han": format_number(sum(row.state is TaskState.OPEN_IN_TIME for row in rows)),
        "khac_phuc_qua_han": format_number(sum(row.state is TaskState.OPEN_OVERDUE for row in rows)),
    }
