"""Kinds of papers: names, abbreviations of their symbols, and what each kind carries (NĐ30 Đ.7, PLIII I)."""

import re
from dataclasses import dataclass

from app.core.text import exact_key

ABBREVIATIONS = {
    "nghị quyết": "NQ",
    "quyết định": "QĐ",
    "chỉ thị": "CT",
    "quy chế": "QC",
    "quy định": "QyĐ",
    "thông cáo": "TC",
    "thông báo": "TB",
    "hướng dẫn": "HD",
    "chương trình": "CTr",
    "kế hoạch": "KH",
    "phương án": "PA",
    "đề án": "ĐA",
    "dự án": "DA",
    "báo cáo": "BC",
    "biên bản": "BB",
    "tờ trình": "TTr",
    "hợp đồng": "HĐ",
    "công điện": "CĐ",
    "bản ghi nhớ": "BGN",
    "bản thỏa thuận": "BTT",
    "giấy ủy quyền": "GUQ",
    "giấy mời": "GM",
    "giấy giới thiệu": "GGT",
    "giấy nghỉ phép": "GNP",
    "phiếu gửi": "PG",
    "phiếu chuyển": "PC",
    "phiếu báo": "PB",
}
MARK = re.compile(r"^(?:hỏa tốc|thượng khẩn|khẩn|tuyệt mật|tối mật|mật)(?:\s.*)?$")
MIXED = frozenset(text for text in ABBREVIATIONS.values() if text != text.upper()) | {"TrS"}
_ADDRESSED = {"tờ trình", "báo cáo"}
# Forms of the regulations on the one-stop mechanism (NĐ 61/2018, NĐ 118/2025), by how they begin.
_FORMS = (
    "phiếu xin lỗi và hẹn lại ngày",
    "văn bản xin lỗi và đề nghị gia hạn",
    "giấy tiếp nhận hồ sơ và hẹn",
    "phiếu tiếp nhận hồ sơ và hẹn",
    "phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "phiếu từ chối tiếp nhận giải quyết hồ sơ",
    "phiếu từ chối giải quyết hồ sơ",
    "phiếu kiểm soát quá trình giải quyết hồ sơ",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper; ``name`` is lower case, "công văn" has no abbreviation."""

    name: str

    @property
    def abbreviation(self) -> str | None:
        """The first group of its symbol."""
        return ABBREVIATIONS.get(self.name)

    @property
    def is_letter(self) -> bool:
        """Whether it is a công văn: no title, V/v under the number (R29)."""
        return self.name == "công văn"

    @property
    def is_record(self) -> bool:
        """Whether two parties may sign it side by side, above the office."""
        return self.name == "biên bản"

    @property
    def is_addressed(self) -> bool:
        """Whether Kính gửi is required (R30)."""
        return self.is_letter or self.name in _ADDRESSED


LETTER = Kind("công văn")


def kind_of_title(title: str) -> Kind | None:
    """Return the kind a title names ("BÁO CÁO"), None for other words."""
    key = exact_key(title).rstrip(" :")
    return next((Kind(name) for name in ABBREVIATIONS if exact_key(name) == key), None)


def kind_of_symbol(symbol: str) -> Kind | None:
    """Return the kind whose abbreviation a symbol begins with."""
    first = symbol.split("-")[0].strip()
    return next((Kind(name) for name, short in ABBREVIATIONS.items() if short == first), None)


def is_form_title(title: str) -> bool:
    """Tell the form of another regulation: known by its own title, anything else is held to all rules."""
    return exact_key(title).startswith(_FORMS)
