"""A context with a real job runner over an open register, for tests of whole screens."""

from contextlib import contextmanager

from app.ui.context import ChangeBus, Token, UiContext
from app.ui.jobs import JobRunner, ScreenJobs
from tests.ui.fakes import RecordingNavigator, ScriptedDialogs, make_services


@contextmanager
def live_ui(uow, folder, faults, clock, *answers):
    """Give the context; afterwards nothing may be left that could not be delivered."""
    uow.close()  # the runner's own thread opens it again
    bus = ChangeBus()
    runner = JobRunner(uow, bus, faults)
    jobs = ScreenJobs(runner, Token())
    jobs.maintain(lambda register, job: register.open(), lambda _: None, title="")
    services = make_services(folder, uow, clock)
    yield UiContext(services, jobs, ScriptedDialogs(*answers), RecordingNavigator(), bus)
    runner.shutdown()
    assert faults.errors == []
