"""Brings a database to the newest schema, or refuses one that is newer than this program."""

import re
from pathlib import Path

from app.errors import EnvironmentFault
from local_store.connection import Connection, faults, value

FOLDER = Path(__file__).parent / "migrations"
SNAPSHOT = Path(__file__).parent / "schema.sql"

KEYS_SCHEMA = """
CREATE TABLE IF NOT EXISTS media_key (file TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS partial_key (recording_id TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT;
"""
"""keys.db: the class of every row is that of the recording whose file (`media_key`) or unfinished transcript
(`partial_key`) it opens; it goes first of all."""


def steps() -> tuple[tuple[int, str], ...]:
    """Return the migrations as (number, SQL), in order."""
    found = ((re.match(r"(\d{4})_", path.name), path) for path in sorted(FOLDER.glob("*.sql")))
    return tuple((int(match[1]), path.read_text("utf-8")) for match, path in found if match)


def migrate(con: Connection) -> int:
    """Apply the missing steps, each in its own transaction; return the version reached.

    A database of a newer program is refused with STO-206 and left as it is.
    """
    with faults():
        have = int(value(con, "PRAGMA user_version"))
        known = steps()
        if have > known[-1][0]:
            raise EnvironmentFault(
                "STO-206",
                "The local data was written by a newer version of the console.",
                "Install that version or a later one; the data is untouched.",
            )
        for number, sql in known:
            if number > have:
                _step(con, number, sql)
        return known[-1][0]


def _step(con: Connection, number: int, sql: str) -> None:
    try:
        con.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
    except BaseException:
        if con.in_transaction:
            con.execute("ROLLBACK")
        raise


def snapshot(con: Connection) -> str:
    """Return the schema as text, to be compared with `schema.sql`."""
    rows = con.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'turn_index_%' ORDER BY name"
    )
    return "".join(f"{row[0]};\n\n" for row in rows)
