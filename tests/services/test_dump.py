"""The register as canonical JSON, and its digest."""

import json
from pathlib import Path

from app.models import Unit
from app.models.audit import Draft
from app.services.dump import dump_register, state_digest
from app.storage.unit_of_work import UnitOfWork
from tests.builders import make_march, make_unit, make_units
from tests.register import TODAY


def digest(register: UnitOfWork) -> str:
    with register.read() as session:
        return state_digest(session)


def test_the_dump_is_one_json_object_with_every_table_of_the_work(register: UnitOfWork) -> None:
    with register.write() as session:
        make_march(session, *make_units(session, "A", "B"))
    with register.read() as session:
        dump = json.loads("".join(dump_register(session)))
    assert len(dump["tables"]["unit"]) == 2
    assert len(dump["tables"]["period"]) == 12
    assert dump["tables"]["unit"][0].keys().isdisjoint({"row_version", "search_plain"})
    assert {"audit", "draft", "alembic_version"}.isdisjoint(dump["tables"])


def test_the_digest_follows_the_work_and_nothing_else(register: UnitOfWork) -> None:
    with register.write() as session:
        unit_id = make_unit(session)
    before = digest(register)
    with register.write() as session:
        session.add(Draft(key="a", payload={}, saved_at=TODAY.now()))
    assert digest(register) == before
    with register.write() as session:
        session.get_one(Unit, unit_id).phone = "0238"
    changed = digest(register)
    assert changed != before
    with register.write() as session:
        session.get_one(Unit, unit_id).phone = ""
    assert digest(register) == before


def test_the_digest_survives_closing_and_compacting(register_path: Path) -> None:
    with UnitOfWork(register_path) as register:
        with register.write() as session:
            make_march(session, make_unit(session))
        before = digest(register)
        register.connection.execute("VACUUM")
    with UnitOfWork(register_path) as register:
        assert digest(register) == before
