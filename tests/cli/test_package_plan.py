"""``package`` with an improvement plan: down, up with the measures, progress in a replacement."""

from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.core.statuses import ReportSubject
from app.models import PlanRow, ReportingRule
from app.services.cycles import make_periods, set_expected
from app.services.plans import PlanRowFields, open_plan, save_plan_row
from app.storage.unit_of_work import UnitOfWork
from tests.cli.test_package import UNIT, Run, imported, package
from tests.cli.test_package import office_templates as office_templates
from tests.cli.test_package import run as run
from tests.cli.test_package import template as template
from tests.cli.test_package import vault as vault
from tests.offices import unit_id_of
from tests.register import ACTOR, FILE, clock_at

JANUARY = clock_at(2024, 1, 16)


def lay_out_plan(hub: Path) -> str:
    """Open the unit's plan with one shortcoming, as the window does; return the name of its rule."""
    with UnitOfWork(hub / FILE, actor=ACTOR) as uow, uow.write() as session:
        subject = ReportSubject.IMPROVEMENT_PLAN
        rule = session.scalars(select(ReportingRule).where(ReportingRule.subject == subject)).one()
        unit = unit_id_of(session, UNIT)
        (period,) = make_periods(session, rule_id=rule.id, year=2024, clock=JANUARY).value
        set_expected(session, period_id=period, unit_ids=(unit,), clock=JANUARY)
        key = open_plan(session, unit_id=unit, year=2024, clock=JANUARY).value
        fields = PlanRowFields(shortcoming="Chậm cập nhật thủ tục")
        save_plan_row(session, plan_id=key, fields=fields, clock=JANUARY)
        return rule.name


def write(commune: Path, **more: object) -> None:
    """Fill in the plan's row, as the window does."""
    clock = clock_at(2024, 1, 30)
    with UnitOfWork(commune / FILE, actor=ACTOR) as uow, uow.write() as session:
        row = session.scalars(select(PlanRow)).one()
        fields = PlanRowFields(shortcoming=row.shortcoming, **more)  # type: ignore[arg-type]
        save_plan_row(session, plan_id=row.plan_id, fields=fields, clock=clock, row_id=row.id)


def row_of(office: Path) -> tuple[object, ...]:
    with UnitOfWork(office / FILE, actor=ACTOR) as uow, uow.read() as session:
        row = session.scalars(select(PlanRow)).one()
        return (row.id, row.shortcoming, row.cause, row.measure, row.due_on, row.progress)


def test_a_plan_goes_down_and_up_by_the_command_line(run: Run, tmp_path: Path) -> None:
    hub, commune, usb = tmp_path / "hub", tmp_path / "xa", tmp_path / "usb"
    rule = lay_out_plan(hub)
    package(run, "hub", (1, 16), "create", "--to", UNIT, "--out", usb)
    assert imported(run, "xa", (1, 17), usb)[0]["verdict"] == "new"
    assert row_of(commune) == row_of(hub)

    told = {"cause": "Thiếu người", "measure": "Giao một cửa", "due_on": date(2024, 6, 30)}
    write(commune, **told)
    seal = ("create", "--report", "2024-01", "--rule", rule, "--approved-by", "Trần Văn Bình", "--out", usb)
    first = package(run, "xa", (1, 30), *seal)
    (took,) = imported(run, "hub", (1, 31), first["file"])
    assert took["verdict"] == "new"
    changed = {(c["label"], c["after"]) for c in took["changes"]}  # type: ignore[attr-defined]
    assert ("dòng 1: nguyên nhân", "Thiếu người") in changed
    assert row_of(hub) == row_of(commune)

    write(commune, **told, progress=40)
    second = package(run, "xa", (2, 20), *seal, "--reason", "Ghi tiến độ")
    (took,) = imported(run, "hub", (2, 21), second["file"])
    assert took["verdict"] == "replacement"
    assert row_of(hub) == row_of(commune)
    assert imported(run, "hub", (2, 22), first["file"])[0]["verdict"] == "duplicate"
    receipt = package(run, "hub", (2, 22), "receipt", "--unit", UNIT, "--out", usb)
    assert imported(run, "xa", (2, 23), receipt["file"])[0]["verdict"] == "new"
