"""Rules of the body: căn cứ, size, alignment, indents, gaps, line height, the end (R32, R34-R38, R43)."""

import re
from collections import Counter

from app.reports.checking import limits
from app.reports.checking.case import Case
from app.reports.checking.facts import Para, Zone
from app.reports.checking.rules_outline import is_centered_heading
from app.reports.checking.verdicts import points
from app.reports.styles import MM
from app.reports.tree import Align

_BLANKS = re.compile(r"^(?:[ \u00a0]{2,}|[ \u00a0]*\t)")
_INDENT_SLACK = {"docx": 0.6, "pdf": 2.0}
_GAP_SLACK = {"docx": 0.1, "pdf": 1.0}
_LINE_SLACK = 0.02
_END = "./."


def check_body(case: Case) -> None:
    """Hold the body against the rules."""
    _basis(case)
    body = [para for para in case.parts.body if _is_running(para)]
    _sizes(case, body)
    for para in body:
        _alignment(case, para)
        _indent(case, para)
        _line_height(case, para)
    _indents_agree(case, body)
    _gaps(case)
    _end(case)


def _is_running(para: Para) -> bool:
    if not para.text or para.zone is not Zone.BODY or para.is_caption:
        return False
    return not is_centered_heading(para)


def _basis(case: Case) -> None:
    basis, ledger = case.parts.basis, case.ledger
    for at, para in enumerate(basis):
        ledger.size("R32", para, *limits.BASIS, "Căn cứ")
        ledger.face("R32", para, "Căn cứ ban hành", italic=True, bold=False)
        wanted = "." if at == len(basis) - 1 else ";"
        if not para.text.endswith(wanted):
            name = "dấu chấm (.)" if wanted == "." else "dấu chấm phẩy (;)"
            ledger.fail("R32", para, f"Cuối dòng căn cứ này phải là {name}.")


def _sizes(case: Case, body: list[Para]) -> None:
    ledger = case.ledger
    counted: Counter[float] = Counter()
    for para in body:
        ledger.size("R34", para, *limits.BODY, "Nội dung")
        for span in para.words:
            counted[span.size or 0] += len(span.text)
        in_brackets = para.text.startswith(("(", "[")) or para.text.startswith("Ghi chú")
        if para.italic and not in_brackets:
            ledger.warn("R34", para, "Cả đoạn là chữ nghiêng; nội dung dùng chữ đứng.")
    usual = counted.most_common(1)[0][0] if counted else 0
    for para in body:
        other = [size for size in para.sizes if abs(size - usual) > 0.3]
        if other and all(limits.BODY[0] - 0.3 <= size <= limits.BODY[1] + 0.3 for size in other):
            message = (
                f"Đoạn này có chữ cỡ {points(other)}, các đoạn khác cỡ {points([usual])}; phải thống nhất."
            )
            ledger.fail("R34", para, message)


def _alignment(case: Case, para: Para) -> None:
    case.ledger.look("R35")
    one_line = para.lines < 2 and para.text.endswith(":")
    if para.align in {Align.JUSTIFY, None} or (case.is_pdf and para.lines < 2) or one_line:
        return
    if not case.is_pdf and para.lines < 2:
        return  # a single line looks the same either way
    case.ledger.fail("R35", para, "Đoạn văn chưa canh đều hai lề.")


def _indent(case: Case, para: Para) -> None:
    ledger = case.ledger
    ledger.look("R36")
    if not case.is_pdf and _BLANKS.match(para.raw) and not para.is_listed:
        ledger.fail(
            "R36", para, "Đầu đoạn lùi vào bằng dấu cách hoặc phím Tab; phải đặt First line 1 hoặc 1,27 cm."
        )
        return
    if para.start is None or para.align is Align.CENTER or para.align is Align.RIGHT:
        return
    slack = _INDENT_SLACK[case.paper.format]
    if any(abs(para.start - indent * 10 * MM) <= slack for indent in limits.INDENTS):
        if para.left is not None and abs(para.left) > 3 and not para.is_listed:
            ledger.warn("R36", para, "Các dòng sau của đoạn không bắt đầu từ lề trái.")
        return
    found = f"{para.start / MM / 10:.2f}".replace(".", ",")
    message = f"Đầu đoạn lùi vào {found} cm; quy định là 1 cm hoặc 1,27 cm."
    if para.is_listed:
        ledger.warn("R36", para, message)
    else:
        ledger.fail("R36", para, message)


