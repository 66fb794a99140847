"""Holds the bytes of a Word or PDF file against all rules."""

from app.reports.checking.case import Case
from app.reports.checking.facts import Paper
from app.reports.checking.parts import find_parts
from app.reports.checking.pdf_facts import read_pdf
from app.reports.checking.rules_annex import check_annexes
from app.reports.checking.rules_body import check_body
from app.reports.checking.rules_heading import check_heading
from app.reports.checking.rules_marks import check_marks
from app.reports.checking.rules_outline import check_outline
from app.reports.checking.rules_page import check_annex_numbers, check_page
from app.reports.checking.rules_signature import check_signature
from app.reports.checking.rules_text import check_text
from app.reports.checking.rules_title import check_title
from app.reports.checking.rules_words import check_words
from app.reports.checking.verdicts import Ledger, Report
from app.reports.checking.word_facts import WordReader
from app.reports.checking.word_package import WordPackage, refused

_OF_ANY_PAPER = (check_page, check_annex_numbers, check_text, check_heading)
_OF_ADMINISTRATIVE_PAPERS = (
    check_title,
    check_body,
    check_outline,
    check_words,
    check_signature,
    check_annexes,
    check_marks,
)
_FORM = "Mẫu của quy định khác: chỉ đối chiếu trang giấy, phông chữ và phần đầu văn bản."
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def check_bytes(content: bytes) -> Report:
    """Return the verdicts on a file; what cannot be read raises ``AppError`` with a sentence."""
    return check_paper(read_facts(content))


def read_facts(content: bytes) -> Paper:
    """Read a file by what it is, not by its name."""
    if b"%PDF-" in content[:1024]:
        return read_pdf(content)
    if content.startswith(_OLD_OFFICE):
        raise refused(
            "Tệp có mật khẩu hoặc ở dạng Word cũ (.doc).", "Mở bằng Word, bỏ mật khẩu, lưu lại ở dạng .docx."
        )
    if content.startswith(b"PK"):
        return WordReader(WordPackage(content)).read()
    raise refused("Tệp không phải là tệp Word (.docx) hoặc PDF.", "Chọn tệp .docx hoặc .pdf.")


def check_paper(paper: Paper) -> Report:
    """Hold facts against all rules."""
    if not any(para.text for para in paper.paras):
        raise refused("Tệp không có chữ nào để đối chiếu.")
    case = Case(paper, find_parts(paper), Ledger())
    for check in _OF_ANY_PAPER:
        check(case)
    if case.parts.is_form:
        case.ledger.skip_rest(_FORM)
    else:
        for check in _OF_ADMINISTRATIVE_PAPERS:
            check(case)
    return Report(case.parts.kind.name if case.parts.kind else "", case.ledger.verdicts())
