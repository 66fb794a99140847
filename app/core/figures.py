"""Reading figures as people type them, and the four things that can stand in a cell."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.core.errors import InvalidField
from app.core.statuses import FigureState
from app.core.text import fold, format_number, one_line

_STATES = {
    "p": FigureState.NONE_ARISEN,
    "khong phat sinh": FigureState.NONE_ARISEN,
    "k": FigureState.NOT_APPLICABLE,
    "khong ap dung": FigureState.NOT_APPLICABLE,
    "": FigureState.BLANK,
    "-": FigureState.BLANK,
}
# No group of thousands begins with a zero: "0.500" is a half as other programs write it.
_GROUPED = re.compile(r"-?[1-9]\d{0,2}([. \u00a0]\d{3})+(,\d+)?|-?[1-9]\d{0,2}(,\d{3}){2,}(\.\d+)?")
_PLAIN = re.compile(r"-?\d+([.,]\d+)?")
_MOST = Decimal(10) ** 14  # what four decimals leave of a 64-bit integer


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A figure with its state; ``value`` is set exactly when the state is VALUE."""

    state: FigureState
    value: Decimal | None = None

    @property
    def known(self) -> Decimal | None:
        """The number to compute with: none arisen counts as 0, blank and not applicable as unknown."""
        return Decimal(0) if self.state is FigureState.NONE_ARISEN else self.value


BLANK = FigureValue(FigureState.BLANK)


def read_figure(text: str, *, code: str, is_count: bool) -> FigureValue:
    """Read a cell as typed here: 19.630 and 32,3; P or K for the two states; blank stays blank.

    For a count "19,630" is nineteen thousand too, since no count has a fraction. Anything else that is not a
    number is an ``InvalidField`` naming the indicator.
    """
    typed = one_line(text)
    state = _STATES.get(fold(typed))
    if state is not None:
        return FigureValue(state)
    if is_count and len(typed) > 1 and typed.endswith("%"):
        raise InvalidField(code, f"{code}: “{typed}” là tỷ lệ, ở đây ghi số lượng.")
    number = typed.removesuffix("%").strip()
    if is_count and re.fullmatch(r"-?[1-9]\d{0,2}(,\d{3})+", number):
        number = number.replace(",", "")
    elif _GROUPED.fullmatch(number):
        thousands = "," if number.count(",") > 1 else "."
        number = number.replace(" ", "").replace("\u00a0", "").replace(thousands, "").replace(",", ".")
    elif _PLAIN.fullmatch(number):
        number = number.replace(",", ".")
    else:
        raise InvalidField(
            code,
            f"{code}: “{typed}” không phải là số.",
            hint="Ghi số, hoặc P (không phát sinh), K (không áp dụng).",
        )
    try:
        value = Decimal(number)
    except InvalidOperation as error:
        raise InvalidField(code, f"{code}: “{typed}” không phải là số.") from error
    return checked_value(value, code=code, is_count=is_count)


def checked_value(value: Decimal, *, code: str, is_count: bool) -> FigureValue:
    """Return a figure, or refuse a negative number, a fraction of a count, one too large or too fine."""
    if abs(value) >= _MOST:
        raise InvalidField(code, f"{code}: số quá lớn.", hint="Kiểm tra lại đơn vị tính.")
    if value < 0:
        raise InvalidField(code, f"{code}: số liệu không được âm ({format_number(value)}).")
    if is_count and value != value.to_integral_value():
        raise InvalidField(code, f"{code}: phải là số nguyên, không phải {format_number(value)}.")
    if value != round(value, 4):
        raise InvalidField(code, f"{code}: nhiều nhất bốn chữ số sau dấu phẩy.")
    return FigureValue(FigureState.VALUE, value)
