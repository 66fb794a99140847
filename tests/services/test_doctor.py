"""The doctor sees what is wrong with a register, and says nothing against a sound one."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.core.errors import Unavailable
from app.models import Attachment, Audit, EvidenceLink
from app.services.backups import back_up, backups_of, failed_backups, find_backup, restore
from app.services.context import Services
from app.services.doctor import check_register
from app.services.dump import dump_register, state_digest
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths
from app.system.settings import Settings
from tests.builders import make_unit
from tests.register import TODAY, bare, clock_at


class Vault:
    """A vault that is or is not there."""

    def __init__(self, *, secure: bool) -> None:
        self.secure = secure

    def is_secure(self) -> bool:
        return self.secure

    def get(self, name: str) -> str | None:
        return None

    def set(self, name: str, value: str) -> None:
        raise Unavailable("")

    def delete(self, name: str) -> None:
        pass


@pytest.fixture
def services(register: UnitOfWork, register_path: Path) -> Services:
    with register.write() as session:
        make_unit(session)
    paths = Paths(register_path.parent)
    return Services(uow=register, clock=TODAY, paths=paths, settings=Settings(paths.preferences))


def faults(services: Services) -> set[str]:
    return {c.name for c in check_register(services, Vault(secure=False)).checks if not c.ok}


def test_a_sound_register_passes(services: Services) -> None:
    diagnosis = check_register(services, Vault(secure=True))
    assert diagnosis.ok
    with services.uow.read() as session:
        assert diagnosis.digest == state_digest(session)
    names = [check.name for check in diagnosis.checks]
    assert len(names) == len(set(names)) == 11


def test_a_changed_journal_is_seen(services: Services) -> None:
    with services.uow.write() as session:
        for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f"DROP TRIGGER {name}"))
        session.execute(text("UPDATE audit SET reason = 'khác'"))
    assert faults(services) == {"journal"}
    with services.uow.write() as session:
        session.execute(text("UPDATE audit SET reason = ''"))
    assert faults(services) == set()


def test_attachments_are_held_against_their_names(services: Services) -> None:
    content = b"anh"
    digest = hashlib.sha256(content).hexdigest()
    with services.uow.write() as session:
        session.add(Attachment(sha256=digest, name="a", media_type="x", size=3, added_at=TODAY.now()))
    assert faults(services) == {"attachments"}
    services.paths.attachments.mkdir()
    (services.paths.attachments / digest).write_bytes(content)
    assert faults(services) == set()
    (services.paths.attachments / digest).write_bytes(b"khac")
    assert faults(services) == {"attachments"}


def test_a_proof_of_nothing_and_a_clock_gone_back_are_seen(services: Services) -> None:
    with services.uow.write() as session:
        session.execute(
            text(
                "INSERT INTO evidence (id, description, document_number, created_at) "
                "VALUES ('e', 'd', '', '2024-01-01')"
            )
        )
        session.add(EvidenceLink(evidence_id="e", subject_kind="assignment", subject_id="gone"))
    earlier = Services(
        uow=services.uow, clock=clock_at(2024, 3, 4), paths=services.paths, settings=services.settings
    )
    assert faults(earlier) == {"links", "clock"}


def test_the_digest_is_of_the_work_only(services: Services) -> None:
    with services.uow.write() as session:
        before = state_digest(session)
        session.execute(text("UPDATE unit SET row_version = 9, search_plain = 'x'"))
        session.execute(text("INSERT INTO draft (key, payload, saved_at) VALUES ('a', '{}', '2024-01-01')"))
        assert state_digest(session) == before
        session.execute(text("UPDATE unit SET phone = '1'"))
        assert state_digest(session) != before
        assert "".join(dump_register(session)).count('"assignment":[]') == 1


def test_a_register_comes_back_as_it_was(services: Services) -> None:
    with services.uow.read() as session:
        before = state_digest(session)
    made = back_up(services)
    with services.uow.write() as session:
        make_unit(session, "MỚI")
    kept = restore(services, find_backup(services, ""))
    assert kept is not None
    with services.uow.read() as session:
        assert state_digest(session) == before
        assert session.scalars(select(Audit.action).order_by(Audit.seq.desc())).first() == "register.restore"
    assert [backup.number for backup in backups_of(services)] == [2, 1]
    assert failed_backups(services) == ()
    assert find_backup(services, "1") == made.path == find_backup(services, made.path.name)


def test_a_backup_of_something_else_is_refused(services: Services, tmp_path: Path) -> None:
    other = tmp_path / "khác.db"
    with bare(other) as connection:
        connection.execute("CREATE TABLE a (b)")
    with services.uow.read() as session:
        before = state_digest(session)
    with pytest.raises(Unavailable):
        restore(services, other)
    with services.uow.read() as session:
        assert state_digest(session) == before
