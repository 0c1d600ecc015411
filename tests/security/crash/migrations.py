"""`python -m tests.security.crash.migrations`: migrate each shipped schema, killed at every statement.

`--write` adds the fixture of the schema of today: its SQL as SQLite has it, and some rows of every table.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2

from app.analysis.analyse import analyse
from app.domain.actions import SaveWrapUp
from app.domain.call import WrapUp
from app.domain.ids import CallId, RecordingId
from app.domain.recording import Speaker, Turn
from app.domain.transcription_queue import Partial, QueueItem
from app.errors import CallNexError
from app.services.analyse_recording import shipped_weights
from local_store.connection import Connection, open_keyed, value
from local_store.schema import SNAPSHOT, migrate, snapshot, steps
from local_store.subkey import subkey
from tests.security.crash.faults import FAULTS, plant
from tests.security.crash.kills import forked
from tests.support.profiles import PROFILE_KEY, TestProfile
from tests.support.things import (
    AGENT,
    NOW,
    call,
    campaign,
    contact,
    do_not_call,
    mark,
    page,
    recording,
    transcript,
)

FIXTURES = Path(__file__).parents[2] / "fixtures" / "schemas"
KEY = subkey(PROFILE_KEY, b"console.db")


@dataclass
class Migrations:
    """What was done and found."""

    schemas: int = 0
    kills: int = 0
    wrong: list[str] = field(default_factory=list)


def plain_tables(con: Connection) -> list[str]:
    """Return the tables whose rows are ours, not those of the full-text index."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'turn_index%' ORDER BY name"
    return [row[0] for row in con.execute(sql).fetchall()]


def rows_of(con: Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    return {table: value(con, f"SELECT count(*) FROM {table}") for table in plain_tables(con)}


def written(con: Connection) -> str:
    """Return a database as SQL that makes it anew."""
    made = con.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'turn_index_%'"
        " ORDER BY type = 'index', rowid"
    ).fetchall()
    lines = [f"{sql};" for (sql,) in made]
    for table in plain_tables(con):
        columns = [row[1] for row in con.execute(f"PRAGMA table_info({table})")]
        quoted = " || ',' || ".join(f"quote({column})" for column in columns)
        for (values,) in con.execute(f"SELECT {quoted} FROM {table}").fetchall():
            lines.append(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values});")
    lines.append("INSERT INTO turn_index (turn_index) VALUES ('rebuild');")
    lines.append(f"PRAGMA user_version = {value(con, 'PRAGMA user_version')};")
    return "\n".join(lines) + "\n"


async def fill(root: Path) -> None:
    """Put something into every table."""
    profile = TestProfile(root)
    stores = profile.open().stores
    await stores.replica.apply(
        page(
            campaigns=(campaign(),),
            contacts=(contact(),),
            calls=(call(1), call(2)),
            recordings=(recording(),),
            transcripts=(transcript(1, "good morning", "seventeen solar panels"),),
            marks=(mark(),),
            do_not_call=(do_not_call(7),),
        )
    )
    said = await stores.recordings.transcript(RecordingId("recording-1"))
    assert said is not None
    await stores.recordings.put_analysis(analyse(said, None, shipped_weights()))
    writer = await stores.media.writer(RecordingId("recording-1"))
    await writer.write(b"flac")
    await writer.commit()
    await stores.outbox.enqueue(SaveWrapUp(CallId("call-1"), "sold", "a note"), AGENT, NOW)
    await stores.calls.keep_draft(WrapUp(CallId("call-2"), "no", "half a note"))
    queued = RecordingId("recording-1")
    heard = Partial(queued, "small", "en", (1.0,), (Turn(Speaker.AGENT, 0.0, 1.0, "good"),))
    await stores.queue.gain(QueueItem(queued, 0, NOW), heard)
    profile.close()


def write(root: Path) -> Path:
    """Write the fixture of today's schema; one that was shipped is never written again."""
    asyncio.run(fill(root))
    con = open_keyed(root / "console.db", KEY)
    path = FIXTURES / f"{value(con, 'PRAGMA user_version'):04d}.sql"
    FIXTURES.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(written(con), "utf-8")
    con.close()
    return path


def killed_at(path: Path, statement: int, fault: str) -> bool:
    """Migrate in a child that is killed before the n-th statement; say whether there was one."""

    def work(_: int) -> None:
        left = statement
        plant(fault)
        con = open_keyed(path, KEY)

        def count(sql: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        con.set_trace_callback(count)  # type: ignore[attr-defined]
        migrate(con)

    pid, fd = forked(work)
    os.close(fd)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def load(fixture: Path | None, path: Path) -> dict[str, int]:
    """Make the database of a fixture (None: an empty one); return its rows."""
    con = open_keyed(path, KEY)
    if fixture is not None:
        con.executescript(f"BEGIN;{fixture.read_text('utf-8')}COMMIT;")
    rows = rows_of(con)
    con.close()
    return rows


def look(path: Path, before: dict[str, int]) -> list[str]:
    """Migrate to the end and return what is wrong."""
    con = open_keyed(path, KEY)
    try:
        migrate(con)
        wrong = [] if snapshot(con) == SNAPSHOT.read_text("utf-8") else ["the schema is not the snapshot"]
        now = rows_of(con)
        fewer = [table for table, rows in before.items() if now.get(table, -1) < rows]
        wrong += [f"{table}: {now.get(table)} rows of {before[table]}" for table in fewer]
        if con.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            wrong.append("integrity")
        con.execute("INSERT INTO turn_index (turn_index, rank) VALUES ('integrity-check', 1)")
        if before and value(con, "SELECT count(*) FROM turn_index WHERE turn_index MATCH 'seventeen'") != 1:
            wrong.append("a word is not found any more")
    except (dbapi2.Error, CallNexError) as error:
        wrong = [str(error)]
    finally:
        con.close()
    return wrong


def campaign_of_kills(folder: Path, fault: str = "") -> Migrations:
    """Kill every migration of every schema before each of its statements."""
    found = Migrations()
    for fixture in (None, *sorted(FIXTURES.glob("*.sql"))):
        found.schemas += 1
        for statement in range(10_000):
            with tempfile.TemporaryDirectory(dir=folder) as place:
                path = Path(place) / "console.db"
                before = load(fixture, path)
                killed = killed_at(path, statement, fault)
                found.kills += killed
                name = fixture.name if fixture else "nothing"
                found.wrong += [f"{name} at {statement}: {one}" for one in look(path, before)]
            if not killed or (fault and found.wrong):
                break
    missing = [number for number, _ in steps() if not (FIXTURES / f"{number:04d}.sql").exists()]
    found.wrong += [f"schema {number} has no fixture: run with --write" for number in missing]
    return found


def report(found: Migrations) -> str:
    """Return the counts as a line."""
    return f"Migrations: {found.schemas} schemas, killed {found.kills} times, wrong: {len(found.wrong)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="add the fixture of today's schema")
    parser.add_argument("--fault", choices=FAULTS, default="", help="break this on purpose")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    if options.write:
        with tempfile.TemporaryDirectory() as place:
            print(write(Path(place) / "p"))
        return 0
    found = campaign_of_kills(options.folder, options.fault)
    print(report(found))
    for one in found.wrong[:20]:
        print(f"  {one}")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
