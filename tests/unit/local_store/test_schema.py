"""The schema: rebuilt and compared, every table classed, newer ones refused unharmed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.domain.retention import DataClass
from app.errors import Bug, EnvironmentFault
from local_store import schema
from local_store.connection import Connection, open_keyed, value
from local_store.ends import OWN_VERDICT

KEY = b"k" * 32


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    con = open_keyed(tmp_path / "x.db", KEY)
    yield con
    con.close()


def test_migrating_from_nothing_gives_the_committed_snapshot(con: Connection) -> None:
    assert schema.migrate(con) == schema.steps()[-1][0]
    assert schema.snapshot(con) == schema.SNAPSHOT.read_text("utf-8")
    assert schema.migrate(con) == schema.steps()[-1][0]


def tables(con: Connection) -> set[str]:
    return {row[0] for row in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def unclassed(con: Connection) -> set[str]:
    return tables(con) ^ {row[0] for row in con.execute("SELECT table_name FROM table_class")}


def test_every_table_names_its_data_class(con: Connection) -> None:
    schema.migrate(con)
    assert unclassed(con) == set()
    con.execute("CREATE TABLE forgotten (name TEXT)")
    assert unclassed(con) == {"forgotten"}


def test_a_class_is_a_real_one_or_says_why_there_is_none(con: Connection) -> None:
    schema.migrate(con)
    for table, data_class, verdict, why in con.execute("SELECT * FROM table_class").fetchall():
        if data_class == "none":
            assert why, table
        else:
            assert DataClass(data_class), table
        if verdict != "own":
            assert why, table


def test_tables_with_a_verdict_of_their_own_carry_its_columns(con: Connection) -> None:
    schema.migrate(con)
    own = con.execute("SELECT table_name, data_class FROM table_class WHERE verdict = 'own'").fetchall()
    assert {(table, DataClass(name)) for table, name in own} == set(OWN_VERDICT.items())
    for table, _ in own:
        columns = {row[1] for row in con.execute(f"PRAGMA table_info({table})")}
        assert {"basis_at", "held", "restricted", "expires_at"} <= columns, table
        assert "campaign_id" in columns, table


def test_steps_are_numbered_without_gap() -> None:
    assert [number for number, _ in schema.steps()] == list(range(1, len(schema.steps()) + 1))
    assert all(re.match(r"\d{4}_\w+\.sql$", path.name) for path in schema.FOLDER.glob("*.sql"))


def test_a_newer_database_is_refused_and_left_as_it_is(con: Connection, tmp_path: Path) -> None:
    schema.migrate(con)
    con.execute("PRAGMA user_version = 99")
    con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (tmp_path / "x.db").read_bytes()
    with pytest.raises(EnvironmentFault) as caught:
        schema.migrate(con)
    assert caught.value.explanation.code == "STO-206"
    assert "newer version" in caught.value.explanation.what
    assert (tmp_path / "x.db").read_bytes() == before


def test_a_step_that_fails_leaves_nothing_behind(con: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = ((1, "CREATE TABLE half (a TEXT); CREATE TABLE half (a TEXT);"),)
    monkeypatch.setattr(schema, "steps", lambda: broken)
    with pytest.raises(Exception, match="half"):
        schema.migrate(con)
    assert tables(con) == set()
    assert value(con, "PRAGMA user_version") == 0
    assert issubclass(dbapi2.OperationalError, dbapi2.Error)


def test_a_step_that_cannot_even_begin_says_why(con: Connection) -> None:
    """Inside a transaction, SQLite ends nothing of its own: the first error is the one that is told."""
    other = open_keyed_again(con)
    con.execute("PRAGMA busy_timeout = 0")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(EnvironmentFault):
        schema.migrate(con)
    assert not con.in_transaction
    other.close()


def open_keyed_again(con: Connection) -> Connection:
    return open_keyed(Path(value(con, "SELECT file FROM pragma_database_list WHERE name = 'main'")), KEY)


@pytest.mark.parametrize("sql", ["CREATE TABLE half (a); SELECT missing;", "ROLLBACK; SELECT missing;"])
def test_a_step_that_fails_leaves_no_half_of_it(
    con: Connection, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether its transaction is still open or SQLite has ended it already."""
    monkeypatch.setattr(schema, "steps", lambda: ((1, sql),))
    with pytest.raises(Bug, match="no such column"):
        schema.migrate(con)
    assert not con.in_transaction
    assert value(con, "PRAGMA user_version") == 0
    assert tables(con) == set()
