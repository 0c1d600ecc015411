"""How long a purge of 100,000 recordings takes until nothing is left of them, and what hiding them costs.

Hidden twice: because their time runs out, and by a policy that shortens it for all of them, put in force at
the moment at which it makes the last of them due. Then every end near the edge is counted by the calendar.

Compared with FTS5's own `secure-delete`, row by row on the same database: what one would write without
knowing better, and which still leaves words in gaps of pages. That is measured on a share of the segments and
scaled up, since all of them would take most of an hour.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from app.domain.ids import CallId, CampaignId, EnrolmentId, RecordingId
from app.domain.policy import Policy
from app.domain.recording import Recording, RecordingFilter
from app.domain.retention import WITH_THE_RECORDING, DataClass, Facts, Schedule, default_rules
from app.ports.stores import Stores
from app.reference_platform.policies import default_policy
from benchmarks.figures import Figure
from local_store.connection import Connection, transaction
from local_store.ends import recount_batch
from local_store.layers import text_of
from local_store.opened import OpenStores, open_stores
from local_store.profile import ProfilePaths
from local_store.search import TURNS, remove_turns
from local_store.times import to_us
from local_store.verdicts import kept

RECORDINGS, SEGMENTS_EACH, WORDS_EACH = 100_000, 10, 8
SHARE = 4_000
"""So many segments are deleted row by row."""
KEY = bytes(range(32))
END = datetime(2026, 1, 1, tzinfo=UTC)
SPREAD = timedelta(days=25)
"""The calls end one after the other over so long."""
SCHEDULE = Schedule("Europe/Brussels", default_rules())
ASKED_RATIO, ASKED_HIDE_S = 20.0, 1.0


class BenchClock:
    """Stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return where it stands."""
        return self.at

    def boot_seconds(self) -> float:
        """Return a time since start that goes on with it."""
        return self.at.timestamp()


class NoSealer:
    """Nothing is sealed here."""

    def seal(self, action: object) -> bytes:
        """Return no bytes."""
        return b""


def measure(rounds: int) -> list[Figure]:
    """Return the figures of one purge; `rounds` is 1: the database takes longer to fill than to purge."""
    with tempfile.TemporaryDirectory(prefix="callnex-bench-") as folder:
        clock, paths = BenchClock(END + SPREAD), ProfilePaths(Path(folder) / "p")
        opened = open_stores(paths, KEY, clock, NoSealer(), EnrolmentId("bench"))
        try:
            asyncio.run(opened._db.run(lambda db: _fill(db.main)))
            return asyncio.run(_measured(opened, clock, paths))
        finally:
            opened.close()


async def _measured(opened: OpenStores, clock: BenchClock, paths: ProfilePaths) -> list[Figure]:
    segments = RECORDINGS * SEGMENTS_EACH
    size_mb = paths.console.stat().st_size / 1e6
    per_row = await opened._db.run(lambda db: _row_by_row(db.main))
    stores, due = opened.stores, END + SPREAD + timedelta(days=60)
    clock.at = END + SPREAD + timedelta(days=90)
    hide_s = await _page_s(stores, 0)
    clock.at = due
    await _page_s(stores, RECORDINGS)
    began = time.perf_counter()
    await stores.replica.put_policy(_policy())
    commit_s = time.perf_counter() - began
    hidden_s = commit_s + await _page_s(stores, 0)
    searched_s = await _page_s(stores, 0, _spoken_word())
    began = time.perf_counter()
    while await opened._db.run(lambda db: recount_batch(db.main)):
        pass
    written_s = time.perf_counter() - began
    began = time.perf_counter()
    purged = await stores.retention.purge()
    deleted_s = time.perf_counter() - began
    await stores.retention.scrub()
    whole_s = time.perf_counter() - began
    if purged.recordings != RECORDINGS or purged.transcripts != RECORDINGS:
        raise SystemExit(f"The purge bench deleted {purged}.")
    row_wise_s = per_row * segments
    what = f"{RECORDINGS:,} recordings, {segments:,} segments, {size_mb:.0f} MB"
    return [
        Figure("purge to residue 0", whole_s, "s", None, f"{what}; {deleted_s:.1f} s delete, then scrub"),
        Figure("the same, secure-delete row by row", row_wise_s, "s", None, f"scaled up from {SHARE:,}"),
        Figure(
            "purge, share of secure-delete's time",
            whole_s / row_wise_s,
            "",
            1 / ASKED_RATIO,
            f"{row_wise_s / whole_s:.0f} times as fast, {ASKED_RATIO:.0f} asked",
        ),
        Figure("hide all of it when its time comes", hide_s, "s", ASKED_HIDE_S, "the query after"),
        Figure(
            "hide all of it by a new policy",
            hidden_s,
            "s",
            ASKED_HIDE_S,
            f"{commit_s:.3f} s put in force, then the query; a search: {searched_s:.3f} s",
        ),
        Figure("ends written anew behind it", written_s, "s", None, "before the purge, in batches"),
    ]


async def _page_s(stores: Stores, total: int, text: str = "") -> float:
    """Return the seconds a page takes; it must be one of so many recordings."""
    began = time.perf_counter()
    page = await stores.recordings.page(RecordingFilter(text), None, 50)
    took = time.perf_counter() - began
    if page.total != total:
        raise SystemExit(f"The purge bench shows {page.total} recordings instead of {total}.")
    return took


def _policy() -> Policy:
    rules = tuple(
        replace(rule, keep="P60D") if rule.data_class in WITH_THE_RECORDING else rule
        for rule in SCHEDULE.rules
    )
    return replace(default_policy("Bench", END), schedule=replace(SCHEDULE, rules=rules))


def _fill(con: Connection) -> None:
    rng = np.random.default_rng(1)
    words = _words(rng)
    one = Recording(
        RecordingId(""),
        CallId(""),
        CampaignId("bench"),
        "Somebody",
        "Company",
        None,
        "Agent",
        "en",
        END,
        END,
        60.0,
        8000,
        1000,
        "0" * 64,
        1,
    )
    with transaction(con):
        con.executemany(
            "INSERT INTO recording (no, id, call_id, campaign_id, started_at, revision, base, body, basis_at,"
            " held, restricted, expires_at) VALUES (?,?,?,'bench',?,1,?,?,?,?,?,?)",
            (_recording(one, n) for n in range(1, RECORDINGS + 1)),
        )
        con.executemany(
            "INSERT INTO transcript (no, recording_id, campaign_id, revision, turns, size_bytes, body,"
            " basis_at, held, restricted, expires_at) VALUES (?,?,'bench',1,?,400,'{}',?,?,?,?)",
            (
                (n, f"r{n}", SEGMENTS_EACH, *_columns(DataClass.CALL_TRANSCRIPT, n))
                for n in range(1, RECORDINGS + 1)
            ),
        )
        con.executemany(
            "INSERT INTO turn (id, speaker, start_s, end_s, text, words) VALUES (?,'agent',0,1,?,?)",
            _turns(rng, words),
        )
        con.execute("INSERT INTO turn_index (rowid, text) SELECT id, text FROM turn")


def _ended(n: int) -> datetime:
    return END + SPREAD * n / RECORDINGS


def _columns(data_class: DataClass, n: int) -> tuple[object, ...]:
    return kept(SCHEDULE, data_class, Facts(_ended(n), CampaignId("bench"))).columns


def _recording(one: Recording, n: int) -> tuple[object, ...]:
    made = replace(one, id=RecordingId(f"r{n}"), call_id=CallId(f"c{n}"), ended_at=_ended(n))
    text = text_of(made)
    return n, made.id, made.call_id, to_us(made.ended_at), text, text, *_columns(DataClass.CALL_RECORDING, n)


def _words(rng: np.random.Generator) -> list[str]:
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    return ["".join(rng.choice(letters, size)) for size in rng.integers(3, 10, 20_000)]


def _spoken_word() -> str:
    return _words(np.random.default_rng(1))[0]


def _turns(rng: np.random.Generator, words: list[str]) -> Iterator[tuple[int, str, str]]:
    for n in range(1, RECORDINGS + 1):
        drawn = rng.integers(0, len(words), (SEGMENTS_EACH, WORDS_EACH)).tolist()
        for place, places in enumerate(drawn):
            said = [words[at] for at in places]
            timed = ",".join(f'["{word}",1.0,1.5,0.9]' for word in said)
            yield n * TURNS + place, " ".join(said), f"[{timed}]"


def _row_by_row(con: Connection) -> float:
    """Return the seconds one segment takes with secure-delete on, committed recording by recording."""
    con.execute("INSERT INTO turn_index (turn_index, rank) VALUES ('secure-delete', 1)")
    every = max(1, RECORDINGS * SEGMENTS_EACH // SHARE)
    numbers = range(1, RECORDINGS + 1, every)
    began = time.perf_counter()
    for number in numbers:
        with transaction(con):
            remove_turns(con, number)
    each = (time.perf_counter() - began) / (len(numbers) * SEGMENTS_EACH)
    con.execute("INSERT INTO turn_index (turn_index, rank) VALUES ('secure-delete', 0)")
    return each
