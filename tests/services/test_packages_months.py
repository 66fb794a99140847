"""Two registers live through three months by files alone."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.core.clock import OFFICE_ZONE
from app.core.statuses import ReportResult, ReportState
from app.models import Assignment, ExpectedReport, Package, Submission, SubmissionComment, Task
from app.services.figures import entered_figures
from app.services.packages.codes import message_of
from app.services.packages.making import answer
from app.services.packages.words import SentState
from app.services.queries.cycles import cycle_status
from app.services.queries.periods import find_period
from app.services.submissions import accept_report, return_report
from tests.offices import Office, expected_id, fill_in, hear, seal
from tests.register import clock_at


def result_of(hub: Office, month: str, unit_id: str, day: tuple[int, int]) -> ReportResult:
    clock = clock_at(2024, *day)
    with hub.uow.read() as session:
        period = find_period(session, name=month, as_of=clock.today())
        status = cycle_status(session, period=period, as_of=clock.today())
        return next(r.verdict.result for r in status.reports if r.unit_id == unit_id)


def state_of(office: Office, expected: str) -> ReportState:
    with office.uow.read() as session:
        return session.get_one(ExpectedReport, expected).state


def receipt_to(hub: Office, commune: Office) -> Path:
    return hub.put_out(answer(hub.services, hub.secrets, unit_id=commune.unit_id, year=2024))


def sent_state(commune: Office, sha256: str) -> str:
    with commune.uow.read() as session:
        return session.scalars(select(Package.verdict).where(Package.sha256 == sha256)).one()


def test_the_work_of_the_year_arrives_whole(joined: tuple[Office, Office]) -> None:
    hub, commune = joined
    with hub.uow.read() as session:
        wanted = session.execute(select(Task.id, Task.content)).all()
    with commune.uow.read() as session:
        assert session.execute(select(Task.id, Task.content)).all() == wanted
        given = session.scalars(select(Assignment)).one()
        assert (given.unit_id, given.current_due_on is not None) == (commune.unit_id, True)
        assert len(session.scalars(select(ExpectedReport)).all()) == 12


def test_a_code_in_time_and_a_file_days_later_is_on_time(joined: tuple[Office, Office]) -> None:
    """March: sealed on the 11th, the code read out on the 12th at 23:50, the file comes on the 15th."""
    hub, commune = joined
    march = expected_id(hub, "2024-03", commune.unit_id)
    fill_in(commune.at(clock_at(2024, 3, 11)), march, base=7)
    made = seal(commune.at(clock_at(2024, 3, 11)), march)
    assert state_of(commune, march) is ReportState.SEALED
    moment = datetime(2024, 3, 12, 23, 50, tzinfo=OFFICE_ZONE)
    text = message_of(unit_code="17038", period="2024-03", revision=1, code=str(made.seal_code))
    hear(hub.at(clock_at(2024, 3, 13)), text, moment)
    assert result_of(hub, "2024-03", commune.unit_id, (3, 14)) is ReportResult.ON_TIME

    later = hub.at(clock_at(2024, 3, 15))
    arrived = later.take_in(commune.put_out(made)).files[0]
    assert (arrived.outcome, arrived.reason) == ("new", "")
    with hub.uow.read() as session:
        version = session.scalars(select(Submission)).one()
        assert (version.code_noted_at, version.received_at) == (moment, later.services.clock.now())
    assert result_of(hub, "2024-03", commune.unit_id, (3, 16)) is ReportResult.ON_TIME


def test_three_months_by_files(joined: tuple[Office, Office]) -> None:
    """Returned, replaced, accepted, receipts; one receipt is lost and the next one heals it."""
    hub, commune = joined
    unit = commune.unit_id
    march, april, may = (expected_id(hub, f"2024-0{n}", unit) for n in (3, 4, 5))

    fill_in(commune.at(clock_at(2024, 3, 11)), march, base=7)
    first = seal(commune.at(clock_at(2024, 3, 11)), march)
    day = hub.at(clock_at(2024, 3, 12))
    assert day.take_in(commune.put_out(first)).count("new") == 1
    with day.uow.write() as session:
        return_report(session, expected_id=march, reason="CD12 nhầm", clock=day.services.clock)
        version = session.scalars(select(Submission)).one()
        session.add(
            SubmissionComment(
                submission_id=version.id, subject="CD12", text="Xem lại", created_at=day.services.clock.now()
            )
        )
    receipt = receipt_to(day, commune)
    assert commune.at(clock_at(2024, 3, 13)).take_in(receipt).count("new") == 1
    assert state_of(commune, march) is ReportState.RETURNED
    assert sent_state(commune, first.sha256) == SentState.RETURNED
    with commune.uow.read() as session:
        remark = session.scalars(select(SubmissionComment)).one()
        assert (remark.subject, remark.text) == ("CD12", "Xem lại")

    fill_in(commune.at(clock_at(2024, 3, 14)), march, base=9)
    second = seal(commune.at(clock_at(2024, 3, 14)), march, reason="Sửa CD12")
    arrived = hub.at(clock_at(2024, 3, 15)).take_in(commune.put_out(second)).files[0]
    assert arrived.outcome == "replacement"
    assert [(c.subject, c.before, c.after) for c in arrived.changes] == [("CD12", "7", "9")]
    with hub.uow.write() as session:
        accept_report(session, expected_id=march, clock=clock_at(2024, 3, 15))
    assert result_of(hub, "2024-03", unit, (3, 16)) is ReportResult.ON_TIME  # by the first version
    with hub.uow.read() as session:
        expected = session.get_one(ExpectedReport, march)
        assert entered_figures(session, march, expected.accepted_version)["CD12"].value == 9
    receipt_to(hub.at(clock_at(2024, 3, 16)), commune)  # lost on its way

    fill_in(commune.at(clock_at(2024, 4, 11)), april, base=3)
    third = seal(commune.at(clock_at(2024, 4, 11)), april)
    late = hub.at(clock_at(2024, 4, 15))
    assert late.take_in(commune.put_out(third)).count("new") == 1
    assert result_of(hub, "2024-04", unit, (4, 16)) is ReportResult.LATE
    with late.uow.write() as session:
        accept_report(session, expected_id=april, clock=late.services.clock)

    fill_in(commune.at(clock_at(2024, 5, 11)), may, base=4)
    fourth = seal(commune.at(clock_at(2024, 5, 11)), may)
    day = hub.at(clock_at(2024, 5, 12))
    assert day.take_in(commune.put_out(fourth)).count("new") == 1
    assert commune.at(clock_at(2024, 5, 13)).take_in(receipt_to(day, commune)).count("rejected") == 0
    assert {n: state_of(commune, n) for n in (march, april, may)} == {
        march: ReportState.ACCEPTED,
        april: ReportState.ACCEPTED,
        may: ReportState.RECEIVED,
    }
    assert [sent_state(commune, made.sha256) for made in (second, third, fourth)] == [
        SentState.ACCEPTED,
        SentState.ACCEPTED,
        SentState.RECEIVED,
    ]


def test_an_assignment_with_nothing_new_is_the_same_file(joined: tuple[Office, Office]) -> None:
    from app.services.packages.making import hand_down

    hub, commune = joined
    again = hand_down(hub.at(clock_at(2024, 2, 1)).services, hub.secrets, unit_id=commune.unit_id, year=2024)
    assert again.revision == 1
    assert commune.take_in(hub.put_out(again)).count("duplicate") == 1
