"""Retention carried out: deleting what is over its time, and leaving nothing of it behind.

Hiding is not done here: the verdict is part of every query, so what expires is gone from sight at once.
"""

from datetime import datetime

from app.domain.actions import Delivery
from app.domain.call import Call
from app.domain.ids import CallId, RecordingId
from app.domain.inventory import InventoryRow, Purged, UpcomingDeletions
from app.domain.policy import Policy
from app.domain.retention import DataClass
from app.ports.clock import Clock
from app.protocol.codec import decode
from local_store.connection import Connection, transaction, value
from local_store.effects import without_review
from local_store.executor import Database, DbThread
from local_store.holdings import inventory, upcoming
from local_store.layers import text_of
from local_store.media_rows import MediaFiles, scrub
from local_store.owed import owe, owed, paid
from local_store.profile import ProfilePaths
from local_store.removal import anonymise_call, blank_waiting
from local_store.search import remove_transcript
from local_store.times import to_us
from local_store.verdicts import count_with

FREE = "held = 0 AND restricted = 0"
"""Kept by no law: a held or restricted item outlives its time, out of sight."""


class SqlRetention:
    """Implements app.ports.stores.Retention."""

    def __init__(self, db: DbThread, clock: Clock, paths: ProfilePaths, files: MediaFiles) -> None:
        self._db = db
        self._clock = clock
        self._paths = paths
        self._files = files

    async def inventory(self) -> tuple[InventoryRow, ...]:
        """Return what is held, measured now."""
        return await self._db.run(lambda db: inventory(db.main, self._paths))

    async def upcoming(self, days: int) -> tuple[UpcomingDeletions, ...]:
        """Return the recordings that go on each of the next days, today first."""
        now = self._clock.now()
        return await self._db.run(lambda db: upcoming(db.main, now, days))

    async def preview(self, policy: Policy) -> Purged:
        """Return what a purge under `policy` would delete now; changes nothing."""
        now = to_us(self._clock.now())

        def read(db: Database) -> Purged:
            count_with(db.main, policy.schedule)
            return _count(db.main, now, under_policy=True)

        return await self._db.run(read)

    async def purge(self) -> Purged:
        """Delete what has expired: keys and files first, then rows with their index entries.

        Return everything deleted since the last scrub, by order of the platform too: receipts are due only
        after `scrub`, and one that was killed or could not run is owed still.
        """
        now = self._clock.now()
        return await self._db.run(lambda db: self._purge(db, now))

    def _purge(self, db: Database, now: datetime) -> Purged:
        at = to_us(now)
        found = _count(db.main, at, under_policy=False)
        files = db.main.execute(f"SELECT file FROM media WHERE expires_at <= ? AND {FREE}", (at,)).fetchall()
        self._files.destroy(db, [row[0] for row in files])
        if found.total:
            with transaction(db.main):
                owe(db.main, found)
                _delete_rows(db.main, at)
            self._files.list_expiry(db)
        return owed(db.main)

    async def scrub(self) -> None:
        """Leave nothing of what was deleted in free pages, write-ahead log or index.

        keys.db first: with a key gone for good, its audio is. Raises EnvironmentFault STO-210 when a reader
        holds the log; the scrub is then still due.
        """

        def work(db: Database) -> None:
            scrub(db.keys)
            db.main.execute("INSERT INTO turn_index (turn_index) VALUES ('optimize')")
            scrub(db.main)
            paid(db.main)

        await self._db.run(work)


def _delete_rows(con: Connection, at: int) -> None:
    expired = f"expires_at <= ? AND {FREE}"
    for (recording_id,) in _all(con, f"SELECT recording_id FROM transcript WHERE {expired}", at):
        remove_transcript(con, RecordingId(recording_id))
    for (call_id,) in _all(con, f"SELECT id FROM call WHERE {expired}", at):
        anonymise_call(con, CallId(call_id))
    for call_id, base, body in _all(con, f"SELECT id, base, body FROM call WHERE {_STALE_REVIEW}", at):
        _drop_review(con, call_id, base, body)
    for table in ("mark", "contact", "draft", "recording"):
        con.execute(f"DELETE FROM {table} WHERE {expired}", (at,))
    con.execute(f"DELETE FROM action WHERE {expired} AND delivery = ?", (at, Delivery.REFUSED.value))
    blank_waiting(con, expired, (at,))


_STALE_REVIEW = (
    f"review_expires_at <= ? AND {FREE}"
    " AND (json_extract(body, '$.note') <> '' OR json_extract(body, '$.callback') IS NOT NULL)"
)


def _drop_review(con: Connection, call_id: str, base: str | None, body: str) -> None:
    con.execute(
        "UPDATE call SET base = ?, body = ? WHERE id = ?",
        (
            None if base is None else text_of(without_review(decode(Call, base))),
            text_of(without_review(decode(Call, body))),
            call_id,
        ),
    )


def _count(con: Connection, at: int, *, under_policy: bool) -> Purged:
    """Count what is over its time: by the verdicts kept, or by those of the schedule in `end_of`."""

    def expired(table: str, data_class: DataClass, also: str = "1") -> int:
        end = f"end_of('{data_class.value}', basis_at, campaign_id)" if under_policy else "expires_at"
        sql = f"SELECT count(*) FROM {table} WHERE {end} <= ? AND {FREE} AND {also}"
        return int(value(con, sql, (at,)))

    unknown = "recording_id NOT IN (SELECT id FROM recording)"
    return Purged(
        recordings=expired("recording", DataClass.CALL_RECORDING),
        transcripts=expired("transcript", DataClass.CALL_TRANSCRIPT),
        calls_anonymised=expired("call", DataClass.CALL_RECORD),
        contacts=expired("contact", DataClass.CONTACT),
        marks=expired("mark", DataClass.CALL_TRANSCRIPT),
        other=expired("draft", DataClass.REVIEW)
        + expired("action", DataClass.REVIEW, "body IS NOT NULL")
        + expired("media", DataClass.CALL_RECORDING, unknown)
        + _reviews(con, at, under_policy=under_policy),
    )


def _reviews(con: Connection, at: int, *, under_policy: bool) -> int:
    """Count calls that stay while their note and callback go."""
    stale, stays = _STALE_REVIEW, "(expires_at IS NULL OR expires_at > ?)"
    if under_policy:
        stale = stale.replace("review_expires_at", f"end_of('{DataClass.REVIEW}', basis_at, campaign_id)")
        stays = stays.replace("expires_at", f"end_of('{DataClass.CALL_RECORD}', basis_at, campaign_id)")
    return int(value(con, f"SELECT count(*) FROM call WHERE {stale} AND {stays}", (at, at)))


def _all(con: Connection, sql: str, at: int) -> list[tuple[str, ...]]:
    return con.execute(sql, (at,)).fetchall()
