"""What the table of figures, the outline and the list of faults show, said without Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.figures import FigureValue
from app.core.periods import month_words
from app.core.statuses import FigureState
from app.core.text import format_number
from app.services.checks.findings import FigureFix
from app.services.checks.words import NEEDED
from app.services.queries.figures import FigureRow
from app.services.queries.report_desk import MONTHLY, PLAN, REMINDER, DeskReport, HeadingText
from app.services.wording import missing_words
from app.ui.figure_desk import Pending
from app.ui.figure_paste import PastedCell
from app.ui.tables.column import Column
from app.ui.tables.entry_line import EntryColumn, EntryLine
from app.ui.tone import Look, Tone
from app.ui.widgets.outline_line import OutlineLine, TextFault

CODE, TITLE, UNIT, PREVIOUS, TALLY, NOW, TO_DATE, EXPLANATION, REMARK = range(9)
FIGURE_COLUMNS = (
    EntryColumn("Mã", 5),
    EntryColumn("Chỉ tiêu", 19, stretches=True),
    EntryColumn("Đơn vị", 9),
    EntryColumn("Kỳ trước", 9, "right"),
    EntryColumn("Sổ đếm", 7, "right"),
    EntryColumn("Kỳ này", 8, "right"),
    EntryColumn("Lũy kế", 7, "right"),
    EntryColumn("Giải trình", 12, stretches=True),
    EntryColumn("Nhận xét", 10, stretches=True),
)
LEGEND = (
    "P: không phát sinh · K: không áp dụng · để trống: chưa có số liệu · =12+3: cộng nhanh · "
    "chữ nhạt: chương trình tính"
)
_MARKS = frozenset({"P", "K"})


PASTE_COLUMNS: tuple[Column[tuple[int, PastedCell]], ...] = (
    Column(title="Ô", text=lambda p: p[1].code, width=5),
    Column(title="Đã chép", text=lambda p: p[1].raw, tooltip=lambda p: p[1].title, width=9),
    Column(
        title="Đọc là", text=lambda p: p[1].reading, tooltip=lambda p: p[1].reading, width=14, stretches=True
    ),
    Column(
        title="Kết quả",
        text=lambda p: "Bỏ qua" if p[1].text is None and not p[1].explanation else "Dán",
        icon=lambda p: "error" if p[1].text is None and not p[1].explanation else "status-done",
        tone=lambda p: Tone.BAD if p[1].text is None and not p[1].explanation else Tone.GOOD,
        width=9,
    ),
)


def shown_columns(report: DeskReport, *, is_narrow: bool) -> tuple[int, ...]:
    """Return the columns that say something; a narrow window leaves out what the strip below tells."""
    columns = [CODE, TITLE, PREVIOUS, NOW, EXPLANATION]
    has_remarks = any(row.code in report.remarks for row in report.figures)
    if report.tallies:
        columns.append(TALLY)
    if not is_narrow:
        columns += [TO_DATE, REMARK] if has_remarks else [TO_DATE, UNIT]
    return tuple(sorted(columns))


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

Level = Literal["wrong", "block", "missing", "explain", "notice"]
_LEVELS: dict[str, Look] = {
    "wrong": Look("Chưa đúng", "error", Tone.BAD),
    "block": Look("Chặn", "error", Tone.BAD),
    "missing": Look("Mục còn trống", "status-empty", Tone.WARNING),
    "explain": Look("Cần giải trình", "warning", Tone.WARNING),
    "notice": Look("Lưu ý", "info", Tone.INFO),
}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A fault in the list; ``code`` or ``heading`` is where to jump, ``fix`` the only answer."""

    level: str
    message: str
    code: str
    heading: str = ""
    place: tuple[int, int] = (0, 0)
    fix: FigureFix | None = None

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


def entry_lines(report: DeskReport, pending: Pending) -> tuple[EntryLine, ...]:
    """Return the table: headings of fields, figures under them, what is typed and not kept yet over them."""
    titles = dict(report.fields)
    told = _inline(report)
    lines: list[EntryLine] = []
    field = None
    for row in report.figures:
        if row.field != field:
            field = row.field
            lines.append(EntryLine(f"field.{field}", heading=titles.get(field, field)))
        lines.append(_figure_line(row, report, pending, told.get(row.code, "")))
    return tuple(lines)


def _inline(report: DeskReport) -> dict[str, str]:
    """What stands in the way, by the cell where it is told first."""
    told: dict[str, str] = {}
    for finding in report.findings:
        if finding.stands_in_the_way:
            for code in finding.codes:
                told.setdefault(code, finding.message)
    return told


def _shown(row: FigureRow) -> str:
    """A balance that is to be carried over is shown before the first figure is entered with it."""
    if row.opening is not None and row.figure.value is None:
        return format_number(row.opening.value)
    return figure_words(row.figure)


