"""Rules of signature and Nơi nhận (R46-R56)."""

import re

from app.core.text import exact_key, normalize, one_line
from app.reports.checking import limits
from app.reports.checking.case import Case
from app.reports.checking.facts import Para, Zone
from app.reports.metrics import LINE
from app.reports.styles import MM

_PREFIX = re.compile(r"^(TM|KT|TL|TUQ|Q)(\.?)(\s*)(\S.*)$")
_COLLECTIVE = ("ỦY BAN", "UỶ BAN", "HỘI ĐỒNG", "BAN ", "UBND", "HĐND", "TẬP THỂ", "ĐOÀN", "TỔ ")
_BODIES = ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "UBND", "HỘI ĐỒNG NHÂN DÂN", "HĐND")
_SIGNED_FOR = ("báo cáo", "kế hoạch", "tờ trình")
_DEGREE = re.compile(
    r"^(?:(?:PGS|GS|TSKH|TS|ThS|Th\.S|NGƯT|NGND|NSƯT|BS|Bs)[.\s]|(?:CN|KS|LS|DS|CK[I]+)\."
    r"|(?:Phó giáo sư|Giáo sư|Tiến sĩ|Thạc sĩ|Bác sĩ|Kỹ sư|Cử nhân)\s)",
    re.IGNORECASE,
)
_STORED = re.compile(r"^- ?Lưu: VT(?:, [^.]+?)?\.(?:\s*\(?\d+\)?)?$")
_LEVEL = 3.5  # points


def check_signature(case: Case) -> None:
    """Hold signature block and receivers against the rules."""
    if case.parts.is_annex_file:
        return
    _authority(case)
    _name(case)
    _room(case)
    _receivers(case)
    _items(case)
    _stays_together(case)


def _authority(case: Case) -> None:
    lines, ledger = case.parts.authority, case.ledger
    if not lines:
        ledger.fail("R47", "cuối văn bản", "Không thấy quyền hạn, chức vụ của người ký ở bên phải.")
        return
    ledger.look("R46", "R47")
    for para in lines:
        ledger.capitals("R47", para, "Quyền hạn, chức vụ")
        ledger.size("R47", para, *limits.SIGNER, "Quyền hạn, chức vụ")
        ledger.face("R47", para, "Quyền hạn, chức vụ", bold=True, italic=False)
        if para.zone is Zone.LEFT:
            ledger.fail("R47", para, "Quyền hạn, chức vụ của người ký phải ở bên phải.")
    texts = [normalize(line) for para in lines for line in para.raw.split("\n") if line.strip()]
    _body_named(case, texts)
    for at, text in enumerate(texts):
        match = _PREFIX.match(" ".join(text.split()))
        if match is None:
            continue
        prefix, dot, blank, rest = match.groups()
        if not dot and not blank:
            continue  # a word that merely begins with these letters
        if not dot:
            ledger.fail("R46", lines[0], f"Sau “{prefix}” phải có dấu chấm: “{prefix}. {rest}”.")
        elif not blank:
            ledger.warn("R46", lines[0], f"Sau “{prefix}.” nên có một dấu cách: “{prefix}. {rest}”.")
        follows = " ".join(texts[at + 1 :]).strip().upper()
        _prefix(case, lines[0], prefix, rest.upper(), follows)


def _body_named(case: Case, texts: list[str]) -> None:
    """A collective body is signed for: "TM." before its name (ND30 Đ.13)."""
    ledger, first = case.ledger, case.parts.authority[0]
    name = one_line(texts[0]).upper() if texts else ""
    issuer = one_line(" ".join(para.text for para in case.parts.issuer)).upper()
    kind = case.parts.kind
    if name.startswith(_BODIES):
        ledger.fail("R46", first, f"Trước tên tập thể “{name}” phải ghi “TM.”.")
    elif issuer.startswith(_BODIES) and kind and kind.name in _SIGNED_FOR and not _PREFIX.match(name):
        words = kind.name.capitalize()
        ledger.warn("R46", first, f"{words} của tập thể thường ký thay mặt: “TM. {issuer}”.")


def _prefix(case: Case, para: Para, prefix: str, rest: str, follows: str) -> None:
    ledger = case.ledger
    if prefix == "TM" and not rest.startswith(_COLLECTIVE):
        ledger.fail("R46", para, f"“TM.” đứng trước tên tập thể lãnh đạo hoặc cơ quan, không phải “{rest}”.")
    if prefix == "KT" and rest.startswith("PHÓ "):
        ledger.fail("R46", para, f"Sau “KT.” là chức vụ của người đứng đầu, không phải “{rest}”.")
    elif prefix == "KT" and follows and not follows.startswith("PHÓ") and "PHÓ " not in follows[:40]:
        ledger.warn("R46", para, f"Dưới “KT. {rest}” thường là chức vụ cấp phó.")
    elif prefix == "KT" and not follows:
        ledger.fail("R46", para, f"Dưới “KT. {rest}” thiếu chức vụ của người ký (cấp phó).")


def _name(case: Case) -> None:
    para, ledger = case.parts.name, case.ledger
    if para is None:
        if case.parts.authority:
            ledger.warn("R48", "cuối văn bản", "Chưa ghi họ tên người ký.")
        return
    ledger.look("R48", "R49")
    ledger.size("R48", para, *limits.SIGNER, "Họ tên người ký")
    ledger.face("R48", para, "Họ tên người ký", bold=True, italic=False)
    if para.is_caps:
        ledger.fail("R48", para, "Họ tên người ký viết chữ thường, chỉ hoa chữ cái đầu mỗi tiếng.")
    if _DEGREE.match(para.text):
        ledger.fail("R49", para, "Không ghi học hàm, học vị, danh hiệu trước họ tên người ký.")


