"""Presets: each fills a fresh register for both roles; a broken file says in one sentence what and where."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.core.errors import RuleViolation
from app.core.ids import derived_id
from app.core.statuses import Role
from app.models import (
    Catalogue,
    CriteriaSet,
    Criterion,
    CrossCheck,
    Indicator,
    Letterhead,
    OutlineHeading,
    Register,
    ReportingRule,
    Signer,
    Unit,
    UnitGroupMember,
    UnitSuccession,
)
from app.reports import outlines
from app.services.cycles import make_periods
from app.services.office_days import office_calendar
from app.services.presets import PresetError, find_preset, list_presets, load_preset, read_preset
from app.services.presets.catalogue_files import read_catalogue, read_criteria
from app.services.queries.periods import list_rules
from app.services.queries.units import (
    find_unit,
    get_register,
    letterhead_on,
    list_groups,
    list_units,
    signer_on,
)
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import resources_folder
from tests.register import clock_at

RESOURCES = resources_folder()
BEFORE, AFTER = date(2024, 3, 5), date(2025, 9, 1)
Change = Callable[[dict[str, Any]], None]


def load(uow: UnitOfWork, key: str, role: Role, code: str | None = None) -> str:
    with uow.write() as session:
        preset = find_preset(RESOURCES, key)
        done = load_preset(session, preset=preset, role=role, unit_code=code, clock=clock_at(2024, 1, 2))
    return done.value.own_unit


def test_the_three_presets_are_there_with_both_roles():
    presets = list_presets(RESOURCES)
    assert [p.key for p in presets] == ["quy-hop-2024", "cap-xa-2025", "cap-tinh-130"]
    assert [p.units for p in presets] == [49, 37, 132]
    assert all(p.roles == (Role.HUB, Role.REPORTER) for p in presets)


@pytest.mark.parametrize(
    ("key", "role", "code", "own"),
    [
        ("quy-hop-2024", Role.HUB, None, "Ủy ban nhân dân huyện Quỳ Hợp"),
        ("quy-hop-2024", Role.REPORTER, "17065", "Ủy ban nhân dân xã Châu Quang"),
        ("Quỳ Hợp 2024 (cấp huyện)", Role.REPORTER, "PTP", "Phòng Tư pháp huyện Quỳ Hợp"),
        ("cap-xa-2025", Role.HUB, "17077", "Ủy ban nhân dân xã Mường Ham"),
        ("cap-xa-2025", Role.REPORTER, "17077-PKT", "Phòng Kinh tế xã Mường Ham"),
        ("cap-xa-2025", Role.REPORTER, "17035", "Ủy ban nhân dân xã Quỳ Hợp"),
        ("cap-tinh-130", Role.HUB, None, "Sở Nội vụ tỉnh Nghệ An"),
        ("cấp tỉnh → 130 xã, phường", Role.REPORTER, "17044", "Ủy ban nhân dân xã Châu Hồng"),
    ],
)
def test_a_preset_fills_a_fresh_register(
    register: UnitOfWork, key: str, role: Role, code: str | None, own: str
):
    assert load(register, key, role, code) == own
    with register.read() as session:
        facts = get_register(session)
        assert (facts.role, facts.own_unit_name) == (role, own)
        day = BEFORE if "2024" in key else AFTER
        head = letterhead_on(session, unit_id=facts.own_unit_id or "", day=day)
        assert head is not None and head.issuer and head.symbol and "{" not in str(head)
        signer = signer_on(session, unit_id=facts.own_unit_id or "", day=day)
        assert signer is not None and signer.name == "" and signer.authority
        assert {rule.frequency.value for rule in list_rules(session)} == {"monthly", "yearly"}


def test_the_district_of_2024_has_its_34_reporters_and_their_successors(register: UnitOfWork):
    load(register, "quy-hop-2024", Role.HUB)
    with register.read() as session:
        groups = {g.code: g for g in list_groups(session, as_of=BEFORE)}
        assert {code: len(g.members) for code, g in groups.items()} == {"phong": 13, "dvsn": 5, "xa": 21}
        assert all(not g.members for g in list_groups(session, as_of=AFTER))
        old = find_unit(session, code="17035", as_of=BEFORE)
        new = find_unit(session, code="17035", as_of=AFTER)
        assert (old.short_name, new.short_name) == ("Thị trấn Quỳ Hợp", "Xã Quỳ Hợp")
        pairs = session.execute(select(UnitSuccession.predecessor_id, UnitSuccession.successor_id)).all()
        assert len(pairs) == 21 and (old.id, new.id) in [tuple(pair) for pair in pairs]
        assert len({successor for _, successor in pairs}) == 7


def test_the_province_has_119_communes_and_11_wards_and_marks_the_invented_ones(register: UnitOfWork):
    load(register, "cap-tinh-130", Role.HUB)
    with register.read() as session:
        units = [u for u in list_units(session, as_of=AFTER) if u.groups]
        kinds = [u.kind for u in units]
        assert (len(units), kinds.count("xã"), kinds.count("phường")) == (130, 119, 11)
        assert sum(u.is_sample for u in units) == 123
        assert all("Mẫu" in u.name for u in units if u.is_sample)


def test_a_unit_has_one_key_whatever_preset_and_role_it_comes_from():
    keys = [
        {u.key for u in read_preset(p.path).units if u.code == "17044" and u.valid_from}
        for p in list_presets(RESOURCES)
    ]
    assert keys[0] == keys[1] == keys[2] and len(keys[0]) == 1


def test_hub_and_reporter_mean_the_same_rule(register: UnitOfWork, template: Path, tmp_path: Path):
    load(register, "cap-xa-2025", Role.HUB, "17035")
    other = tmp_path / "reporter.db"
    other.write_bytes(template.read_bytes())
    with UnitOfWork(other) as reporter:
        load(reporter, "cap-xa-2025", Role.REPORTER, "17035-PVHXH")
        with register.read() as one, reporter.read() as two:
            assert set(one.scalars(select(ReportingRule.id))) == set(two.scalars(select(ReportingRule.id)))
            assert set(one.scalars(select(Unit.id))) == set(two.scalars(select(Unit.id)))


def test_letterheads_follow_the_decree(register: UnitOfWork):
    load(register, "quy-hop-2024", Role.HUB)
    with register.read() as session:
        commune = find_unit(session, code="17065", as_of=BEFORE)
        head = letterhead_on(session, unit_id=commune.id, day=BEFORE)
        assert head is not None and head.superior == ""  # R14: an UBND prints no superior line
        assert head.issuer == ("ỦY BAN NHÂN DÂN", "XÃ CHÂU QUANG") and head.place == "Châu Quang"
        assert (head.addressee, head.channel) == ("Ủy ban nhân dân huyện Quỳ Hợp", "qua Phòng Nội vụ")
        office = find_unit(session, code="PTP", as_of=BEFORE)
        head = letterhead_on(session, unit_id=office.id, day=BEFORE)
        assert head is not None and head.superior == "UBND huyện Quỳ Hợp" and head.symbol == "PTP"
        units_with_head = set(session.scalars(select(Letterhead.unit_id)))
        assert units_with_head == set(session.scalars(select(Signer.unit_id)))


def test_catalogue_criteria_and_outlines_are_loaded(register: UnitOfWork):
    load(register, "quy-hop-2024", Role.HUB)
    with register.read() as session:
        count = dict(
            session.execute(select(Indicator.is_computed, func.count()).group_by(Indicator.is_computed)).all()
        )
        assert count == {False: 92, True: 27}
        targets = select(Indicator.code, Indicator.target).where(Indicator.target.is_not(None))
        assert dict(session.execute(targets).all()) == {
            "HS20": 95,
            "HS24": 100,
            "HL03": 90,
            "SH02": 100,
            "SH04": 100,
        }
        texts = session.scalars(select(Indicator.in_report).where(Indicator.value_type == "text"))
        assert not any(texts)
        codes = {c.code for c in session.scalars(select(CrossCheck))}
        assert {f"X{n}" for n in range(1, 13)} <= codes
        assert session.scalars(select(CriteriaSet.year)).all() == [2023]
        scored = select(func.sum(Criterion.max_points)).where(Criterion.level == "criterion")
        assert session.scalar(scored) == Decimal(100)
        headings = session.execute(select(OutlineHeading.document_kind, OutlineHeading.key)).all()
        assert {tuple(h) for h in headings} == {
            (kind, h.key) for kind, usual in outlines.DEFAULTS.items() for h in usual
        }
        assert session.scalar(select(Catalogue.code)) == "cchc-thang"


def test_known_days_off_are_in_the_calendar(register: UnitOfWork):
    load(register, "cap-xa-2025", Role.HUB)
    with register.read() as session:
        assert not office_calendar(session).is_working_day(date(2026, 1, 2))


def test_periods_of_a_preset_wait_for_the_officers_directive(register: UnitOfWork):
    load(register, "quy-hop-2024", Role.HUB)
    with register.write() as session:
        (rule_id,) = [r.id for r in list_rules(session) if r.frequency == "monthly"]
        made = make_periods(session, rule_id=rule_id, year=2025, clock=clock_at(2025, 1, 2))
        assert len(made.value) == 6  # the district's duty ends with it, on 30/6/2025


def test_a_register_is_set_up_once(register: UnitOfWork):
    load(register, "quy-hop-2024", Role.HUB)
    with pytest.raises(RuleViolation, match="đã được thiết lập"):
        load(register, "quy-hop-2024", Role.HUB)


@pytest.mark.parametrize(
    ("role", "code", "sentence"),
    [
        (Role.REPORTER, None, "Chưa chọn đơn vị"),
        (Role.REPORTER, "99999", "không có đơn vị mang mã “99999”"),
        (Role.REPORTER, "420", "không phải là đơn vị báo cáo"),
        (Role.HUB, "17065", "không phải là cơ quan đầu mối"),
    ],
)
def test_the_own_unit_must_exist_and_fit(register: UnitOfWork, role: Role, code: str | None, sentence: str):
    with pytest.raises(PresetError, match=sentence) as caught:
        load(register, "quy-hop-2024", role, code)
    assert "mã phù hợp" in caught.value.hint
    with register.read() as session:
        assert session.scalars(select(Register.id)).all() == []
        assert session.scalars(select(Unit.id)).all() == []


def test_an_unknown_preset_names_those_there_are():
    with pytest.raises(PresetError, match="Không có bộ mẫu “abc”") as caught:
        find_preset(RESOURCES, "abc")
    assert "quy-hop-2024" in caught.value.hint


def broken(tmp_path: Path, file: str, change: Change) -> Path:
    """Return a copy of the resources in which one file was changed."""
    for folder in ("presets", "catalogue"):
        shutil.copytree(RESOURCES / folder, tmp_path / folder)
    path = tmp_path / file
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def _twice(content: dict[str, Any]) -> None:
    content["units"].append({"code": "PNV", "name": "Phòng Nội vụ khác", "valid_from": "2025-01-01"})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda c: c.pop("name"), "Tệp quy-hop-2024.json: thiếu “name”"),
        (lambda c: c["units"][4].pop("name"), r"units\[5\]: thiếu “name”"),
        (_twice, "mã PNV dùng cho hai đơn vị trong cùng thời gian"),
        (lambda c: c["groups"][0]["members"].append("ABC"), r"groups\[1\]: không có đơn vị mang mã ABC"),
        (lambda c: c["letterheads"][-1].update(group="abc"), "không có nhóm mang mã abc"),
        (lambda c: c["letterheads"][-1].update(place="{noi}"), "“{noi}” nhắc trường không có"),
        (lambda c: c["rules"][0].update(due_day=40), "Ngày 40 không có trong tháng nào"),
        (lambda c: c["rules"][0].update(policy="soon"), "“policy” là “soon”, chỉ nhận legal"),
        (lambda c: c["units"][0].update(valid_to="31/12/2024"), "không phải là ngày"),
        (lambda c: c["units"][5].update(parent="000"), "đơn vị cấp trên 000"),
        (lambda c: c.update(nmae="x"), "không hiểu mục “nmae”"),
        (lambda c: c.update(phrases={"monthly-report": {"abc": ""}}), "không có câu mẫu “abc”"),
        (lambda c: c.update(format="so-cchc/preset/2"), "dạng “so-cchc/preset/2” không đọc được"),
        (lambda c: c.update(catalogue="abc"), "Không đọc được tệp abc.json"),
    ],
)
def test_a_broken_preset_says_what_and_where(tmp_path: Path, change: Change, sentence: str):
    path = broken(tmp_path, "presets/quy-hop-2024.json", change)
    with pytest.raises(PresetError, match=sentence):
        read_preset(path)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda c: c["indicators"][1].update(code="CD01"), "mã CD01 có hai lần"),
        (lambda c: c["indicators"][3].update(formula="CD03/ABC"), "nhắc mã không có: ABC"),
        (lambda c: c["indicators"][3].update(formula="CD04*2"), "công thức quay vòng"),
        (lambda c: c["checks"][0].update(rule="HS08 = = 1"), "không đọc được"),
        (lambda c: c["checks"][0].update(severity="error"), "chỉ nhận block, explain, notice, rule"),
        (lambda c: c["checks"][8].update(rule="lũy kế không giảm"), "không đọc được"),
    ],
)
def test_a_broken_catalogue_is_refused(tmp_path: Path, change: Change, sentence: str):
    with pytest.raises(PresetError, match=sentence):
        read_catalogue(broken(tmp_path, "catalogue/indicators-v1.json", change))


def test_points_that_do_not_add_up_are_refused(tmp_path: Path):
    def change(content: dict[str, Any]) -> None:
        content["criteria"][2]["max_points"] = 9

    with pytest.raises(PresetError, match=r"điểm tối đa của tiêu chí 1\.1 là 4"):
        read_criteria(broken(tmp_path, "catalogue/criteria-2023.json", change))


def test_a_file_that_is_no_json_is_named(tmp_path: Path):
    path = tmp_path / "presets" / "x.json"
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")
    with pytest.raises(PresetError, match=r"Tệp x\.json không phải JSON"):
        read_preset(path)


def test_membership_keeps_the_time_of_the_unit(register: UnitOfWork):
    load(register, "quy-hop-2024", Role.HUB)
    with register.read() as session:
        ends = set(session.scalars(select(UnitGroupMember.valid_to)))
        assert ends == {date(2025, 6, 30)}
        rule = session.scalars(select(ReportingRule).where(ReportingRule.frequency == "monthly")).one()
        assert rule.id == derived_id("rule", "monthly-report", rule.receiver_unit_id or "")
        assert (rule.start_day, rule.due_day, rule.policy.value) == (12, 12, "legal")
