"""Copies rotate, tell what a restore would do, and go to the next officer with everything."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from app.core.clock import OFFICE_ZONE, FixedClock
from app.core.errors import Unavailable
from app.core.progress import NullProgress
from app.core.statuses import Role
from app.models import Register
from app.services.backups import back_up, backups_of, carry_out, preview_restore, restore, rotate_backups
from app.services.context import Services
from app.services.handing_over import prepare_handover, write_handover
from app.services.packages.store import PackageStore
from app.storage.backup import check_copy
from app.storage.unit_of_work import UnitOfWork
from app.system.paths import Paths
from app.system.settings import Settings
from tests.builders import make_unit
from tests.register import TODAY
from tests.sample import SAMPLE_CLOCK


def services_over(uow: UnitOfWork, clock: FixedClock = TODAY) -> Services:
    paths = Paths(uow.path.parent)
    return Services(uow=uow, clock=clock, paths=paths, settings=Settings(paths.preferences))


def on(services: Services, month: int, day: int, hour: int = 9) -> Services:
    return replace(services, clock=FixedClock(datetime(2024, month, day, hour, tzinfo=OFFICE_ZONE)))


@pytest.fixture
def office(register: UnitOfWork) -> Services:
    with register.write() as session:
        session.add(Register(id="r", role=Role.HUB, preset="thử", created_at=TODAY.now()))
        make_unit(session)
    return services_over(register)


def test_old_copies_go_and_those_of_today_and_damaged_ones_stay(office: Services) -> None:
    for day in range(1, 21):
        back_up(on(office, 3, day))
        back_up(on(office, 3, day, 15))
    damaged = backups_of(office)[-1]
    damaged.path.write_bytes(b"x" + damaged.path.read_bytes()[1:])
    assert (
        rotate_backups(on(office, 3, 20)) == 40 - 12 - 1 - 1 - 1
    )  # days, one of today, one old week, damaged
    kept = backups_of(office)
    assert [copy.at[8:13] for copy in kept[:4]] == ["20T15", "20T09", "19T15", "18T15"]
    assert kept[-1].path == damaged.path
    assert rotate_backups(on(office, 3, 20)) == 0


def test_a_restore_is_told_before_it_is_done(office: Services) -> None:
    copy = back_up(office)
    assert preview_restore(office, copy).lines == ()
    with office.uow.write() as session:
        make_unit(session, "CH")
    with office.uow.write() as session:
        session.get_one(Register, "r").preset = "khác"
    lines = {
        line.noun: (line.lost, line.regained, line.changed) for line in preview_restore(office, copy).lines
    }
    assert lines == {"Đơn vị": (1, 0, 0), "Dữ liệu khác": (0, 0, 1)}
    later = back_up(office)
    restore(office, copy.path)
    told = preview_restore(office, later).lines
    assert {line.noun: line.regained for line in told}["Đơn vị"] == 1
    office.uow.close()


def test_a_copy_is_carried_out_with_its_proof(office: Services, tmp_path: Path) -> None:
    copy = back_up(office)
    carried = carry_out(copy, tmp_path / "USB")
    check_copy(carried)
    assert sorted(path.suffix for path in (tmp_path / "USB").iterdir()) == [".db", ".sha256"]
    (tmp_path / "tệp").write_text("")
    with pytest.raises(Unavailable):
        carry_out(copy, tmp_path / "tệp")


def test_the_next_officer_gets_register_attachments_and_record(sample: UnitOfWork, tmp_path: Path) -> None:
    services = services_over(sample, SAMPLE_CLOCK)
    content = b"minh chung"
    digest = sha256(content).hexdigest()
    PackageStore(services.paths.attachments).put(content, digest)
    place = write_handover(services, prepare_handover(services), tmp_path / "USB", NullProgress())
    names = {path.suffix for path in place.iterdir() if path.is_file()}
    assert names == {".db", ".sha256", ".docx", ".pdf"}
    assert [path.name for path in (place / "tep-dinh-kem").rglob("*") if path.is_file()] == [digest]
    check_copy(next(place.glob("*.db")))
