"""Contexts over the offices of the exchange, for tests of its screens."""

from contextlib import contextmanager

from app.ui.context import ChangeBus, Token, UiContext
from app.ui.jobs import JobRunner, ScreenJobs
from tests.offices import Office
from tests.ui.fakes import InlineJobs, RecordingNavigator, ScriptedDialogs


def office_ui(office: Office, *answers: object) -> UiContext:
    """Return a context of doubles over an open office: InlineJobs, ScriptedDialogs, RecordingNavigator."""
    bus = ChangeBus()
    jobs = InlineJobs(office.uow, bus)
    return UiContext(office.services, jobs, ScriptedDialogs(*answers), RecordingNavigator(), bus)


@contextmanager
def live_office(office: Office, faults, *answers: object):
    """Give a context with a real runner; nothing may be left undelivered. The office is open again after."""
    office.uow.close()  # the runner's own thread opens it again
    bus = ChangeBus()
    runner = JobRunner(office.uow, bus, faults)
    jobs = ScreenJobs(runner, Token())
    jobs.maintain(lambda register, job: register.open(), lambda _: None, title="")
    yield UiContext(office.services, jobs, ScriptedDialogs(*answers), RecordingNavigator(), bus)
    runner.shutdown()
    office.uow.open()
    assert faults.errors == [], faults.errors
