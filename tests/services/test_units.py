"""The organisation: units with validity, groups, people, signers, letterheads."""

from datetime import date

import pytest
from sqlalchemy import select

from app.core.changes import Changes
from app.core.errors import InvalidField, NotFound, RuleViolation
from app.models import Unit, UnitGroupMember
from app.services import units
from app.services.units import LetterheadFields, PersonFields, SignerFields, UnitFields
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_group, make_unit, make_units
from tests.register import TODAY, clock_at, journal_of, nothing_written

ENDED = date(2025, 6, 30)
BEGUN = date(2025, 7, 1)


def save(register: UnitOfWork, unit_id: str | None = None, **fields: object) -> str:
    known = {"code": "CB", "name": "Xã Châu Bình"} | fields
    with register.write() as session:
        made = UnitFields(**known)  # type: ignore[arg-type]
        done = units.save_unit(session, fields=made, clock=TODAY, unit_id=unit_id)
    assert done.changes == Changes(units=True)
    return done.value


def test_a_new_unit_is_in_the_register_and_once_in_the_journal(register: UnitOfWork) -> None:
    with journal_of(register) as actions:
        unit_id = save(register, code=" CB ", name=" Xã  Châu Bình ", phone="0238")
    with register.read() as session:
        unit = session.get_one(Unit, unit_id)
        assert (unit.code, unit.name, unit.short_name, unit.sort_order) == (
            "CB",
            "Xã Châu Bình",
            "Xã Châu Bình",
            1,
        )
        assert (unit.search_plain, unit.phone) == ("xa chau binh xa chau binh cb", "0238")
    assert actions == ["unit.save"]


def test_new_units_come_last_in_the_official_order(register: UnitOfWork) -> None:
    save(register)
    save(register, code="CH", sort_order=10)
    unit_id = save(register, code="CL")
    with register.read() as session:
        assert session.get_one(Unit, unit_id).sort_order == 11


def test_a_changed_unit_keeps_its_key_and_its_place(register: UnitOfWork) -> None:
    first = save(register)
    save(register, code="CH")
    with journal_of(register) as actions:
        assert save(register, unit_id=first, name="Xã Châu Bình mới") == first
        save(register, unit_id=first, name="Xã Châu Bình mới")  # nothing new, nothing to note
    assert actions == ["unit.save"]
    with register.read() as session:
        assert session.get_one(Unit, first).sort_order == 1


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"code": "  "}, "code", "Chưa ghi mã đơn vị."),
        ({"name": ""}, "name", "Chưa ghi tên đơn vị."),
        ({"name": "x" * 501}, "name", "Tên đơn vị dài quá 500 ký tự."),
        (
            {"valid_from": BEGUN, "valid_to": ENDED},
            "valid_to",
            "Ngày hết hiệu lực 30/6/2025 trước ngày bắt đầu 01/7/2025.",
        ),
    ],
)
def test_a_unit_that_cannot_be_is_refused_by_field(
    register: UnitOfWork, fields: dict[str, object], field: str, sentence: str
) -> None:
    with nothing_written(register), pytest.raises(InvalidField) as refused:
        save(register, **fields)
    assert (refused.value.field, refused.value.message) == (field, sentence)


@pytest.mark.parametrize(
    ("old", "new", "clash"),
    [
        ((None, None), (None, None), True),
        ((None, ENDED), (None, None), True),
        ((None, ENDED), (BEGUN, None), False),
        ((None, ENDED), (ENDED, None), True),  # one shared day is enough
        ((BEGUN, None), (None, ENDED), False),
        ((BEGUN, None), (date(2026, 1, 1), date(2026, 2, 1)), True),
    ],
)
def test_two_units_share_a_code_only_in_different_times(
    register: UnitOfWork, old: tuple[date | None, ...], new: tuple[date | None, ...], clash: bool
) -> None:
    save(register, valid_from=old[0], valid_to=old[1])
    if not clash:
        save(register, name="Xã mới", valid_from=new[0], valid_to=new[1])
        return
    with nothing_written(register), pytest.raises(InvalidField) as refused:
        save(register, name="Xã mới", valid_from=new[0], valid_to=new[1])
    assert refused.value.message == "Mã CB đang là mã của “Xã Châu Bình” trong cùng thời gian."


def test_a_unit_does_not_clash_with_itself(register: UnitOfWork) -> None:
    unit_id = save(register)
    save(register, unit_id=unit_id, name="Tên khác")


