"""What the list of papers, the fields of one and the verdicts on it show, said without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.statuses import WORDS
from app.core.text import format_date
from app.reports.checking.rulebook import RULES
from app.reports.checking.verdicts import Report, Verdict
from app.reports.differences import Difference
from app.services.queries.document_desk import DocumentPage, PaperLine
from app.ui.tables.column import Column
from app.ui.tone import Look, Tone, look

_LOOKS = {
    Verdict.FAIL: Look("Lỗi", "error", Tone.BAD),
    Verdict.WARN: Look("Cần xem", "warning", Tone.WARNING),
}
_STATES = list(WORDS)
# What a narrow column calls a kind; beside it stand symbol and period.
_SHORT_KINDS = {
    "monthly-report": "Báo cáo",
    "consolidated-report": "Tổng hợp",
    "improvement-plan": "Kế hoạch",
    "reminder": "Đôn đốc",
    "assignment-notice": "Giao nhiệm vụ",
    "results-notice": "Kết quả",
    "handover": "Bàn giao",
}


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """One fault of a file: which rule, where, what is wrong."""

    number: int
    rule: str
    title: str
    verdict: Verdict
    where: str
    message: str

    @property
    def look(self) -> Look:
        """How strong it is."""
        return _LOOKS[self.verdict]


def verdict_lines(report: Report) -> tuple[VerdictLine, ...]:
    """Return every fault of a file, what breaks the law first."""
    found = [finding for rule in report.rules for finding in rule.findings]
    found.sort(key=lambda finding: finding.verdict is not Verdict.FAIL)
    return tuple(
        VerdictLine(number, f.rule, RULES[f.rule].title, f.verdict, f.where, f.message)
        for number, f in enumerate(found, 1)
        if f.verdict in _LOOKS
    )


def verdict_words(report: Report) -> str:
    """Return the outcome in a sentence: what kind it was read as, how many rules say what."""
    counts = {verdict: sum(rule.verdict is verdict for rule in report.rules) for verdict in Verdict}
    parts = [f"đạt {counts[Verdict.PASS]} quy tắc"]
    if counts[Verdict.FAIL]:
        parts.append(f"{counts[Verdict.FAIL]} quy tắc có lỗi")
    if counts[Verdict.WARN]:
        parts.append(f"{counts[Verdict.WARN]} quy tắc cần xem lại")
    parts.append(f"{counts[Verdict.NOT_APPLICABLE]} quy tắc không áp dụng")
    words = ", ".join(parts)
    words = f"{report.kind}: {words}." if report.kind else f"{words}."
    return words[:1].upper() + words[1:]


def changed_words(changed: Sequence[Difference], unknown: str) -> str:
    """Return what stands above the list of figures that have changed."""
    if unknown:
        return f"Chưa so sánh được: {unknown}"
    if not changed:
        return "Số liệu đã in vẫn đúng với sổ hiện nay."
    return f"{len(changed)} số liệu đã in nay khác với sổ. Soạn đính chính để thay thế văn bản này."


def number_words(line: PaperLine) -> str:
    """Return number and symbol; a draft has its symbol only."""
    row = line.row
    return f"{row.number}/{row.symbol}" if row.number else f"…/{row.symbol}"


def document_pairs(page: DocumentPage) -> list[tuple[str, str]]:
    """Return the fields of a paper: label and value."""
    row, frame = page.line.row, page.frame
    pairs = [
        ("Loại", row.kind_words),
        ("Trích yếu", row.title),
        ("Đơn vị", row.unit),
        ("Gửi đến", row.about_unit),
        ("Kỳ", page.line.period),
        (
            "Số, ký hiệu",
            number_words(page.line) if row.number else f"{number_words(page.line)} (chưa cấp số)",
        ),
        ("Ngày", format_date(row.issued_on) if row.issued_on else "Chưa ban hành"),
    ]
    if frame is not None:
        signer = [*frame.authority, frame.signer_name or "(chưa có người ký)"]
        pairs += [
            ("Người ký", "\n".join(signer)),
            ("Kính gửi", "\n".join(frame.addressees)),
            ("Nơi nhận", "\n".join(f"- {name}" for name in frame.recipients)),
        ]
    pairs += [
        ("Bản ký", "Đã nhận lại, giữ nguyên từng byte" if row.has_signed_file else ""),
        ("Thay bằng", page.replaced_by),
        ("Lý do", row.reason),
    ]
    return pairs


LIST: tuple[Column[PaperLine], ...] = (
    Column(
        title="Trạng thái",
        text=lambda line: WORDS[line.row.state],
        sort=lambda line: _STATES.index(line.row.state),
        icon=lambda line: look(line.row.state).icon,
        tone=lambda line: look(line.row.state).tone,
        width=14,
    ),
    Column(
        title="Loại",
        text=lambda line: _SHORT_KINDS.get(line.row.kind, line.row.kind_words),
        tooltip=lambda line: line.row.kind_words,
        width=12,
    ),
    Column(
        title="Về đơn vị",
        text=lambda line: line.row.about_unit or line.row.unit,
        tooltip=lambda line: line.row.about_unit or line.row.unit,
        width=13,
    ),
    Column(title="Kỳ", text=lambda line: line.period, tooltip=lambda line: line.period, width=11),
    Column(
        title="Số",
        text=number_words,
        sort=lambda line: (line.row.symbol, (line.row.number or "").zfill(6)),
        tooltip=number_words,
        width=11,
    ),
    Column(
        title="Ngày",
        text=lambda line: format_date(line.row.issued_on) if line.row.issued_on else "",
        sort=lambda line: line.row.issued_on,
        width=8,
    ),
    Column(
        title="Trích yếu",
        text=lambda line: line.row.title,
        tooltip=lambda line: line.row.title,
        width=8,
        stretches=True,
    ),
    Column(
        title="Ký",
        text=lambda line: "Có" if line.row.has_signed_file else "",
        align="center",
        width=4,
    ),
)

VERDICTS: tuple[Column[VerdictLine], ...] = (
    Column(
        title="Mức",
        text=lambda line: line.look.word,
        icon=lambda line: line.look.icon,
        tone=lambda line: line.look.tone,
        width=11,
    ),
    Column(
        title="Quy tắc",
        text=lambda line: f"{line.rule} {line.title}",
        tooltip=lambda line: line.title,
        width=20,
    ),
    Column(
        title="Chỗ", text=lambda line: line.where, tooltip=lambda line: line.where, width=18, stretches=True
    ),
    Column(
        title="Nội dung",
        text=lambda line: line.message,
        tooltip=lambda line: line.message,
        width=36,
        stretches=True,
    ),
)
