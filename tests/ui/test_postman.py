"""The postman of an open window: mails leave beside it, wait without a network, never double."""

import pytest

from app.core.statuses import MailState
from app.services.outbox import MailFields, queue_mail, take_mail
from app.services.queries.outbox import list_mails
from app.system.mail import STARTTLS, open_line
from app.ui.postman import Postman
from tests.register import clock_at
from tests.services.test_outbox import Vault
from tests.system.smtp_server import PASSWORD, USER, running, trusting
from tests.ui.screens.live import live_ui

CLOCK = clock_at(2024, 3, 12)


@pytest.fixture
def server():
    with running() as server:
        yield server


@pytest.fixture
def live(qapp, register_uow, tmp_path, faults):
    with live_ui(register_uow, tmp_path, faults, CLOCK) as ui:
        yield ui


@pytest.fixture
def postman(qapp, live, server):
    for key, value in {
        "mail.host": "localhost",
        "mail.port": server.port,
        "mail.security": STARTTLS,
        "mail.user": USER,
        "mail.address": "vanthu@example.vn",
    }.items():
        live.services.settings.set(key, value)
    vault = Vault()
    vault.set(f"mail:{USER}@localhost", PASSWORD)
    postman = Postman(
        live, vault, dial=lambda account, password: open_line(account, password, trust=trusting(), seconds=5)
    )
    yield postman
    postman.deleteLater()  # here, not by the collector on the server's thread: it owns timers


def queue(qtbot, ui, *names):
    def work(session, job):
        for name in names:
            mail = MailFields(address=f"{name}@example.vn", subject="Nhắc", body="Kính gửi.")
            done = queue_mail(session, mail=mail, clock=CLOCK)
        return done

    with qtbot.waitSignal(ui.jobs._runner.written):
        ui.jobs.write(work, title="Đưa thư vào hộp")


def states(qtbot, ui):
    found = []
    ui.jobs.read(lambda session, job: list_mails(session), lambda rows: found.extend(rows) or found.append(1))
    qtbot.waitUntil(lambda: bool(found))
    return {row.address.split("@")[0]: row.state for row in found[:-1]}


def settle(qtbot, postman):
    with qtbot.waitSignal(postman.rested, timeout=10_000):
        postman.go()


def test_what_is_queued_leaves_by_itself(qtbot, live, postman, server):
    postman.start()
    qtbot.waitUntil(lambda: postman._timer.isActive())
    queue(qtbot, live, "mot", "hai")
    qtbot.waitUntil(lambda: len(server.mails) == 2, timeout=10_000)
    qtbot.waitUntil(lambda: not postman._is_busy, timeout=10_000)
    assert states(qtbot, live) == {"mot": MailState.SENT, "hai": MailState.SENT}


def test_a_refused_mail_does_not_stop_the_next(qtbot, live, postman, server):
    queue(qtbot, live, "khong-co", "hai")
    settle(qtbot, postman)
    assert states(qtbot, live) == {"khong-co": MailState.REFUSED, "hai": MailState.SENT}


def test_without_a_network_everything_waits(qtbot, live, postman, server):
    queue(qtbot, live, "mot", "hai")
    server.mood = "drop at EHLO"
    settle(qtbot, postman)
    assert set(states(qtbot, live).values()) == {MailState.QUEUED}
    settle(qtbot, postman)  # nothing is due before its minute is over
    assert server.talk == ["EHLO"]


def test_a_line_cut_after_the_content_asks_and_ends_the_round(qtbot, live, postman, server):
    queue(qtbot, live, "mot", "hai")
    server.mood = "drop after content"
    settle(qtbot, postman)
    assert set(states(qtbot, live).values()) == {MailState.UNSURE, MailState.QUEUED}
    assert len(server.mails) == 1


def test_a_mail_cut_off_by_the_end_of_the_program_is_asked_about_at_the_start(qtbot, live, postman, server):
    queue(qtbot, live, "mot")
    keys = []
    live.jobs.read(lambda session, job: list_mails(session)[0].id, keys.append)
    qtbot.waitUntil(lambda: bool(keys))
    with qtbot.waitSignal(live.jobs._runner.written):
        live.jobs.write(lambda session, job: take_mail(session, mail_id=keys[0], clock=CLOCK), title="x")
    postman.start()
    qtbot.waitUntil(lambda: bool(live.navigator.warned))
    assert "1 thư đang gửi dở" in live.navigator.warned[0]
    live.navigator.actions[-1]()
    assert live.navigator.opened == [("outbox", {})]
    assert states(qtbot, live) == {"mot": MailState.UNSURE}
    assert server.mails == []


def test_without_an_account_nobody_dials(qtbot, live, postman, server):
    live.services.settings.set("mail.host", "")
    queue(qtbot, live, "mot")
    postman.go()
    assert not postman._is_busy and server.talk == []


def test_a_password_that_is_gone_keeps_the_mail_and_says_so(qtbot, live, postman, server):
    postman._secrets = Vault()
    queue(qtbot, live, "mot")
    settle(qtbot, postman)
    assert states(qtbot, live) == {"mot": MailState.QUEUED}
    assert server.talk == []