def test_a_unit_that_is_not_there_cannot_be_changed(register: UnitOfWork) -> None:
    with nothing_written(register), pytest.raises(NotFound, match="Không còn đơn vị này"):
        save(register, unit_id="no such unit")


@pytest.mark.parametrize(
    ("day", "valid"),
    [(date(2025, 6, 30), False), (BEGUN, True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_a_unit_is_valid_from_its_first_to_its_last_day(register: UnitOfWork, day: date, valid: bool) -> None:
    unit_id = save(register, valid_from=BEGUN, valid_to=date(2026, 12, 31))
    with register.read() as session:
        if valid:
            assert units.require_valid_unit(session, unit_id, day).id == unit_id
        else:
            with pytest.raises(RuleViolation, match="không còn hiệu lực vào ngày") as refused:
                units.require_valid_unit(session, unit_id, day)
            assert "từ 01/7/2025 đến 31/12/2026" in refused.value.message
            assert refused.value.code == "E-DONVI-01"


def test_a_retired_unit_stays_with_its_last_day(register: UnitOfWork) -> None:
    unit_id = save(register, valid_from=date(2024, 1, 1))
    with journal_of(register) as actions, register.write() as session:
        units.retire_unit(session, unit_id=unit_id, last_day=ENDED, clock=TODAY)
    assert actions == ["unit.retire"]
    save(register, name="Xã kế thừa", valid_from=BEGUN)
    with (
        nothing_written(register),
        pytest.raises(InvalidField, match="trước ngày bắt đầu"),
        register.write() as session,
    ):
        units.retire_unit(session, unit_id=unit_id, last_day=date(2023, 12, 31), clock=TODAY)


def test_a_group_needs_a_code_of_its_own_and_a_name(register: UnitOfWork) -> None:
    with register.write() as session:
        units.save_group(session, code="XA", name="Các xã", clock=TODAY)
    for code, name, sentence in (
        ("XA", "Khác", "của nhóm “Các xã”"),
        ("", "Khác", "mã và tên"),
        ("X", " ", "mã và tên"),
    ):
        with (
            nothing_written(register),
            pytest.raises(InvalidField, match=sentence),
            register.write() as session,
        ):
            units.save_group(session, code=code, name=name, clock=TODAY)


def test_members_who_leave_a_group_keep_their_past_membership(register: UnitOfWork) -> None:
    with register.write() as session:
        a, b, c = make_units(session, "A", "B", "C")
        group_id = make_group(session, a, b)
    later = clock_at(2024, 6, 1)
    with journal_of(register) as actions, register.write() as session:
        units.set_members(session, group_id=group_id, unit_ids=(a, c), clock=later)
        units.set_members(session, group_id=group_id, unit_ids=(a, c), clock=later)
    assert actions == ["group.join", "group.leave"]
    with register.read() as session:
        found = {m.unit_id: m.valid_to for m in session.scalars(select(UnitGroupMember))}
        assert found == {a: None, b: date(2024, 6, 1), c: None}
    with pytest.raises(NotFound, match="Không còn nhóm này"), register.write() as session:
        units.set_members(session, group_id="none", unit_ids=(a,), clock=TODAY)


def test_a_member_who_left_may_come_back_the_same_day(register: UnitOfWork) -> None:
    with register.write() as session:
        a, b = make_units(session, "A", "B")
        group_id = make_group(session, a, b, b)
    for members in ((a,), (a, b)):
        with register.write() as session:
            units.set_members(session, group_id=group_id, unit_ids=members, clock=TODAY)
    with register.read() as session:
        open_ended = [m.unit_id for m in session.scalars(select(UnitGroupMember)) if m.valid_to is None]
        assert sorted(open_ended) == sorted([a, b])


def test_a_member_who_comes_back_later_was_not_a_member_in_between(register: UnitOfWork) -> None:
    with register.write() as session:
        unit_id = make_unit(session, "A", valid_from=date(2023, 1, 1))
        group_id = make_group(session, unit_id)
        units.set_members(session, group_id=group_id, unit_ids=(), clock=TODAY)
    with register.write() as session:
        units.set_members(session, group_id=group_id, unit_ids=(unit_id,), clock=clock_at(2024, 6, 1))
    with register.read() as session:
        spans = [(m.valid_from, m.valid_to) for m in session.scalars(select(UnitGroupMember))]
        assert sorted(spans, key=str) == [(date(2023, 1, 1), date(2024, 3, 5)), (date(2024, 6, 1), None)]


def test_a_person_belongs_to_a_unit_and_has_a_name(register: UnitOfWork) -> None:
    with register.write() as session:
        unit_id = make_unit(session)
    with journal_of(register) as actions, register.write() as session:
        person_id = units.save_person(
            session, fields=PersonFields(unit_id=unit_id, name=" Lê  Ánh "), clock=TODAY
        ).value
        units.save_person(
            session,
            fields=PersonFields(unit_id=unit_id, name="Lê Ánh", title="CC"),
            clock=TODAY,
            person_id=person_id,
        )
    assert actions == ["person.save", "person.save"]
    for fields, error in (
        (PersonFields(unit_id=unit_id, name=" "), InvalidField),
        (PersonFields(unit_id="none", name="A"), NotFound),
    ):
        with nothing_written(register), pytest.raises(error), register.write() as session:
            units.save_person(session, fields=fields, clock=TODAY)


@pytest.mark.parametrize("name", ["TS. Lê Văn A", "ThS. Lê Văn A", "PGS.TS Lê Văn A", "BS. Lê Thị B"])
def test_no_degree_stands_before_a_signers_name(register: UnitOfWork, name: str) -> None:
    with register.write() as session:
        unit_id = make_unit(session)
    with (
        nothing_written(register),
        pytest.raises(InvalidField, match="học hàm, học vị") as refused,
        register.write() as session,
    ):
        units.save_signer(
            session, fields=SignerFields(unit_id=unit_id, name=name, authority=("CHỦ TỊCH",)), clock=TODAY
        )
    assert "30/2020" in refused.value.hint


def test_a_signer_has_a_name_and_a_stack_of_titles(register: UnitOfWork) -> None:
    with register.write() as session:
        unit_id = make_unit(session)
    with journal_of(register) as actions, register.write() as session:
        fields = SignerFields(
            unit_id=unit_id, name="Tsan Văn A", authority=("TM. ỦY BAN NHÂN DÂN", "", "CHỦ TỊCH")
        )
        units.save_signer(session, fields=fields, clock=TODAY)
    assert actions == ["signer.save"]
    assert register.rows("SELECT authority FROM signer") == [("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",)]
    for name, authority, field in (("", ("CHỦ TỊCH",), "name"), ("Lê A", ("", " "), "authority")):
        with nothing_written(register), pytest.raises(InvalidField) as refused, register.write() as session:
            units.save_signer(
                session, fields=SignerFields(unit_id=unit_id, name=name, authority=authority), clock=TODAY
            )
        assert refused.value.field == field


def head(unit_id: str, **fields: object) -> LetterheadFields:
    known = {"issuer": ("ỦY BAN NHÂN DÂN", "XÃ CHÂU BÌNH"), "place": "Châu Bình", "symbol": "UBND"}
    return LetterheadFields(unit_id=unit_id, **(known | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"issuer": (" ",)}, "issuer"),
        ({"place": ""}, "place"),
        ({"symbol": ""}, "symbol"),
        ({"symbol": "U B"}, "symbol"),
    ],
)
def test_a_letterhead_that_lacks_something_is_refused(
    register: UnitOfWork, fields: dict[str, object], field: str
) -> None:
    with register.write() as session:
        unit_id = make_unit(session)
    with nothing_written(register), pytest.raises(InvalidField) as refused, register.write() as session:
        units.save_letterhead(session, fields=head(unit_id, **fields), clock=TODAY)
    assert refused.value.field == field


def test_a_unit_has_one_letterhead_at_a_time(register: UnitOfWork) -> None:
    with register.write() as session:
        unit_id = make_unit(session)
    with journal_of(register) as actions, register.write() as session:
        first = units.save_letterhead(session, fields=head(unit_id, valid_to=ENDED), clock=TODAY).value
        units.save_letterhead(session, fields=head(unit_id, valid_from=BEGUN), clock=TODAY)
        units.save_letterhead(
            session, fields=head(unit_id, valid_to=ENDED, superior="HUYỆN"), clock=TODAY, letterhead_id=first
        )
    assert actions == ["letterhead.save"] * 3
    with (
        nothing_written(register),
        pytest.raises(InvalidField, match="trong cùng thời gian"),
        register.write() as session,
    ):
        units.save_letterhead(session, fields=head(unit_id), clock=TODAY)
