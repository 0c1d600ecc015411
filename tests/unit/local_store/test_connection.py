"""Opening the encrypted files, and every way the world can prevent it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.errors import Bug, EnvironmentFault
from local_store import connection
from local_store.connection import Connection, explain, open_keyed, transaction, value
from tests.unit.local_store.test_files import little_room

KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    con = open_keyed(tmp_path / "x.db", KEY)
    con.execute("CREATE TABLE t (a TEXT)")
    yield con
    con.close()


def code_of_opening(path: Path, key: bytes = KEY) -> str:
    with pytest.raises(EnvironmentFault) as caught:
        open_keyed(path, key)
    return caught.value.explanation.code


def test_every_connection_erases_and_survives_a_power_cut(con: Connection) -> None:
    assert value(con, "PRAGMA secure_delete") == 1
    assert value(con, "PRAGMA journal_mode") == "wal"
    assert value(con, "PRAGMA synchronous") == 2
    assert value(con, "PRAGMA foreign_keys") == 1
    assert value(con, "PRAGMA cipher_version")


def test_the_file_is_noise(con: Connection, tmp_path: Path) -> None:
    con.execute("INSERT INTO t VALUES ('canary')")
    for path in tmp_path.iterdir():
        data = path.read_bytes()
        assert b"canary" not in data
        assert b"SQLite format" not in data


def test_a_wrong_key_is_told_from_success(con: Connection, tmp_path: Path) -> None:
    con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert code_of_opening(tmp_path / "x.db", OTHER) == "STO-201"


@pytest.mark.parametrize("content", [b"hello" * 1000, b"\x00" * 8192])
def test_a_file_that_is_something_else(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "y.db").write_bytes(content)
    assert code_of_opening(tmp_path / "y.db") == "STO-201"


def test_damage_in_the_middle_is_noticed_when_read(tmp_path: Path) -> None:
    path = tmp_path / "z.db"
    con = open_keyed(path, KEY, journal="delete")
    con.execute("CREATE TABLE t (a TEXT)")
    con.executemany("INSERT INTO t VALUES (?)", [("x" * 500,) for _ in range(200)])
    con.close()
    data = bytearray(path.read_bytes())
    data[5 * 4096 : 6 * 4096] = bytes(4096)
    path.write_bytes(data)
    con = open_keyed(path, KEY, journal="delete")
    with pytest.raises(dbapi2.DatabaseError) as caught:
        con.execute("SELECT sum(length(a)) FROM t").fetchone()
    assert explain(caught.value).explanation.code in ("STO-201", "STO-202", "STO-204")
    con.close()


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    assert code_of_opening(tmp_path / "no" / "x.db") == "STO-205"


def test_no_room_rolls_back_and_says_so(con: Connection, tmp_path: Path) -> None:
    size = max(path.stat().st_size for path in tmp_path.iterdir()) + 8192
    with little_room(size), pytest.raises(dbapi2.Error) as caught, transaction(con):
        con.executemany("INSERT INTO t VALUES (?)", [("x" * 3000,) for _ in range(2000)])
    assert explain(caught.value).explanation.code in ("STO-203", "STO-204")
    assert value(con, "SELECT count(*) FROM t") == 0


def test_a_short_key_is_our_own_mistake(tmp_path: Path) -> None:
    with pytest.raises(Bug):
        open_keyed(tmp_path / "x.db", b"short")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("database disk image is malformed", "STO-202"),
        ("database or disk is full", "STO-203"),
        ("disk I/O error", "STO-204"),
        ("attempt to write a readonly database", "STO-205"),
        ("database is locked", "STO-207"),
        ("interrupted", "STO-208"),
        ("no such table: nonsense", "BUG-001"),
    ],
)
def test_every_driver_error_has_a_sentence_and_a_next_step(text: str, code: str) -> None:
    explanation = explain(dbapi2.OperationalError(text)).explanation
    assert explanation.code == code
    assert explanation.what.endswith(".")
    assert explanation.next_step.endswith(".")


def test_a_transaction_rolls_back_on_any_error(con: Connection) -> None:
    with pytest.raises(KeyboardInterrupt), transaction(con):
        con.execute("INSERT INTO t VALUES ('x')")
        raise KeyboardInterrupt
    assert value(con, "SELECT count(*) FROM t") == 0
    assert value(con, "SELECT a FROM t") is None


def test_an_sqlite_without_encryption_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.dbapi2, "connect", sqlite3.connect)
    with pytest.raises(Bug, match="no encryption"):
        open_keyed(tmp_path / "plain.db", KEY)
    assert (tmp_path / "plain.db").read_bytes() == b""


@pytest.mark.parametrize("pragma", ["PRAGMA secure_delete", "PRAGMA journal_mode = wal"])
def test_a_setting_that_does_not_take_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pragma: str
) -> None:
    monkeypatch.setattr(
        connection,
        "value",
        lambda con, sql, parameters=(): 0 if sql == pragma else value(con, sql, parameters),
    )
    with pytest.raises(Bug):
        open_keyed(tmp_path / "x.db", KEY)