def _room(case: Case) -> None:
    parts = case.parts
    if parts.name is None or not parts.authority:
        return
    last, name = parts.authority[-1], parts.name
    size = max(name.sizes, default=14)
    if case.is_pdf:
        if last.baseline is None or name.baseline is None or last.page != name.page:
            return
        room = name.baseline - last.baseline - (last.lines - 1) * size * LINE - size * LINE
    else:
        room = (last.after or 0) + (name.before or 0) + _blank_height(case, last, name)
    case.ledger.look("R50")
    if room < (limits.SIGNATURE_ROOM - 1.5) * MM:
        shown = f"{max(room, 0) / MM:.0f}"
        case.ledger.warn("R50", name, f"Chỗ ký giữa chức vụ và họ tên chỉ {shown} mm; nên từ 28 mm.")


def _blank_height(case: Case, last: Para, name: Para) -> float:
    between = [para for para in case.paper.paras if last.number < para.number < name.number]
    size = max(name.sizes, default=14)
    return sum(
        (para.before or 0) + (para.after or 0) + (para.line or 1) * size * LINE
        for para in between
        if not para.text and not para.is_mechanical
    )


def _receivers(case: Case) -> None:
    para, ledger = case.parts.receivers, case.ledger
    if para is None:
        ledger.fail("R53", "cuối văn bản", "Không thấy phần “Nơi nhận:” ở bên trái.")
        return
    ledger.look("R53")
    if not para.text.startswith("Nơi nhận:"):
        ledger.fail("R53", para, "Phải ghi “Nơi nhận:” có dấu hai chấm.")
    ledger.size("R53", para, *limits.RECEIVERS, "Từ “Nơi nhận”")
    ledger.face("R53", para, "Từ “Nơi nhận”", bold=True, italic=True)
    first = case.parts.authority[0] if case.parts.authority else None
    if first is None:
        return
    if case.is_pdf:
        if para.page == first.page and abs((para.baseline or 0) - (first.baseline or 0)) > _LEVEL:
            ledger.fail("R53", para, "“Nơi nhận” phải ngang hàng với dòng quyền hạn, chức vụ.")
    elif para.table is not None and first.table is not None and para.table != first.table:
        ledger.fail("R53", para, "“Nơi nhận” phải cùng hàng của bảng với dòng quyền hạn, chức vụ.")
    if not case.is_pdf and (para.start or 0) > 6:
        ledger.fail("R53", para, "“Nơi nhận” phải sát lề trái.")


def _items(case: Case) -> None:
    parts, ledger = case.parts, case.ledger
    items = parts.receiver_items
    if not items:
        if parts.receivers is not None:
            ledger.fail("R54", parts.receivers, "Dưới “Nơi nhận” chưa có danh sách.")
        return
    ledger.look("R54", "R55", "R56")
    stored = next((at for at, para in enumerate(items) if re.match(r"^[-–]?\s*Lưu\b", para.text)), None)
    last = len(items) - 1 if stored is None else stored
    for at, para in enumerate(items[: last + 1]):
        ledger.size("R54", para, *limits.RECEIVER, "Danh sách nơi nhận")
        ledger.face("R54", para, "Danh sách nơi nhận", bold=False, italic=False)
        if not para.text.startswith("- "):
            ledger.fail("R54", para, "Mỗi nơi nhận bắt đầu bằng gạch đầu dòng và dấu cách (- ).")
        if at != last and not para.text.endswith(";"):
            ledger.fail("R54", para, "Cuối mỗi dòng nơi nhận là dấu chấm phẩy (;).")
    if stored is None:
        ledger.fail("R56", items[-1], "Thiếu dòng cuối “- Lưu: VT, …”.")
    elif not _STORED.match(items[stored].text):
        ledger.fail(
            "R56",
            items[stored],
            "Dòng cuối phải ghi “- Lưu: VT, <đơn vị soạn>.” có dấu hai chấm và dấu chấm.",
        )
    first = exact_key(items[0].text).strip("- ;.")
    says_above = first.startswith("như trên")
    if parts.address is not None and not says_above:
        ledger.fail("R55", items[0], "Có phần Kính gửi thì dòng đầu của Nơi nhận là “- Như trên;”.")
    elif parts.address is None and says_above:
        ledger.fail("R55", items[0], "Văn bản không có Kính gửi nên không ghi “Như trên”.")


def _stays_together(case: Case) -> None:
    parts, ledger = case.parts, case.ledger
    block = [para for para in (parts.receivers, *parts.authority, parts.name) if para is not None]
    if not block:
        return
    body = [para for para in parts.body if para.text]
    if case.is_pdf:
        ledger.look("R51")
        pages = {para.page for para in block}
        if len(pages) > 1:
            ledger.warn("R51", block[0], "Khối chữ ký và Nơi nhận bị tách sang trang khác.")
        elif body and body[-1].page not in pages and body[-1].lines < 2:
            ledger.warn("R51", block[0], "Khối chữ ký đứng một mình trên trang.")
        return
    ledger.look("R51")
    in_table = all(para.table is not None for para in block)
    if not all(
        para.cannot_split if in_table else para.keep_next for para in block[: None if in_table else -1]
    ):
        ledger.warn(
            "R51",
            block[0],
            "Nên chọn cho khối chữ ký không bị tách trang (bỏ “Allow row to break across pages”).",
        )