def _indents_agree(case: Case, body: list[Para]) -> None:
    used: dict[float, Para] = {}
    slack = _INDENT_SLACK[case.paper.format]
    for para in body:
        for indent in limits.INDENTS:
            if para.start is not None and abs(para.start - indent * 10 * MM) <= slack:
                used.setdefault(indent, para)
    if len(used) > 1:
        case.ledger.warn(
            "R36", used[limits.INDENTS[0]], "Chỗ lùi đầu đoạn khi 1 cm, khi 1,27 cm; nên thống nhất."
        )


def _line_height(case: Case, para: Para) -> None:
    case.ledger.look("R38")
    low, high = limits.LINES
    if para.line is None or low - _LINE_SLACK <= para.line <= high + _LINE_SLACK:
        return
    shown = f"{para.line:.2f}".replace(".", ",")
    case.ledger.fail(
        "R38", para, f"Khoảng cách dòng bằng {shown} dòng; quy định từ dòng đơn (1) đến 1,5 dòng."
    )


def _gaps(case: Case) -> None:
    slack = _GAP_SLACK[case.paper.format]
    last: Para | None = None
    blanks: list[Para] = []
    for para in case.parts.body:
        if para.zone is Zone.TABLE or para.is_mechanical or para.is_caption:
            last = None if not para.is_mechanical else last
            blanks.clear()
        elif not para.text:
            blanks.append(para)
        else:
            if last is not None and blanks and not para.after_table:
                where = f"sau đoạn {last.number}, trước đoạn {para.number} (“{para.text[:40]}”)"
                case.ledger.fail("R37", where, "Có đoạn trống để tạo khoảng cách; phải đặt Spacing từ 6 pt.")
            elif last is not None:
                _gap(case, last, para, slack)
            last, blanks = para, []


def _gap(case: Case, last: Para, para: Para, slack: float) -> None:
    case.ledger.look("R37")
    if para.before is None or is_centered_heading(para) or is_centered_heading(last):
        return
    gap = para.before + (0 if case.is_pdf else last.after or 0)
    if gap < limits.PARA_GAP - slack:
        shown = f"{max(gap, 0):.1f}".replace(".", ",").removesuffix(",0")
        case.ledger.fail("R37", para, f"Cách đoạn trên {shown} pt; quy định tối thiểu 6 pt.")


def _end(case: Case) -> None:
    parts, ledger = case.parts, case.ledger
    texts = [para for para in parts.body if para.text]
    if not texts:
        return
    ledger.look("R43")
    ended = [para for para in (*parts.basis, *texts) if _END in para.text and para.zone is Zone.BODY]
    last = texts[-1]
    if last.zone is Zone.TABLE:
        last = next((para for para in reversed(texts) if para.zone is Zone.BODY), last)
        if not ended and last.zone is Zone.BODY:
            ledger.warn("R43", last, "Nội dung kết thúc bằng bảng; đoạn cuối nên có dấu ./.")
    elif not last.text.endswith(_END):
        ledger.fail("R43", last, "Đoạn cuối của nội dung phải kết thúc bằng dấu ./.")
    extra = [para for para in ended if para is not last] or [p for p in ended if p.text.count(_END) > 1]
    if extra and (len(ended) > 1 or extra[0].text.count(_END) > 1):
        ledger.fail("R43", extra[0], "Dấu ./. chỉ đặt một lần, ở cuối nội dung.")
