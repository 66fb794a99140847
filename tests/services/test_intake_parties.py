"""Whom the names of directives mean: units, groups, misspelt and shortened names, and who is asked about."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.core.statuses import Role
from app.core.text import fold
from app.models import UnitAlias
from app.services.intake.parties import PartyMatcher, PartyNames
from app.services.intake.party_book import make_party_book, wider_addressees
from app.services.intake.party_memory import read_party_names, remember_party
from app.services.intake.party_words import person_in
from app.services.presets.loader import load_preset
from app.services.presets.reader import find_preset
from app.storage.migrate import create_register
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import resources_folder
from tests.builders import make_group, make_unit
from tests.register import clock_at

DISTRICT = (
    "Các phòng, ban chuyên môn UBND huyện",
    "Các đơn vị sự nghiệp trực thuộc huyện",
    "UBND các xã, thị trấn",
)


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PartyNames]:
    """Return the names of three offices: a district of 2024, a commune and a province of today."""
    found = {}
    for key, code, clock in (
        ("quy-hop-2024", None, clock_at(2024, 3, 5)),
        ("cap-xa-2025", "17059", clock_at(2026, 3, 5)),
        ("cap-tinh-130", None, clock_at(2026, 3, 5)),
    ):
        path = tmp_path_factory.mktemp(key) / "so.db"
        create_register(path)
        with UnitOfWork(path) as uow:
            with uow.write() as session:
                preset = find_preset(resources_folder(), key)
                load_preset(session, preset=preset, role=Role.HUB, unit_code=code, clock=clock)
            with uow.read() as session:
                found[key] = read_party_names(session, clock.today())
    return found


def words_of(names: PartyNames, match) -> list[str]:
    units = {unit.id: unit.short_name for unit in names.units}
    groups = {group.id: group.name for group in names.groups}
    return [groups[one.group_id] if one.group_id else units[one.unit_ids[0]] for one in match.candidates]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Trưởng các phòng, ban chuyên môn Ủy ban nhân dân huyện", DISTRICT[0]),
        ("Các phòng chuyên môn", DISTRICT[0]),
        ("Thủ trưởng các đơn vị sự nghiệp trực thuộc huyện", DISTRICT[1]),
        ("Chủ tịch Ủy ban nhân dân các xã, thị trấn", DISTRICT[2]),
        ("UBND xã, thị trấn", DISTRICT[2]),
        ("UBND cấp xã", DISTRICT[2]),
        ("UBND xã Châu Quang", "Xã Châu Quang"),
        ("X. Châu Quang", "Xã Châu Quang"),
        ("Phòng Nội vụ huyện", "Phòng Nội vụ"),
        ("P. Nội vụ", "Phòng Nội vụ"),
        ("Phòng TN&MT", "Phòng Tài nguyên và Môi trường"),
        ("Phòng LĐ-TB&XH", "Phòng Lao động - Thương binh và Xã hội"),
        ("Phòng TC-KH", "Phòng Tài chính - Kế hoạch"),
        ("VP HĐND & UBND", "Văn phòng HĐND và UBND huyện"),
        ("Phòng Tư phap huyện", "Phòng Tư pháp"),
        ("PTP", "Phòng Tư pháp"),
    ],
)
def test_names_that_need_no_question(offices: dict[str, PartyNames], name: str, meant: str):
    names = offices["quy-hop-2024"]
    match = PartyMatcher(names).match(name)
    assert match.is_sure
    assert words_of(names, match)[0] == meant


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("Phòng Tư páp", "Phòng Tư pháp"),
        ("Phòng Giáo dục và Đào", "Phòng Giáo dục và Đào tạo"),
        ("Các phòng", DISTRICT[0]),
        ("UBND các phường, xã", DISTRICT[2]),
        ("Các phòng, ban có thủ tục hành chính", DISTRICT[0]),
    ],
)
def test_names_that_are_asked_about_with_the_likeliest_first(
    offices: dict[str, PartyNames], name: str, offered: str
):
    names = offices["quy-hop-2024"]
    match = PartyMatcher(names).match(name)
    assert not match.is_sure
    assert words_of(names, match)[0] == offered


@pytest.mark.parametrize("name", ["Bưu điện", "Sở Tư pháp", "Bộ Nội vụ", "Công an xã", "Đội bóng đá"])
def test_a_body_that_the_register_has_not_is_not_guessed(offices: dict[str, PartyNames], name: str):
    match = PartyMatcher(offices["quy-hop-2024"]).match(name)
    assert match.candidates == ()
    assert not match.is_sure


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Phòng Văn hóa - Xã hội", "Phòng Văn hóa - Xã hội"),
        ("Trung tâm Phục vụ hành chính công", "Trung tâm Phục vụ hành chính công"),
        ("Các phòng, trung tâm", "Các phòng, trung tâm thuộc UBND xã Tam Hợp"),
        ("UBND các xã, thị trấn", "UBND các xã"),
        ("Ủy ban nhân dân các phường, xã, đặc khu", "UBND các xã"),
    ],
)
def test_what_many_communes_have_is_the_own_ones(offices: dict[str, PartyNames], name: str, meant: str):
    names = offices["cap-xa-2025"]
    match = PartyMatcher(names).match(name)
    assert match.is_sure
    assert words_of(names, match)[0] == meant
    parents = {unit.id: unit.parent_id for unit in names.units}
    if not match.group_id:
        assert parents[match.unit_ids[0]] == names.own_unit_id


def test_words_that_narrow_a_group_are_asked_about(offices: dict[str, PartyNames]):
    matcher = PartyMatcher(offices["cap-tinh-130"])
    assert matcher.match("UBND các xã, phường").is_sure
    narrowed = matcher.match("Chủ tịch UBND các xã, phường ven biển")
    assert not narrowed.is_sure
    assert len(narrowed.unit_ids) == 130


def test_everybody_is_all_whom_the_document_addresses(offices: dict[str, PartyNames]):
    match = PartyMatcher(offices["quy-hop-2024"], DISTRICT[::2]).match("Các cơ quan, đơn vị có liên quan")
    assert not match.is_sure
    assert len(match.unit_ids) == 34


def test_an_answer_is_remembered_and_a_later_one_takes_its_place(register: UnitOfWork):
    with register.write() as session:
        one, two = make_unit(session, "KT", "Phòng Kinh tế"), make_unit(session, "VH", "Phòng Văn hóa")
        group = make_group(session, one, two)
        remember_party(session, name="Bộ phận Một cửa", unit_id=one)
        remember_party(session, name="Bộ phận Một cửa", unit_id=one)
        assert len(session.scalars(select(UnitAlias)).all()) == 1
    day = date(2024, 3, 5)
    with register.read() as session:
        match = PartyMatcher(read_party_names(session, day)).match("bộ phận một cửa")
    assert (match.unit_ids, match.confidence) == ((one,), 1.0)
    with register.write() as session:
        remember_party(session, name="Bộ phận một cửa", group_id=group)
    with register.read() as session:
        match = PartyMatcher(read_party_names(session, day)).match("Bộ phận Một cửa")
    assert (match.group_id, len(match.unit_ids)) == (group, 2)


def test_a_clause_that_leaves_addressees_out_names_them(offices: dict[str, PartyNames]):
    names = offices["quy-hop-2024"]
    book = make_party_book(names, (DISTRICT[0], DISTRICT[2]), DISTRICT)
    reached = book.found[DISTRICT[0]].unit_ids | book.found[DISTRICT[2]].unit_ids
    assert len(reached) == 34
    assert wider_addressees(reached, book) == ((DISTRICT[1], 5),)
    assert wider_addressees(frozenset(), book) == ()
    assert book.found[DISTRICT[0]].words == f"{DISTRICT[0]} (13 đơn vị)"


def test_an_officer_of_the_directory_means_the_unit_of_the_officer(offices: dict[str, PartyNames]):
    names = offices["quy-hop-2024"]
    unit = next(unit for unit in names.units if unit.short_name == "Phòng Tư pháp")
    known = replace(names, people=((fold("Lê Thị Bưởi"), unit.id),))
    for name in ("Lê Thị Bưởi", "bà Lê Thị Bưởi - Công chức", "đồng chí Lê Thị Bưởi"):
        match = PartyMatcher(known).match(name)
        assert (words_of(known, match), match.is_sure) == (["Phòng Tư pháp"], True)


@pytest.mark.parametrize("name", ["Nguyễn Thị Mận", "Ông Vừ Bá Đào - Trưởng thôn", "đồng chí Lựu Chín"])
def test_a_person_nobody_knows_is_no_misspelt_unit(offices: dict[str, PartyNames], name: str):
    assert person_in(name) is not None
    assert PartyMatcher(offices["quy-hop-2024"]).match(name).candidates == ()


@pytest.mark.parametrize(
    "name", ["Phòng Nội vụ", "Sở Y tế", "UBND xã Châu Quang", "Công an tỉnh", "Ban Dân tộc", "VNPT Nghệ An"]
)
def test_bodies_are_no_persons(name: str):
    assert person_in(name) is None
