"""Reading figures as people type them, and the four things that can stand in a cell."""

import re
from dataclasses import dataclass, field
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
    known: Decimal | None = field(init=False, repr=False, compare=False)
    """The number to compute with: none arisen counts as 0, blank and not applicable as unknown."""

    def __post_init__(self) -> None:
        known = Decimal(0) if self.state is FigureState.NONE_ARISEN else self.value
        object.__setattr__(self, "known", known)  # a year of cells is asked for it again and again


BLANK = FigureValue(FigureState.BLANK)


def read_figure(text: str, *, code: str, is_count: bool) -> FigureValue:
    """Read a cell as typed here: 19.630 and 32,3; P or K for the two states; blank stays blank.

    For a count "19,630" is nineteen thousand too, since no count has a fraction; "=12+3-1" is added up.
    Anything else that is not a number is an ``InvalidField`` naming the indicator.
    """
    typed = one_line(text)
    if typed.startswith("="):
        return checked_value(_small_sum(typed, code, is_count=is_count), code=code, is_count=is_count)
    state = _STATES.get(fold(typed))
    if state is not None:
        return FigureValue(state)
    if is_count and len(typed) > 1 and typed.endswith("%"):
        raise InvalidField(code, f"{code}: “{typed}” là tỷ lệ, ở đây ghi số lượng.")
    return checked_value(_number(typed, code, is_count=is_count), code=code, is_count=is_count)


def _small_sum(typed: str, code: str, *, is_count: bool) -> Decimal:
    """Add up "=120+35-2"; each part is read as a number of its own."""
    parts = re.findall(r"([+-]?)\s*([^+-]+)", typed[1:])
    if not parts or "".join(sign + part for sign, part in parts).replace(" ", "") != typed[1:].replace(
        " ", ""
    ):
        raise InvalidField(code, f"{code}: “{typed}” không cộng được.", hint="Ví dụ =120+35-2.")
    total = Decimal(0)
    for sign, part in parts:
        number = _number(part.strip(), code, is_count=is_count)
        total += -number if sign == "-" else number
    return total


def _number(typed: str, code: str, *, is_count: bool) -> Decimal:
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
        return Decimal(number)
    except InvalidOperation as error:
        raise InvalidField(code, f"{code}: “{typed}” không phải là số.") from error


def reading_words(text: str, figure: FigureValue) -> str:
    """Tell how a text was read: "19.630 (dấu phẩy ngăn hàng nghìn)", for a look before a block is pasted."""
    typed = one_line(text)
    if figure.value is None:
        return {
            FigureState.NONE_ARISEN: "không phát sinh",
            FigureState.NOT_APPLICABLE: "không áp dụng",
        }.get(figure.state, "để trống")
    words, shown = [], format_number(figure.value)
    if typed.startswith("="):
        words.append("cộng lại")
    elif figure.value != figure.value.to_integral_value():
        words.append("dấu chấm là dấu lẻ" if "," not in typed and "." in typed else "dấu phẩy là dấu lẻ")
    elif "." in typed:
        words.append("dấu chấm ngăn hàng nghìn" if figure.value >= 1000 else "dấu chấm là dấu lẻ")
    elif "," in typed:
        words.append("dấu phẩy ngăn hàng nghìn" if figure.value >= 1000 else "dấu phẩy là dấu lẻ")
    elif " " in typed.removesuffix("%").strip():
        words.append("khoảng trắng ngăn hàng nghìn")
    if typed.endswith("%"):
        words.append("phần trăm")
    return f"{shown} ({', '.join(words)})" if words else shown


def unlike_typed(text: str, figure: FigureValue) -> str:
    """Return how a text was read where it is not written as the office writes numbers; "" where it is.

    19.630 and 32,3 are read as they stand; 19,630 for a count, 32,3%, 1 234 and =3+4 are worth telling.
    """
    if figure.value is None:
        return ""
    words = reading_words(text, figure)
    return "" if format_number(figure.value) in (one_line(text), words) else words


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
