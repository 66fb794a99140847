"""Names of issuing bodies: from the capitals of a letterhead, or from what the text says of its issuer."""

import re
from collections import Counter
from collections.abc import Sequence

from app.intake.vocabulary import alternatives, word_list

_MOTTO = re.compile(
    r"^(?:NGHĨA\s+)?(?:VIỆT\s+)?NAM$|^C[ỘO]NG(?:\s+H[OÒÓÀ])?$|C[ỘO]NG\s+H[OÒÓÀ][AÀÒ]?|CHỦ\s+NGHĨA\s+VIỆT\s+NAM|XÃ\s+HỘI\s+CHỦ"
    r"|ĐẢNG\s+CỘNG\s+SẢN|Độc\s+lập|Hạnh\s+phúc|HẠNH\s+PHÚC",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|SỞ|PHÒNG|BAN|VĂN PHÒNG|BỘ|TỔNG CỤC"
    r"|CỤC|CHI CỤC|TRUNG TÂM"
    r"|CÔNG AN|TRƯỜNG|HỘI|ĐOÀN|THANH TRA|KHO BẠC|BẢO HIỂM|ĐẢNG ỦY|ĐẢNG UỶ|TỈNH ỦY|TỈNH UỶ|HUYỆN ỦY"
    r"|HUYỆN UỶ|THÀNH ỦY|THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI"
    r"|ỦY BAN|UỶ BAN|VIỆN|TÒA ÁN|TOÀ ÁN|LIÊN ĐOÀN|NGÂN HÀNG|ĐÀI|TỔ CÔNG TÁC|HỘI ĐỒNG|CÔNG TY"
    r"|TỔNG CÔNG TY|TẬP ĐOÀN|MẶT TRẬN|CHI CỤC|THUẾ)\b"
)
_NEEDS_PLACE = re.compile(
    r"(?:Sở|Phòng|Ban|Thanh tra|Trung tâm|Chi cục|Hội|Đoàn|Kho bạc|Hội đồng|Tổ công tác)\b"
)
_LEVELS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")
_UBND = r"(?:Ủy ban nhân dân|Uỷ ban nhân dân|Ủy ban Nhân dân|UBND)"
_KEPT = re.compile(r"^(?:[IVXL]+|UBND|HĐND|CCHC|TTHC|TW)$")


def is_motto(text: str) -> bool:
    """Tell whether a line belongs to the national heading."""
    return _MOTTO.search(text) is not None or not any(char.isalpha() for char in text)


def is_capitals(text: str) -> bool:
    """Tell whether a line is set in capitals."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 1 and sum(char.isupper() for char in letters) >= 0.9 * len(letters)


def spoken_case(text: str, body: str) -> str:
    """Return capitals as a sentence writes them; names keep the capitals that the body gives them."""
    words = [word if "/" in word else word.lower() for word in text.split()]
    pairs: Counter[tuple[str, str]] = Counter(
        zip(re.findall(r"\w+", body), re.findall(r"\w+", body)[1:], strict=False)
    )
    spelt: dict[tuple[str, str], tuple[str, str]] = {}
    for pair, _ in pairs.most_common():
        spelt.setdefault((pair[0].lower(), pair[1].lower()), pair)
    result = list(words)
    for index in range(len(words) - 1):
        first, second = words[index].strip(',;:.()“”"'), words[index + 1].strip(',;:.()“”"')
        found = spelt.get((first, second))
        if found and not (found[0].isupper() and found[1].isupper()):
            result[index] = result[index].replace(first, found[0])
            result[index + 1] = result[index + 1].replace(second, found[1])
    joined = " ".join(result)
    return joined[:1].upper() + joined[1:]


def _known_bodies() -> dict[str, str]:
    return {name.casefold(): name for name in word_list("letterhead")["bodies"].values()}


def body_case(capitals: str, body: str) -> str:
    """Return a body's name as people write it: "SỞ NỘI VỤ" → "Sở Nội vụ"."""
    text = " ".join(capitals.split())
    if not is_capitals(text):
        return text.replace("Uỷ", "Ủy")
    if text.casefold() in _known_bodies():
        return _known_bodies()[text.casefold()]
    lowered = re.sub(
        r"^y ban\b", "ủy ban", text.lower().replace("uỷ", "ủy")
    )  # a copy may lose its first letter
    lowered = re.sub(r"\bubnd\b", "ủy ban nhân dân", lowered)
    lowered = re.sub(r"\bhđnd\b", "hội đồng nhân dân", lowered)
    level = re.search(rf"\b({alternatives(_LEVELS)})\s+(?!ủy\b)(\S.*)$", lowered)
    party = re.match(r"((?:tỉnh|thành|huyện|quận|thị|đảng)\s+ủy)\s+(.+)$", lowered)
    if party:
        name = re.sub(rf"^({alternatives(_LEVELS)}) ", "", party[2])
        kept = party[2][: len(party[2]) - len(name)]
        lowered = f"{party[1]} {kept}" + " ".join(word[:1].upper() + word[1:] for word in name.split())
    elif level:
        head, name = lowered[: level.start()], level[2]
        place = name.title() if name.isascii() else " ".join(w[:1].upper() + w[1:] for w in name.split())
        lowered = f"{head}{level[1]} {place}"
    elif (match := re.search(re.escape(text), body, re.IGNORECASE)) and not match.group().isupper():
        lowered = match.group()
    lowered = lowered[:1].upper() + lowered[1:]
    lowered = re.sub(r"^(Chủ tịch|Văn phòng|Thường trực) (ủy ban|hội đồng)", _capital_after, lowered)
    for start in ("Sở ", "Bộ ", "Phòng ", "Ban "):
        if lowered.startswith(start):
            lowered = start + lowered[len(start) : len(start) + 1].upper() + lowered[len(start) + 1 :]
    return lowered


