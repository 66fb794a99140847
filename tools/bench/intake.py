"""Reading directives: milliseconds a page for text, Word and PDF; the floor is taking the bare text out."""

import io
import subprocess
import sys
from pathlib import Path

from app.intake.files import read_directive
from app.services.intake.files import read_directive_bytes
from tests.intake_directives import as_docx, as_pdf
from tools.bench.measure import Row, compare, peak_of

PAGES = 100
_ITEMS_A_PAGE = 9
_LETTER_PAGES = 4
_WORKER = "from app.intake.worker import main; main({!r})"
_IDLE = "import sys; sys.stdin.buffer.read()"


def long_plan(pages: int = PAGES) -> str:
    """Return a plan of many pages: sections, items with attribute lines, a table three times as long."""
    lines = [
        "ỦY BAN NHÂN DÂN",
        "TỈNH LÂM HẢI",
        "Số: 15/KH-UBND",
        "Lâm Hải, ngày 10 tháng 01 năm 2026",
        "KẾ HOẠCH",
        "Cải cách hành chính năm 2026",
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
        "I. NHIỆM VỤ",
    ]
    for number in range(1, pages * _ITEMS_A_PAGE // 2):
        lines += [
            f"{number}. Rà soát, đơn giản hóa nhóm thủ tục hành chính thứ {number} theo Quyết định số "
            f"{number}/QĐ-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh; công khai kết quả trên Cổng dịch vụ "
            "công và tại nơi tiếp nhận hồ sơ; kiến nghị cơ quan có thẩm quyền sửa đổi các quy định.",
            "- Cơ quan chủ trì: Sở Nội vụ; cơ quan phối hợp: các sở, ban, ngành, UBND các xã, phường.",
            f"- Thời gian hoàn thành: trước ngày 15/{number % 12 + 1}/2026.",
        ]
    lines += ["II. DANH MỤC NHIỆM VỤ", "| TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian hoàn thành |"]
    lines += [
        f"| {row} | Xây dựng và tổ chức thực hiện đề án số {row} về cải cách hành chính | Sở Tài chính | "
        f"{row % 12 + 1}/2026 |"
        for row in range(1, 3 * pages)
    ]
    return "\n".join([*lines, "Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Phạm Quốc Bảo"])


def _bare_docx(content: bytes) -> str:
    import docx

    document = docx.Document(io.BytesIO(content))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def _bare_pdf(content: bytes) -> str:
    from pypdfium2 import PdfDocument

    return "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(content))


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has."""
    from pypdfium2 import PdfDocument

    return len(PdfDocument(content))


def measure() -> list[Row]:
    """Return a row for each form of a plan of a hundred pages (aim: under 3 s, 300 MB)."""
    text = long_plan()
    word, pdf = as_docx.convert(text), as_pdf.convert(text)
    pages = pages_of(pdf)
    aim = f"3000 ms; {pages} pages"
    return [
        compare(
            "directive .txt",
            lambda: read_directive(text.encode(), "a"),
            text.split,
            aim=aim,
            runs=3,
        ),
        compare(
            "directive .docx", lambda: read_directive(word, "a"), lambda: _bare_docx(word), aim=aim, runs=3
        ),
        compare("directive .pdf", lambda: read_directive(pdf, "a"), lambda: _bare_pdf(pdf), aim=aim, runs=3),
        _dropped(),
        *_memory("a.docx", word),
        *_memory("a.pdf", pdf),
    ]


def _dropped() -> Row:
    """Return how long a letter takes from the drop to its proposals; the floor is a bare interpreter."""
    letter = as_docx.convert(long_plan(_LETTER_PAGES))
    return compare(
        "directive dropped, in a worker",
        lambda: read_directive_bytes(letter, "a.docx"),
        lambda: subprocess.run([sys.executable, "-c", _IDLE], input=letter, check=True),
        aim="1000 ms",
        runs=3,
    )


def _memory(name: str, content: bytes) -> list[Row]:
    """Return what the worker that opens files needs at most; the floor is an interpreter that reads bytes."""
    ours, floor = peak_of(_WORKER.format(name), content), peak_of(_IDLE, content)
    if ours is None or floor is None:
        return []
    return [Row(f"directive {Path(name).suffix}, peak", ours, floor, "300 MB", "MB")]


__all__ = ["long_plan", "measure"]
