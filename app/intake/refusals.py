"""Why a file is not read: one Vietnamese sentence, what to do, a code; nothing is stored."""

import re

from app.core.errors import AppError
from app.core.text import one_line

NOTHING_KEPT = "Chưa có gì được lưu."
_MARK = re.compile(
    r"(?:[|\t]\s*|^)(?:(?:ĐỘ MẬT|Độ mật|Dấu chỉ độ mật)\s*:?\s*)?(?P<mark>TUYỆT MẬT|TỐI MẬT|MẬT"
    r"|Tuyệt mật|Tối mật)\s*(?:[|\t]|$)"
)
_LEVEL = re.compile(r"(?:ĐỘ MẬT|Độ mật|Mức độ mật)\s*:?\s*(?:TUYỆT MẬT|TỐI MẬT|MẬT|Tuyệt mật|Tối mật|Mật)\b")
_MARKED_LINES = 60


class FileRefused(AppError):
    """A file that cannot or must not be read."""

    code = "E-TEP-01"


def refused(message: str, hint: str = "", *, code: str = "E-TEP-01") -> FileRefused:
    """Return the refusal of a whole file."""
    return FileRefused(message, hint=f"{hint} {NOTHING_KEPT}".strip(), code=code)


def refuse_secret(text: str) -> None:
    """Raise for a document that bears a mark of secrecy; its words go nowhere."""
    lines = [line for line in text.split("\n") if line.strip()]
    for line in lines[:_MARKED_LINES] + lines[-_MARKED_LINES:]:
        words = one_line(line.replace("\t", " | ")).strip("*#| ")
        if _MARK.search(words) or _LEVEL.search(words):
            raise refused(
                "Văn bản có dấu chỉ độ mật nên không được đưa vào chương trình.",
                "Quản lý văn bản mật theo quy định riêng.",
                code="E-MAT-01",
            )
