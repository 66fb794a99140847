"""Deadlines, units, directive numbers and days as offices write them."""

from datetime import date

import pytest

from app.core.dates import parse_date
from app.core.errors import InvalidField
from app.core.statuses import DeadlineOperator, TaskKind
from app.models import UnitAlias
from app.services.imports.due_words import read_due_words
from app.services.imports.task_fields import directive_number
from app.services.imports.unit_names import UnitNames
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_unit
from tests.register import TODAY

DAY = TODAY.today()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/01/2024", date(2024, 1, 31)),
        ("1/3", date(2024, 3, 1)),
        ("2024-03-13", date(2024, 3, 13)),
        ("12.3.2024", date(2024, 3, 12)),
        (" 05-3-24 ", date(2024, 3, 5)),
        ("29/2/2024", date(2024, 2, 29)),
    ],
)
def test_days_are_read(text: str, day: date) -> None:
    assert parse_date(text, DAY) == day


@pytest.mark.parametrize(
    "text", ["", "31/11/2024", "29/2/2023", "0/1/2024", "1/13/2024", "x", "1/1/1024", "12"]
)
def test_days_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(InvalidField) as refusal:
        parse_date(text, DAY, field="due")
    assert refusal.value.field == "due"
    assert refusal.value.hint


@pytest.mark.parametrize(
    ("text", "day", "operator"),
    [
        ("30/6/2024", date(2024, 6, 30), DeadlineOperator.ON_OR_BEFORE),
        ("trước 30/6/2024", date(2024, 6, 30), DeadlineOperator.BEFORE),
        ("Trước ngày 30/6/2024", date(2024, 6, 30), DeadlineOperator.BEFORE),
        ("chậm nhất 12/3", date(2024, 3, 12), DeadlineOperator.ON_OR_BEFORE),
        ("xong trước ngày 01/12/2024.", date(2024, 12, 1), DeadlineOperator.BEFORE),
        ("Quý II/2024", date(2024, 6, 30), DeadlineOperator.WITHIN),
        ("quý 4", date(2024, 12, 31), DeadlineOperator.WITHIN),
        ("Tháng 2/2024", date(2024, 2, 29), DeadlineOperator.WITHIN),
        ("Trong năm 2025", date(2025, 12, 31), DeadlineOperator.WITHIN),
    ],
)
def test_deadlines_are_read(text: str, day: date, operator: DeadlineOperator) -> None:
    read = read_due_words(text, DAY)
    assert (read.day, read.operator) == (day, operator)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thường xuyên", TaskKind.STANDING),
        ("Hằng tháng", TaskKind.RECURRING),
        ("trước ngày 12 hàng tháng", TaskKind.RECURRING),
        ("", None),
    ],
)
def test_deadlines_without_an_end_say_so(text: str, kind: TaskKind | None) -> None:
    assert read_due_words(text, DAY).kind is kind


@pytest.mark.parametrize("text", ["sớm", "31/11/2024", "từ 1/3/2024 đến 5/3/2024", "tháng 13/2024"])
def test_deadlines_that_say_nothing_are_refused(text: str) -> None:
    with pytest.raises(InvalidField):
        read_due_words(text, DAY)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Công văn số 176/UBND-KSTT ngày 21/02/2024", "176/UBND-KSTT"),
        ("45/KH-UBND", "45/KH-UBND"),
        ("QĐ 12 / QĐ-UBND", "12/QĐ-UBND"),
        ("Kết luận giao ban", "Kết luận giao ban"),
        ("", ""),
    ],
)
def test_directives_are_known_by_their_number(text: str, number: str) -> None:
    assert directive_number(text) == number


@pytest.fixture
def names(register: UnitOfWork) -> UnitNames:
    with register.write() as session:
        for code, name in (
            ("17035", "Thị trấn Quỳ Hợp"),
            ("H420", "Huyện Quỳ Hợp"),
            ("17065", "Xã Châu Quang"),
            ("17056", "Xã Châu Lộc"),
            ("17057", "Xã Châu Lốc"),
            ("PNV", "Phòng Nội vụ"),
            ("VP", "Văn phòng HĐND và UBND huyện"),
        ):
            key = make_unit(session, code, name)
            if code == "VP":
                session.add(UnitAlias(alias="VP.UBND", folded="vp.ubnd", unit_id=key))
        return UnitNames.of(session, DAY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("17065", "17065"),
        ("pnv", "PNV"),
        ("Xã Châu Quang", "17065"),
        ("UBND xã Châu Quang", "17065"),
        ("X. Châu Quang", "17065"),
        ("chau quang", "17065"),
        ("TT Quỳ Hợp", "17035"),
        ("TT. Quỳ Hợp", "17035"),
        ("huyện Quỳ Hợp", "H420"),
        ("P. Nội vụ", "PNV"),
        ("Nội vụ", "PNV"),
        ("Châu Lộc", "17056"),
        ("xã Châu Lốc", "17057"),
        ("VP.UBND", "VP"),
    ],
)
def test_units_are_known_in_many_spellings(names: UnitNames, text: str, code: str) -> None:
    assert names.find(text) == names.codes[code.casefold()]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Quỳ Hợp", "Huyện Quỳ Hợp và Thị trấn Quỳ Hợp"),
        ("chau loc", "có thể là"),
        ("Châu Quanh", "Gần giống: Xã Châu Quang"),
        ("Sao Hỏa", "Không có đơn vị"),
    ],
)
def test_units_are_never_guessed(names: UnitNames, text: str, says: str) -> None:
    with pytest.raises(InvalidField, match=says):
        names.find(text)
