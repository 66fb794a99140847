"""What the table of figures, the outline and the list of faults show, said without Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.figures import FigureValue
from app.core.statuses import FigureState
from app.core.text import format_number
from app.services.figures import FigureFinding
from app.services.queries.figures import FigureRow
from app.services.queries.report_desk import MONTHLY, PLAN, REMINDER, DeskReport, HeadingText
from app.ui.tables.entry_line import EntryColumn, EntryLine
from app.ui.tone import Look, Tone
from app.ui.widgets.outline_line import OutlineLine

NOW, EXPLANATION = 4, 6
FIGURE_COLUMNS = (
    EntryColumn("Mã", 6),
    EntryColumn("Chỉ tiêu", 27, stretches=True),
    EntryColumn("Đơn vị tính", 10),
    EntryColumn("Kỳ trước", 9, "right"),
    EntryColumn("Kỳ này", 10, "right"),
    EntryColumn("Lũy kế", 9, "right"),
    EntryColumn("Giải trình", 13, stretches=True),
)
LEGEND = "P: không phát sinh; K: không áp dụng; để trống: chưa có số liệu. Ô chữ nhạt do chương trình tính."

# Why there is no paper of a kind, what to do, and where.
NOTHING = {
    MONTHLY: ("Chưa có kỳ báo cáo tháng, hoặc kỳ chưa có đơn vị phải báo cáo.", "Lập kỳ báo cáo", "rules"),
    PLAN: ("Chưa có kế hoạch khắc phục của năm này.", "Lập kế hoạch", "plans"),
    REMINDER: (
        "Không đơn vị nào phải đôn đốc kỳ này: chưa đến hạn, hoặc đã nộp đủ.",
        "Xem bảng kỳ",
        "cycles",
    ),
}

Level = Literal["wrong", "block", "explain", "notice"]
_LEVELS: dict[str, Look] = {
    "wrong": Look("Chưa đúng", "error", Tone.BAD),
    "block": Look("Chặn", "error", Tone.BAD),
    "explain": Look("Cần giải trình", "warning", Tone.WARNING),
    "notice": Look("Lưu ý", "info", Tone.INFO),
}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A fault in the list under the figures; ``code`` is the cell to jump to."""

    level: str
    message: str
    code: str

    @property
    def look(self) -> Look:
        """How strong it is."""
        return _LEVELS[self.level]


def figure_words(figure: FigureValue) -> str:
    """Return a figure as people type it: 19.630; 32,3; P; K; nothing."""
    if figure.state is FigureState.NONE_ARISEN:
        return "P"
    if figure.state is FigureState.NOT_APPLICABLE:
        return "K"
    return "" if figure.value is None else format_number(figure.value)


def entry_lines(
    report: DeskReport,
    typed: Mapping[str, str],
    explained: Mapping[str, str],
    problems: Mapping[str, str],
) -> tuple[EntryLine, ...]:
    """Return the table: headings of fields, figures under them, what is typed and not kept yet over them."""
    titles = dict(report.fields)
    lines: list[EntryLine] = []
    field = None
    for row in report.figures:
        if row.field != field:
            field = row.field
            lines.append(EntryLine(f"field.{field}", heading=titles.get(field, field)))
        lines.append(_figure_line(row, typed, explained, problems, is_open=report.is_open))
    return tuple(lines)


def _figure_line(
    row: FigureRow,
    typed: Mapping[str, str],
    explained: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    is_open: bool,
) -> EntryLine:
    may_type = is_open and not row.is_computed
    return EntryLine(
        row.code,
        (
            row.code,
            f"{row.title} *" if row.is_required else row.title,
            row.unit_of_measure,
            figure_words(row.previous),
            typed.get(row.code, figure_words(row.figure)),
            figure_words(row.cumulative),
            explained.get(row.code, row.explanation),
        ),
        frozenset({NOW, EXPLANATION}) if may_type else frozenset(),
        tooltip=f"{row.title} = {row.formula}" if row.formula else row.title,
        problem=problems.get(row.code, ""),
        is_pending=row.code in typed or row.code in explained,
    )


def finding_lines(
    findings: Sequence[FigureFinding], problems: Mapping[str, str], refused: Sequence[FindingLine]
) -> tuple[FindingLine, ...]:
    """Return every fault, the strongest first."""
    wrong = [FindingLine("wrong", message, code) for code, message in problems.items()]
    told = [
        FindingLine(f.level, f"{f.message} ({f.rule})", f.codes[0] if f.codes else "")
        for f in findings
        if f.level != "block" or not refused
    ]
    order = list(_LEVELS)
    return tuple(sorted([*wrong, *refused, *told], key=lambda line: order.index(line.level)))


def outline_lines(headings: Sequence[HeadingText]) -> tuple[OutlineLine, ...]:
    """Return the outline with a mark at each heading: written, nothing to say, still needed."""
    return tuple(_outline_line(heading) for heading in headings)


def _outline_line(heading: HeadingText) -> OutlineLine:
    mark, tone, note = "", Tone.NEUTRAL, ""
    if heading.state is FigureState.NONE_ARISEN and not heading.text:
        mark, note = "status-standing", "Không phát sinh"
        if heading.empty_sentence:
            note = f"Không phát sinh, văn bản in: “{heading.empty_sentence}”"
    elif heading.text:
        mark, tone, note = "status-done", Tone.GOOD, "Đã viết"
    elif heading.is_required:
        mark, tone, note = "warning", Tone.WARNING, "Mục phải có nội dung"
    elif heading.is_group:
        note = "Mục này gồm các mục nhỏ bên dưới"
    else:
        mark, note = "status-empty", "Chưa viết"
    return OutlineLine(
        heading.key,
        f"{heading.number} {heading.title}".strip(),
        heading.level,
        not heading.is_group,
        heading.text,
        heading.previous,
        "Viết tại đây; rời ô là được cất.",
        mark,
        tone,
        note,
    )
