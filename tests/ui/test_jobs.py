"""The job runner: answers on the main thread, in order, to views that still live."""

import threading

import pytest

from app.core.changes import Changes, Done
from app.core.errors import Cancelled, RuleViolation, Unavailable
from app.ui.context import Token
from app.ui.jobs import GarbageTimer, JobRunner, ScreenJobs

TASKS = Changes(tasks=True)


def test_a_read_answers_on_the_main_thread_from_a_thread_of_its_own(qtbot, jobs, uow):
    answers = []
    jobs.read(
        lambda session, job: threading.current_thread().name,
        lambda name: answers.append((name, threading.current_thread() is threading.main_thread())),
    )
    qtbot.waitUntil(lambda: bool(answers))
    assert answers[0][0].startswith("database")
    assert answers[0][1]
    assert uow.ends == [("read", "end")]


def test_rows_reads_without_a_session(qtbot, jobs, uow):
    uow.answer = [("a", 1)]
    answers = []
    jobs.rows(lambda rows: rows("SELECT 1"), answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [[("a", 1)]]
    assert uow.ends == []


def test_a_write_commits_then_answers_then_tells_the_bus_who_did_it(qtbot, jobs, uow, bus, token, runner):
    heard = []
    bus.subscribe(lambda changes, who: heard.append((changes, who)))
    with qtbot.waitSignal(runner.written):
        jobs.write(
            lambda session, job: Done("id", TASKS), lambda value: heard.append(value), title="Đang cất"
        )
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == ["id", (TASKS, token)]
    assert uow.ends == [("write", "commit")]


def test_a_failed_write_rolls_back_and_the_view_hears_why(qtbot, jobs, uow, faults):
    def work(session, job):
        raise RuleViolation("Kỳ đã khóa.", hint="Mở khóa kỳ trước.")

    refused = []
    jobs.write(work, failed=refused.append, title="Đang cất")
    qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].message == "Kỳ đã khóa."
    assert uow.ends == [("write", "rollback")]
    assert faults.errors == []


def test_a_failure_that_the_view_passes_on_is_shown_by_the_program(qtbot, jobs, faults):
    def work(session, job):
        raise RuleViolation("Kỳ đã khóa.")

    jobs.read(work, lambda _: None, lambda error: False)
    qtbot.waitUntil(lambda: bool(faults.errors))