def _capital_after(match: re.Match[str]) -> str:
    return f"{match[1]} {match[2][:1].upper()}{match[2][1:]}"


def issuer_of(lines: Sequence[str], body: str) -> str | None:
    """Return the issuing body of a letterhead's left column: the last one named, with its place."""
    entities: list[str] = []
    for line in lines:
        text = " ".join(line.split())
        if not text or is_motto(text) or not is_capitals(text):
            continue
        if _HEAD.match(text) or not entities:
            entities.append(text)
        else:
            entities[-1] += " " + text
    if not entities:
        return None
    names = [body_case(entity, body) for entity in entities]
    return join_superior(names[-1], names[-2] if len(names) > 1 else "")


def join_superior(name: str, superior: str) -> str:
    """Return "Sở Nội vụ tỉnh Hà Tĩnh" of a department and the body above it."""
    if not superior:
        return name
    if name.startswith("Văn phòng") and "nhân dân" not in name:
        return f"{name} {superior}"
    level = re.search(rf"\b(?:{alternatives(_LEVELS)})\s.+$", superior)
    if level and _NEEDS_PLACE.match(name) and not re.search(rf"\b(?:{alternatives(_LEVELS)})\b", name):
        return f"{name} {level.group()}"
    return name


def _level_of(body: str) -> str:
    """Return the level that a text speaks of as its issuer's: "UBND tỉnh yêu cầu", else the commonest one."""
    levels = rf"{_UBND}\s+({alternatives(_LEVELS)})"
    issuing = re.findall(levels + r"(?:\s+[A-ZĐ]\S*)*\s+(?:yêu cầu|đề nghị|giao|chỉ đạo)\b", body)
    if issuing:
        return str(issuing[-1]).lower()
    counted = Counter(level.lower() for level in re.findall(levels + r"\b", body))
    return counted.most_common(1)[0][0] if counted else ""


def with_place(name: str, place: str | None, body: str) -> str:
    """Return a name that a letterhead cut short with its place: "Ủy ban nhân dân" of "Huế, ngày …"."""
    if place and name.casefold().endswith(" " + place.casefold()):
        return name[: -len(place)] + place
    if place and re.search(rf" (?:{alternatives(_LEVELS)})$", name):
        return f"{name} {place}"
    level = _level_of(" ".join(body.split()))
    if (
        name not in ("Ủy ban nhân dân", "Hội đồng nhân dân", "Chủ tịch Ủy ban nhân dân")
        or not place
        or not level
    ):
        return name
    return f"{name} {level} {place}"


def inferred_issuer(body: str, place: str | None, symbol: str, titles: str) -> str | None:
    """Return the issuer of a copy without a letterhead, from its symbol, its signature and its place."""
    body = " ".join(body.split())
    upper = titles.upper()
    code = symbol.lstrip("/").split("-")[0].upper() if symbol else ""
    known = word_list("letterhead")["bodies"]
    level = _level_of(body)
    where = f"{level} {place}" if level and place else ""
    if "CHÁNH VĂN PHÒNG" in upper and where:
        return f"Văn phòng Ủy ban nhân dân {where}"
    if "ỦY BAN NHÂN DÂN" in upper.replace("UỶ", "ỦY") and where:
        return f"Ủy ban nhân dân {where}"
    if "THỦ TƯỚNG" in upper:
        return "Thủ tướng Chính phủ" if "CHÍNH PHỦ" not in upper else "Chính phủ"
    if code in known:
        name = str(known[code])
        return f"{name} {where}" if name.startswith("Sở") and where and "tỉnh" in where else name
    if "GIÁM ĐỐC" in upper and (match := re.search(r"Giám đốc (Sở(?:\s[A-ZĐ]\S*(?:\s[a-zđà-ỹ]+)?)+)", body)):
        return join_superior(match[1], f"Ủy ban nhân dân {where}" if where else "")
    return None