def _figure_line(row: FigureRow, report: DeskReport, pending: Pending, told: str) -> EntryLine:
    is_carried = row.opening is not None
    tally = report.tallies.get(row.code)
    open_columns = set()
    if report.is_open and not row.is_computed:
        open_columns = {EXPLANATION} if is_carried else {NOW, EXPLANATION}
    cells = (
        row.code,
        f"{row.title} *" if row.is_required else row.title,
        row.unit_of_measure,
        figure_words(row.previous),
        "" if tally is None else format_number(tally),
        pending.typed.get(row.code, _shown(row)),
        figure_words(row.cumulative),
        pending.explained.get(row.code, row.explanation),
        "; ".join(report.remarks.get(row.code, ())),
    )
    problem = pending.problems.get(row.code, "")
    tips = {column: cells[column] for column in (EXPLANATION, REMARK) if cells[column]}
    if row.left_out:
        words = f"Không gồm {month_words(row.left_out)}: danh mục lúc đó chưa có hoặc tính khác."
        tips[TO_DATE] = words
    if told and not problem:
        tips[NOW] = told
    return EntryLine(
        row.code,
        cells,
        frozenset(open_columns),
        tooltip=f"{row.title} = {row.formula}" if row.formula else row.title,
        problem=problem or (told if NOW in open_columns else ""),
        is_pending=row.code in pending.typed or row.code in pending.explained,
        tips=tips,
        marks=_MARKS,
    )


def finding_lines(report: DeskReport, problems: Mapping[str, str]) -> tuple[FindingLine, ...]:
    """Return every fault of figures and words, the strongest first."""
    found = [FindingLine("wrong", message, code) for code, message in problems.items()]
    for f in report.findings:
        done = f.level == "explain" and not f.stands_in_the_way
        message = f"{f.message} ({f.rule})" + (f" Đã giải trình: {f.explanation}" if done else "")
        level = "notice" if done else f.level
        found.append(FindingLine(level, message, f.codes[0] if f.codes else "", fix=f.fix))
    headings = {heading.key: heading for heading in report.headings}
    for w in report.word_findings:
        if w.rule == NEEDED and (heading := headings.get(w.heading)):
            title = f"{heading.number} {heading.title}".strip()
            found.append(FindingLine("missing", missing_words(title, heading.empty_sentence), "", w.heading))
            continue
        found.append(FindingLine(w.level, w.message, "", w.heading, (w.start, w.end)))
    order = list(_LEVELS)
    return tuple(sorted(found, key=lambda line: order.index(line.level)))


def findings_words(findings: Sequence[FindingLine]) -> str:
    """Return what a check found, in one sentence: "2 chặn, 1 cần giải trình, 3 lưu ý"."""
    counts = {level: sum(f.level == level for f in findings) for level in _LEVELS}
    parts = [f"{count} {_LEVELS[level].word.lower()}" for level, count in counts.items() if count]
    return ", ".join(parts) if parts else "Không còn gì phải sửa hay giải trình."


def outline_lines(report: DeskReport) -> tuple[OutlineLine, ...]:
    """Return the outline with a mark at each heading: written, nothing to say, needed, to be looked at."""
    faults: dict[str, list[TextFault]] = {}
    for f in report.word_findings:
        faults.setdefault(f.heading, []).append(TextFault(f.start, f.end, f.message, f.level, f.correction))
    return tuple(
        _outline_line(heading, tuple(faults.get(heading.key, ())), _offered(report, heading.key))
        for heading in report.headings
    )


def _offered(report: DeskReport, key: str) -> dict[str, str]:
    """The figures of a heading's field; a heading without a field of its own is offered all of them."""
    field = key.removeprefix("field.") if key.startswith("field.") else "CDDH" if "direction" in key else ""
    return {
        row.code: f"{row.code} {row.title}: {figure_words(row.figure) or '(trống)'}"
        for row in report.figures
        if not field or row.field == field
    }


def _outline_line(
    heading: HeadingText, faults: tuple[TextFault, ...], offered: Mapping[str, str]
) -> OutlineLine:
    mark, tone, note = "", Tone.NEUTRAL, ""
    if heading.state is FigureState.NONE_ARISEN and not heading.text:
        mark, note = "status-standing", "Không phát sinh"
        if heading.empty_sentence:
            note = f"Không phát sinh, văn bản in: “{heading.empty_sentence}”"
    elif any(fault.level == "block" for fault in faults):
        mark, tone, note = "error", Tone.BAD, "Đã viết, có chỗ phải sửa"
    elif heading.text and faults:
        mark, tone, note = "warning", Tone.WARNING, "Đã viết, có chỗ cần xem"
    elif heading.text:
        mark, tone, note = "status-done", Tone.GOOD, "Đã viết"
    elif heading.is_required:
        mark, tone, note = (
            "warning",
            Tone.WARNING,
            "Mục bắt buộc, còn trống: viết, hoặc bấm “Không phát sinh”",
        )
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
        "Chỉ viết điều mới; rời ô là được cất.",
        mark,
        tone,
        note,
        faults,
        offered,
    )
