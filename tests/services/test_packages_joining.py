"""A hub that knows a commune by a key of its own: asked once, joined, or a hard stop."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.core.errors import RuleViolation
from app.core.ids import new_id
from app.models import Audit, ExpectedReport, Figure, Package, ReportingRule, Unit
from app.services.audit import first_broken_link
from app.services.cycles import make_periods, monthly_rule, set_expected
from app.services.packages.arrivals import Arrived
from app.services.packages.batch import desk_for
from app.services.packages.decisions import join_registers, retry_waiting
from app.services.packages.keys import own_register
from app.services.packages.making import hand_down
from app.services.units import UnitFields, save_unit
from app.storage.rekeying import give_keys
from tests.apart import CODE, NAME, call, sent_down
from tests.offices import (
    JANUARY,
    SEALED_ON,
    Office,
    expected_id,
    fill_in,
    seal,
)

MARCH = "2024-03"


def arrive(office: Office, path: Path) -> Arrived:
    return office.take_in(path).files[0]


def joined(office: Office, arrived: Arrived) -> tuple[Office, Arrived]:
    """Confirm that a package means the office; return it under its new key."""
    desk = desk_for(office.services, office.secrets)
    with office.uow.write() as session:
        answer = join_registers(session, package_id=arrived.id, desk=desk).value
        return replace(office, unit_id=str(own_register(session).own_unit_id)), answer


def test_the_same_code_is_asked_once_and_nothing_changes_before(
    apart_hub: Office, apart_commune: Office
) -> None:
    hub, commune = apart_hub, apart_commune
    arrived = arrive(commune, sent_down(hub))
    assert (arrived.outcome, arrived.code, arrived.verdict) == ("rejected", "E-PKG-12", "waiting")
    assert "UBND xã Thử Nghiệm (mã 99001); sổ này là của Xã Thử Nghiệm" in arrived.reason
    assert len(arrived.reason) <= 300
    with commune.uow.read() as session:
        assert own_register(session).own_unit_id == commune.unit_id
        assert session.scalar(select(func.count()).select_from(ExpectedReport)) == 0


def test_joined_registers_go_on_by_files_as_if_made_together(
    apart_hub: Office, apart_commune: Office
) -> None:
    hub, commune = apart_hub, apart_commune
    commune, answer = joined(commune, arrive(commune, sent_down(hub)))
    assert answer.outcome == "new"
    with hub.uow.read() as session:
        assert session.scalars(select(Unit.code).where(Unit.id == commune.unit_id)).one() == CODE
    march = expected_id(hub, MARCH, commune.unit_id)
    later = commune.at(SEALED_ON)
    fill_in(later, march, base=5)
    report = arrive(hub.at(SEALED_ON), later.put_out(seal(later, march)))
    assert (report.outcome, report.unit_code) == ("new", CODE)
    with commune.uow.read() as session:
        assert first_broken_link(session) is None
        assert session.scalars(select(Audit.action).where(Audit.action == "unit.join")).all() == ["unit.join"]
    assert arrive(commune, sent_down(hub)).outcome == "replacement"


def test_another_code_joins_by_name_with_its_level(apart_hub: Office, apart_commune: Office) -> None:
    hub, commune = apart_hub, apart_commune
    call(commune, "00777", "Xã thử  nghiệm")
    commune, answer = joined(commune, arrive(commune, sent_down(hub)))
    assert answer.outcome == "new"


@pytest.mark.parametrize("name", ["Phường Thử Nghiệm", "Xã Thứ Nghiệm", "Xã Thử Nghiệm Hai"])
def test_another_code_and_another_name_or_level_is_a_hard_stop(
    apart_hub: Office, apart_commune: Office, name: str
) -> None:
    hub, commune = apart_hub, apart_commune
    call(commune, "00777", name)
    arrived = arrive(commune, sent_down(hub))
    assert (arrived.outcome, arrived.code, arrived.id) == ("rejected", "E-PKG-04", "")
    assert arrived.reason.startswith(f"Gói này dành cho {NAME}, sổ này là của {name}.")


def test_a_hub_under_another_key_is_joined_with_it_and_its_rules_stay_one(
    apart_hub: Office, apart_commune: Office
) -> None:
    hub, commune = apart_hub, apart_commune
    with commune.uow.write() as session:
        give_keys(session, Unit, {hub.unit_id: new_id()})
        rules = {rule: new_id() for rule in session.scalars(select(ReportingRule.id))}
        give_keys(session, ReportingRule, rules)
    commune, answer = joined(commune, arrive(commune, sent_down(hub)))
    assert (answer.outcome, answer.unit_id) == ("new", hub.unit_id)
    with commune.uow.read() as session:
        assert session.scalar(select(func.count()).select_from(ReportingRule)) == len(rules)


def test_a_hub_that_the_register_does_not_have_is_a_hard_stop(
    apart_hub: Office, apart_commune: Office
) -> None:
    hub, commune = apart_hub, apart_commune
    with commune.uow.write() as session:
        give_keys(session, Unit, {hub.unit_id: new_id()})
        for unit in session.scalars(select(Unit).where(Unit.id != commune.unit_id)):
            unit.code, unit.name, unit.short_name = f"K{unit.code}", f"Khác {unit.name}", ""
    assert arrive(commune, sent_down(hub)).code == "E-PKG-04"


def test_figures_that_were_there_before_are_kept_under_the_new_keys(
    apart_hub: Office, apart_commune: Office
) -> None:
    hub, commune = apart_hub, apart_commune
    with commune.uow.write() as session:
        rule = monthly_rule(session, JANUARY.today().replace(month=3))
        for period in make_periods(session, rule_id=rule.id, year=2024, clock=JANUARY).value:
            set_expected(session, period_id=period, unit_ids=(commune.unit_id,), clock=JANUARY)
    fill_in(commune, expected_id(commune, MARCH, commune.unit_id), base=9)
    commune, answer = joined(commune, arrive(commune, sent_down(hub)))
    assert answer.outcome == "new"
    march = expected_id(hub, MARCH, commune.unit_id)
    with commune.uow.read() as session:
        kept = select(Figure.value).where(Figure.expected_report_id == march, Figure.indicator_code == "CD12")
        assert session.scalars(kept).one() == 9
        periods = select(ExpectedReport.period_id).where(ExpectedReport.unit_id == commune.unit_id)
        assert len(set(session.scalars(periods))) == len(session.scalars(periods).all())


def test_after_the_first_package_a_stranger_is_a_hard_stop(apart_hub: Office, apart_commune: Office) -> None:
    hub, commune = apart_hub, apart_commune
    first = arrive(commune, sent_down(hub))
    commune, _ = joined(commune, first)
    with hub.uow.write() as session:
        other = save_unit(session, fields=UnitFields(code="99002", name=NAME), clock=JANUARY).value
    made = hand_down(hub.services, hub.secrets, unit_id=other, year=2024)
    assert arrive(commune, hub.put_out(made)).code == "E-PKG-04"
    with pytest.raises(RuleViolation, match="không còn chờ xử lý"):
        joined(commune, first)


def test_a_kept_package_is_not_taken_in_without_the_answer(apart_hub: Office, apart_commune: Office) -> None:
    hub, commune = apart_hub, apart_commune
    arrived = arrive(commune, sent_down(hub))
    desk = desk_for(commune.services, commune.secrets)
    with commune.uow.write() as session:
        (again,) = retry_waiting(session, unit_id=None, desk=desk).value
        assert (again.outcome, again.code) == ("rejected", "E-PKG-12")
        assert session.get_one(Package, arrived.id).verdict == "waiting"
    call(commune, "00777", "Xã Khác Hẳn")
    with pytest.raises(RuleViolation, match="không khớp với đơn vị của sổ này"):
        joined(commune, arrived)
