"""Codes that were heard against files that come: shown, never resolved silently, and none can be borrowed."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import RuleViolation
from app.exchange.package_file import read_package
from app.models import Submission
from app.services.packages import decisions
from app.services.packages.codes import note_code
from app.services.packages.store import PackageStore
from app.services.packages.words import PackageVerdict
from tests.arrived_files import CAME_ON, again, figure, remade, taken
from tests.offices import SEALED_ON, Office


@pytest.fixture
def joined(sealed: tuple[Office, Office]) -> tuple[Office, Office]:
    """Give a hub and a commune that has sealed its report of March."""
    return sealed


def test_a_code_and_a_file_that_differ_are_shown_and_wait(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = joined
    store = PackageStore(hub.services.paths.attachments)
    second = again(commune, march, base=8)
    code = read_package(first.read_bytes()).manifest.seal_code or ""
    with hub.uow.write() as session:
        note_code(session, expected_id=march, code=code, noted_at=CAME_ON.now(), store=store, clock=CAME_ON)
    arrived = taken(hub, second)
    assert (arrived.outcome, arrived.verdict) == ("rejected", PackageVerdict.MISMATCH)
    assert arrived.reason.startswith("Mã đã báo là ")
    assert "nhưng mã của tệp là" in arrived.reason
    assert figure(hub, march) is None
    taken(hub, first)  # the file that was heard of explains the code; the newer one then counts
    assert figure(hub, march) == 8


def test_a_person_may_let_the_file_stand_against_the_code(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = joined
    store = PackageStore(hub.services.paths.attachments)
    second = again(commune, march, base=8)
    code = read_package(first.read_bytes()).manifest.seal_code or ""
    with hub.uow.write() as session:
        note_code(session, expected_id=march, code=code, noted_at=CAME_ON.now(), store=store, clock=CAME_ON)
    arrived = taken(hub, second)
    with hub.uow.write() as session:
        decisions.choose_file(
            session, package_id=arrived.id, reason="Xã xác nhận", store=store, clock=CAME_ON
        )
    assert figure(hub, march) == 8


def test_a_file_cannot_borrow_a_code(joined: tuple[Office, Office], march: str, first: Path) -> None:
    hub, commune = joined
    store = PackageStore(hub.services.paths.attachments)
    code = read_package(first.read_bytes()).manifest.seal_code or ""
    with hub.uow.write() as session:
        note_code(session, expected_id=march, code=code, noted_at=CAME_ON.now(), store=store, clock=CAME_ON)
    forged = remade(commune, first, change=lambda data: data.replace(b'"value":"7"', b'"value":"70"'))
    arrived = taken(hub, forged)
    assert (arrived.outcome, arrived.code) == ("rejected", "E-PKG-06")
    assert "nội dung cho mã" in arrived.reason
    assert figure(hub, march) is None


def test_a_code_against_the_file_that_is_here_must_be_its_code(
    joined: tuple[Office, Office], march: str, first: Path
) -> None:
    hub, commune = joined
    taken(hub, first)
    second = again(commune, march, base=8)
    store = PackageStore(hub.services.paths.attachments)
    wrong = read_package(second.read_bytes()).manifest.seal_code or ""
    with hub.uow.write() as session, pytest.raises(RuleViolation, match="khác mã"):
        note_code(session, expected_id=march, code=wrong, noted_at=CAME_ON.now(), store=store, clock=CAME_ON)
    right = read_package(first.read_bytes()).manifest.seal_code or ""
    with hub.uow.write() as session:
        note_code(
            session, expected_id=march, code=right, noted_at=SEALED_ON.now(), store=store, clock=CAME_ON
        )
    with hub.uow.read() as session:
        assert session.scalars(select(Submission.code_noted_at)).one() == SEALED_ON.now()
