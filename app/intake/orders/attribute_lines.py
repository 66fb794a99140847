"""What "Cơ quan chủ trì: …", "Thời gian: …" lines state, alone or inside a paragraph."""

import re

from app.intake.orders.drafts import Attributes
from app.intake.orders.parties import is_body
from app.intake.structure.tree import Item, attribute_of

_INLINE = re.compile(
    r"(?:^|(?<=[.;(,]\s)|(?<=[.;(]))(?P<label>(?:cơ quan|đơn vị)\s+(?:chủ trì|phối hợp|thực hiện)"
    r"(?:\s+thực hiện)?|chủ trì|phối hợp|sản phẩm(?:\s+đầu ra)?|kết quả)\s*:\s*(?P<value>[^.;:()]{3,240})",
    re.IGNORECASE,
)
_ASIDE_LEAD = re.compile(r"\((?:do\s+|giao\s+)?(?P<lead>[^():;]{3,120}?)\s+chủ trì\b")
_TIME_AFTER = re.compile(r"[.;]\s+(?=(?:Hoàn thành|Xong trước|Chậm nhất|Trước ngày|hoàn thành)\b)")


def inline_attributes(text: str) -> Attributes:
    """Return what "…; đơn vị chủ trì: Sở X; sản phẩm: …" inside a paragraph states."""
    found: dict[str, str] = {}
    for match in _INLINE.finditer(text):
        label = match["label"].lower()
        kind = (
            "support"
            if "phối hợp" in label
            else "product"
            if label.startswith(("sản phẩm", "kết quả"))
            else "lead"
        )
        if match.start() > 0 or kind != "lead":
            found.setdefault(kind, match["value"].strip())
    if "lead" not in found and (aside := _ASIDE_LEAD.search(text)) and is_body(aside["lead"]):
        found["lead"] = aside["lead"]
    return Attributes(**found)


def stated_attributes(item: Item) -> Attributes:
    """Return what an attribute line and the lines below it state."""
    kind = item.attribute or ""
    nested = [child for child in item.children if child.attribute in ("lead", "support", "due", "product")]
    if nested:
        total = Attributes()
        for child in nested:
            total = total.merged(stated_attributes(child))
        return total
    value = item.value or "; ".join(child.text.strip(" ;.") for child in item.children)
    inline = re.split(
        r"[;.]\s*(?=(?:đơn vị|cơ quan|thời gian|thời hạn|sản phẩm|phối hợp|kết quả)\b[^:;.]{0,30}:)",
        value,
        flags=re.IGNORECASE,
    )
    stated, *times = _TIME_AFTER.split(inline[0], maxsplit=1)
    total = Attributes(**{kind: stated.strip(" ;.")})
    if times and kind != "due":
        total = total.merged(Attributes(due=times[0].strip(" ;.")))
    for part in inline[1:]:
        total = total.merged(_attribute(part))
    return total


def _attribute(part: str) -> Attributes:
    """Return what one more label on an attribute line states."""
    if (label := attribute_of(part)) and label[0] in ("lead", "support", "due", "product"):
        return Attributes(**{label[0]: label[1].strip(" .;")})
    return inline_attributes(part)
