"""The improvement plan by files: shortcomings down, causes and measures up, progress in a replacement."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.ids import derived_id
from app.core.statuses import ReportSubject
from app.models import Package, PlanRow, ReportingRule
from app.services.cycles import make_periods, set_expected
from app.services.packages.choices import Choice, choose_cells
from app.services.packages.decisions import undo_batch
from app.services.packages.making import hand_down
from app.services.packages.store import PackageStore
from app.services.plans import PlanRowFields, open_plan, save_plan_row
from tests.offices import Office, seal
from tests.register import ACTOR, clock_at

JANUARY, SEALED, CAME = clock_at(2024, 1, 16), clock_at(2024, 1, 30), clock_at(2024, 1, 31)
ROW = PlanRowFields(shortcoming="Chậm cập nhật thủ tục")


@pytest.fixture
def plan(joined: tuple[Office, Office]) -> str:
    """Lay out the year's plan at the hub with one row, hand it down, and return the key of its report."""
    hub, commune = joined
    with hub.uow.write() as session:
        subject = ReportSubject.IMPROVEMENT_PLAN
        rule = session.scalars(select(ReportingRule).where(ReportingRule.subject == subject)).one()
        (period,) = make_periods(session, rule_id=rule.id, year=2024, clock=JANUARY).value
        set_expected(session, period_id=period, unit_ids=(commune.unit_id,), clock=JANUARY)
        key = open_plan(session, unit_id=commune.unit_id, year=2024, clock=JANUARY).value
        save_plan_row(session, plan_id=key, fields=ROW, clock=JANUARY)
    made = hand_down(hub.at(JANUARY).services, hub.secrets, unit_id=commune.unit_id, year=2024)
    assert commune.at(JANUARY).take_in(hub.put_out(made)).count("replacement") == 1
    return derived_id("expected", period, commune.unit_id)


def row_of(office: Office) -> PlanRow:
    with office.uow.read() as session:
        row = session.scalars(select(PlanRow)).one()
        session.expunge_all()
        return row


def write(office: Office, **more: object) -> None:
    row = row_of(office)
    fields = PlanRowFields(shortcoming=row.shortcoming, **more)  # type: ignore[arg-type]
    with office.uow.write() as session:
        save_plan_row(session, plan_id=row.plan_id, fields=fields, clock=SEALED, row_id=row.id)


def sealed_plan(commune: Office, plan: str, *, reason: str = "") -> Path:
    return commune.put_out(seal(commune.at(SEALED), plan, reason=reason))


def test_a_plan_goes_down_and_up_and_its_progress_follows(joined: tuple[Office, Office], plan: str) -> None:
    hub, commune = joined
    assert (row_of(commune).shortcoming, row_of(commune).id) == ("Chậm cập nhật thủ tục", row_of(hub).id)
    write(commune, cause="Thiếu người", measure="Giao một cửa", due_on=date(2024, 6, 30))
    first = sealed_plan(commune, plan)
    arrived = hub.at(CAME).take_in(first).files[0]
    assert (arrived.outcome, arrived.kind, arrived.about) == ("new", "report", "2024-01")
    told = {(c.label, c.before, c.after) for c in arrived.changes}
    assert ("dòng 1: nguyên nhân", "", "Thiếu người") in told
    assert ("dòng 1: thời hạn", "", "30/6/2024") in told
    assert (row_of(hub).measure, row_of(hub).due_on) == ("Giao một cửa", date(2024, 6, 30))

    write(commune, cause="Thiếu người", measure="Giao một cửa", due_on=date(2024, 6, 30), progress=40)
    arrived = hub.at(CAME).take_in(sealed_plan(commune, plan, reason="Ghi tiến độ")).files[0]
    assert arrived.outcome == "replacement"
    assert [(c.label, c.before, c.after) for c in arrived.changes] == [("dòng 1: tiến độ", "", "40")]
    assert row_of(hub).progress == 40
    assert hub.at(CAME).take_in(first).files[0].outcome == "duplicate"


def test_what_the_hub_wrote_into_the_plan_may_stand(joined: tuple[Office, Office], plan: str) -> None:
    hub, commune = joined
    write(hub, cause="Của hub")
    write(commune, cause="Của xã")
    file = sealed_plan(commune, plan)
    subject = f"{row_of(hub).id}/cause"
    conflicts = [c for c in hub.at(CAME).take_in(file, dry_run=True).files[0].changes if c.by_hand]
    assert [(c.subject, c.before, c.after) for c in conflicts] == [(subject, "Của hub", "Của xã")]
    store = PackageStore(hub.services.paths.attachments)
    with hub.uow.write() as session:
        choice = Choice(subject, keep_own=True, reason="Đã thống nhất")
        choose_cells(session, expected_id=plan, choices=[choice], store=store, clock=CAME)
    assert hub.at(CAME).take_in(file).files[0].outcome == "new"
    assert row_of(hub).cause == "Của hub"


def test_what_the_hub_wrote_after_the_first_plan_is_asked_about_and_comes_back(
    joined: tuple[Office, Office], plan: str
) -> None:
    """Into a cell of the first file, and a row of its own: neither is lost when the next file comes."""
    hub, commune = joined
    write(commune, cause="Của xã", measure="Một")
    hub.at(CAME).take_in(sealed_plan(commune, plan))
    write(hub, cause="Hub sửa", measure="Một")
    row = row_of(hub)
    with hub.uow.write() as session:
        fields = PlanRowFields(shortcoming="Hub thêm", cause="Hub thấy")
        added = save_plan_row(session, plan_id=row.plan_id, fields=fields, clock=CAME).value
    write(commune, cause="Của xã", measure="Hai")
    later = hub.at(CAME).take_in(sealed_plan(commune, plan, reason="Sửa giải pháp"))
    (asked,) = [c for c in later.files[0].changes if c.by_hand and c.after]
    assert (asked.label, asked.before, asked.after) == ("dòng 1: nguyên nhân", "Hub sửa", "Của xã")
    assert (asked.who, asked.when) == (ACTOR, SEALED.now())
    assert cells(hub) == {row.id: ("Của xã", "Hai"), added: ("Hub thấy", "")}
    store = PackageStore(hub.services.paths.attachments)
    with hub.uow.write() as session:
        packages = select(Package.batch_id).where(Package.kind == "report").distinct()
        for batch_id in session.scalars(packages).all():
            undo_batch(session, batch_id=str(batch_id), store=store, clock=CAME)
    assert cells(hub) == {row.id: ("Hub sửa", ""), added: ("Hub thấy", "")}


def cells(office: Office) -> dict[str, tuple[str, str]]:
    with office.uow.read() as session:
        return {row.id: (row.cause, row.measure) for row in session.scalars(select(PlanRow))}


def test_undoing_a_plan_gives_the_rows_back(joined: tuple[Office, Office], plan: str) -> None:
    hub, commune = joined
    write(hub, cause="Của hub")
    write(commune, cause="Của xã")
    outcome = hub.at(CAME).take_in(sealed_plan(commune, plan))
    assert row_of(hub).cause == "Của xã"
    store = PackageStore(hub.services.paths.attachments)
    with hub.uow.write() as session:
        undo_batch(session, batch_id=outcome.batch_id, store=store, clock=CAME)
    assert row_of(hub).cause == "Của hub"