def test_a_bug_is_never_given_to_the_view(qtbot, jobs, faults):
    refused = []
    jobs.compute(lambda job: 1 // 0, lambda _: None, refused.append)
    qtbot.waitUntil(lambda: bool(faults.errors))
    assert isinstance(faults.errors[0], ZeroDivisionError)
    assert refused == []


def test_a_bug_in_an_answer_does_not_lose_the_next_answer(qtbot, jobs, faults):
    answers = []
    jobs.read(lambda session, job: 1, lambda value: value // 0)
    jobs.read(lambda session, job: 2, answers.append)
    qtbot.waitUntil(lambda: answers == [2])
    assert isinstance(faults.errors[0], ZeroDivisionError)


def test_what_the_machine_refused_can_be_tried_again(qtbot, jobs, faults):
    tries = []

    def work(job):
        tries.append(1)
        if len(tries) == 1:
            raise Unavailable("Tệp đang mở.", hint="Đóng Word.")
        return "xong"

    answers = []
    jobs.compute(work, answers.append, title="Đang xuất")
    qtbot.waitUntil(lambda: bool(faults.retries))
    faults.retries[0]()
    qtbot.waitUntil(lambda: answers == ["xong"])


def test_two_hundred_jobs_are_answered_in_their_order(qtbot, jobs):
    answers = []
    for number in range(200):
        run = jobs.read if number % 2 else lambda work, done: jobs.write(work, done, title="")
        make = (lambda n: lambda s, j: n) if number % 2 else (lambda n: lambda s, j: Done(n, TASKS))
        run(make(number), answers.append)
    qtbot.waitUntil(lambda: len(answers) == 200)
    assert answers == list(range(200))


def test_results_for_a_closed_view_are_dropped_but_its_write_is_done(qtbot, jobs, uow, bus, token):
    gate, heard, answers = threading.Event(), [], []
    bus.subscribe(lambda changes, who: heard.append(changes))

    def work(session, job):
        gate.wait(5)
        return Done(1, TASKS)

    jobs.write(work, answers.append, title="Đang cất")
    token.void()
    gate.set()
    qtbot.waitUntil(lambda: bool(heard))
    assert answers == []
    assert uow.ends == [("write", "commit")]


def test_progress_reaches_the_status_line_at_most_ten_times_a_second(qtbot, jobs, runner):
    seen, gate, answers = [], threading.Event(), []
    runner.activity_changed.connect(lambda: seen.append(runner.activity))

    def work(job):
        for step in range(1000):
            job.report(step, 1000, f"Dòng {step}")
        gate.wait(5)
        return "xong"

    jobs.compute(work, answers.append, title="Đang đọc", cancellable=True)
    qtbot.waitUntil(lambda: any(a is not None and a.total == 1000 for a in seen))
    gate.set()
    qtbot.waitUntil(lambda: answers == ["xong"])
    assert len(seen) < 20
    assert seen[-1] is None
    assert any(a is not None and a.title == "Đang đọc" and a.stop is not None for a in seen)


def test_stopping_a_write_rolls_it_back_and_says_nothing(qtbot, jobs, uow, faults, runner):
    started, answers = threading.Event(), []

    def work(session, job):
        started.set()
        while True:
            job.report(1, 2)

    ticket = jobs.write(work, answers.append, answers.append, title="Đang nhập", cancellable=True)
    assert started.wait(5)
    ticket.cancel()
    qtbot.waitUntil(lambda: not runner.is_busy)
    assert uow.ends == [("write", "rollback")]
    assert answers == []
    assert faults.errors == []


def test_a_write_stopped_after_its_last_step_is_rolled_back_too(qtbot, jobs, uow, runner):
    tickets = []

    def work(session, job):
        tickets[0].cancel()
        return Done(1, TASKS)

    gate = threading.Event()
    jobs.read(lambda s, j: gate.wait(5), lambda _: None)
    tickets.append(jobs.write(work, title="Đang nhập", cancellable=True))
    gate.set()
    qtbot.waitUntil(lambda: not runner.is_busy)
    assert ("write", "rollback") in uow.ends


def test_a_job_stopped_while_it_waits_never_runs(qtbot, jobs, uow, runner):
    gate, ran = threading.Event(), []
    jobs.read(lambda s, j: gate.wait(5), lambda _: None)
    jobs.read(lambda s, j: ran.append(1), lambda _: None).cancel()
    gate.set()
    qtbot.waitUntil(lambda: not runner.is_busy)
    assert ran == []


def test_finished_answers_are_delivered_before_a_write_starts(qtbot, jobs, runner):
    answers, finished = [], threading.Event()
    jobs.read(lambda s, j: 1, answers.append)
    jobs.read(lambda s, j: finished.set(), lambda _: None)
    assert finished.wait(5)
    assert answers == []
    jobs.write(lambda s, j: Done(2, TASKS), title="Đang cất")
    assert answers == [1]
    qtbot.waitUntil(lambda: not runner.is_busy)


def test_a_rehearsal_and_maintenance_run_on_the_database_thread(qtbot, jobs, uow):
    answers = []
    jobs.rehearse(lambda session, job: "thử", answers.append, title="Đang chạy thử")
    jobs.maintain(lambda register, job: register is uow, answers.append, title="Đang sao lưu")
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers == ["thử", True]
    assert uow.ends == [("rehearse", "rollback")]


def test_closing_during_a_job_stops_it_waits_and_closes_the_register(qapp, uow, bus, faults):
    runner = JobRunner(uow, bus, faults)
    started, answers = threading.Event(), []

    def work(session, job):
        started.set()
        while True:
            job.report(1, 2)

    jobs = ScreenJobs(runner, Token())
    jobs.write(work, answers.append, title="Đang nhập", cancellable=True)
    assert started.wait(5)
    runner.shutdown()
    assert uow.ends == [("write", "rollback")]
    assert uow.is_closed
    assert len(uow.threads) == 1
    assert answers == []
    jobs.read(lambda s, j: answers.append(1), answers.append)
    assert answers == []


def test_closing_lets_a_write_that_may_not_be_cut_finish(qapp, uow, bus, faults):
    runner = JobRunner(uow, bus, faults)
    ScreenJobs(runner, Token()).write(lambda s, j: Done(1, TASKS), title="Đang cất")
    assert runner.is_writing
    runner.shutdown()
    assert uow.ends == [("write", "commit")]


def test_a_worker_never_destroys_what_a_job_held(qtbot, jobs, runner, faults):
    """The last reference to a widget in a closure must die on the main thread."""
    died_on = []

    class Widget:
        def __del__(self):
            died_on.append(threading.current_thread() is threading.main_thread())

    def start():
        widget = Widget()
        jobs.read(lambda s, j: bool(widget), lambda _: None)
        jobs.compute(lambda j: widget is None or 1 // 0, lambda _: None)

    for _ in range(50):
        start()
    qtbot.waitUntil(lambda: not runner.is_busy)
    assert len(faults.errors) == 50
    faults.errors.clear()  # each held the frames of its job
    qtbot.waitUntil(lambda: len(died_on) == 50)
    assert all(died_on)


def test_a_real_register_is_opened_used_and_closed_on_one_thread(qtbot, register_uow, bus, faults):
    runner = JobRunner(register_uow, bus, faults)
    jobs, answers = ScreenJobs(runner, Token()), []
    jobs.rows(lambda rows: rows("SELECT count(*) FROM task"), answers.append)
    jobs.read(lambda session, job: session.in_transaction(), answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2)
    runner.shutdown()
    assert faults.errors == []
    assert answers[0][0][0] == 0


def test_garbage_is_collected_by_the_main_thread_only(qapp):
    import gc

    timer = GarbageTimer()
    try:
        assert not gc.isenabled()
    finally:
        timer.stop()
    assert gc.isenabled()


def test_cancelled_work_is_silent(qtbot, jobs, runner, faults):
    def work(job):
        raise Cancelled

    refused = []
    jobs.compute(work, refused.append, refused.append)
    qtbot.waitUntil(lambda: not runner.is_busy)
    assert refused == faults.errors == []


@pytest.mark.parametrize("kind", ["read", "rehearse"])
def test_a_refused_read_of_a_closed_view_is_silent(qtbot, jobs, runner, token, faults, kind):
    def work(session, job):
        raise RuleViolation("Không có.")

    jobs.read(work, lambda _: None)
    token.void()
    qtbot.waitUntil(lambda: not runner.is_busy)
    assert faults.errors == []
