"""The schema that the revisions make is the one that the models describe."""

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.orm import configure_mappers

from app.models import Base
from app.models.base import Versioned
from app.storage import migrate
from app.storage.connection import APPLICATION_ID, schema_version
from app.storage.migrations import HEAD
from tests.register import bare

FOLDER = Path(migrate.__file__).parent / "migrations"


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config)


def test_a_fresh_register_has_exactly_the_tables_of_the_models(register_path: Path) -> None:
    engine = create_engine(f"sqlite:///{register_path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_the_history_has_one_head_and_the_program_knows_it() -> None:
    assert scripts().get_heads() == [HEAD]
    assert int(HEAD) >= 1


def test_every_revision_follows_the_one_before_in_number() -> None:
    numbers = [int(script.revision) for script in scripts().walk_revisions()]
    assert sorted(numbers) == list(range(1, int(HEAD) + 1))


def test_a_fresh_register_says_what_it_is_in_its_header(register_path: Path) -> None:
    assert schema_version(register_path) == int(HEAD)
    with bare(register_path) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (int(HEAD),)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
    assert int.from_bytes(b"CCHC", "big") == APPLICATION_ID


def test_every_constraint_has_a_name_so_that_later_revisions_can_drop_it() -> None:
    unnamed = [
        f"{table.name}: {type(constraint).__name__}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert unnamed == []


def test_nothing_is_ever_deleted_through_a_reference() -> None:
    keys = [key for table in Base.metadata.tables.values() for key in table.foreign_keys]
    assert len(keys) > 50
    assert {key.ondelete for key in keys} == {"RESTRICT"}


def test_every_table_that_people_edit_counts_its_saves() -> None:
    configure_mappers()
    edited = {
        mapper.class_.__tablename__
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Versioned)
    }
    assert {"unit", "directive", "task", "assignment", "figure", "narrative", "score", "plan_row"} <= edited
    for mapper in Base.registry.mappers:
        assert (mapper.version_id_col is not None) == issubclass(mapper.class_, Versioned)


@pytest.mark.parametrize("verb", ["UPDATE audit SET reason = 'x'", "DELETE FROM audit"])
def test_the_journal_refuses_change_and_removal_also_from_other_programs(
    register_path: Path, verb: str
) -> None:
    with bare(register_path) as connection:
        connection.execute(
            "INSERT INTO audit (at, actor, action, subject_kind, subject_id, reason, previous_hash, hash)"
            " VALUES ('2024-03-05', '', 'a', 'k', 'i', '', '0', '1')"
        )
        with pytest.raises(sqlite3.IntegrityError, match="append only"):
            connection.execute(verb)
        assert connection.execute("SELECT reason FROM audit").fetchall() == [("",)]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO unit (id, code, name, short_name, kind, sort_order, valid_from, valid_to, phone, email,"
        " note, is_sample, search_plain, search_exact, row_version)"
        " VALUES ('u', 'A', 'A', '', '', 1, '2024-02-01', '2024-01-01', '', '', '', 0, '', '', 1)",
        "INSERT INTO holiday_exception (day, is_off, reason, source) VALUES (NULL, 1, '', '')",
    ],
)
def test_the_file_itself_refuses_what_cannot_be(register_path: Path, statement: str) -> None:
    with bare(register_path) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)


def test_the_largest_points_fit() -> None:
    assert Decimal("99999999999999.9999") * 10_000 < 2**63
