"""Calls with the waiting actions on top, and wrap-ups that are being written."""

from datetime import datetime

from app.domain.call import Call, WrapUp, without_review
from app.domain.ids import CallId, ContactId
from app.domain.retention import DataClass, Facts
from app.ports.clock import Clock
from app.protocol.codec import decode
from local_store.connection import Connection, transaction
from local_store.ends import REVIEW_END, end, live
from local_store.executor import Database, DbThread
from local_store.layers import text_of
from local_store.spare import copy_draft
from local_store.state import DRAFTS, get_state, set_state
from local_store.times import to_us
from local_store.verdicts import call_facts, kept, now_us, schedule_of


def read_call(body: str, review_expires_at: int | None, now: int) -> Call:
    """Return a call; once the time of its review is up, without note and callback."""
    call = decode(Call, body)
    expired = review_expires_at is not None and review_expires_at <= now
    return without_review(call) if expired else call


class SqlCalls:
    """Implements app.ports.stores.CallStore."""

    def __init__(self, db: DbThread, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def get(self, call_id: CallId) -> Call | None:
        """Return one call."""
        found = await self._read("id = :id", "1", {"id": call_id, "limit": 1})
        return found[0] if found else None

    async def history(self, contact_id: ContactId, limit: int) -> tuple[Call, ...]:
        """Return a contact's calls, newest first."""
        wanted: dict[str, object] = {"contact": contact_id, "limit": limit}
        return await self._read("contact_id = :contact", "started_at DESC, id", wanted)

    async def _read(self, where: str, order: str, wanted: dict[str, object]) -> tuple[Call, ...]:
        now = now_us(self._clock.now())

        def read(db: Database) -> tuple[Call, ...]:
            rows = db.main.execute(
                f"SELECT body, {end(db.main, 'call', REVIEW_END)} FROM call"
                f" WHERE {where} AND {live(db.main, 'call')}"
                f" ORDER BY {order} LIMIT :limit",
                {**wanted, **now},
            ).fetchall()
            return tuple(read_call(body, review, now["now"]) for body, review in rows)

        return await self._db.run(read)

    async def draft(self, call_id: CallId) -> WrapUp | None:
        """Return what has been typed so far about a call."""
        return await self._draft("call_id = :id", {"id": call_id})

    async def open_draft(self) -> WrapUp | None:
        """Return the newest wrap-up that was never saved, after a crash for example."""
        return await self._draft("1", {})

    async def _draft(self, where: str, wanted: dict[str, object]) -> WrapUp | None:
        now = now_us(self._clock.now())

        def read(db: Database) -> WrapUp | None:
            row = db.main.execute(
                f"SELECT body FROM draft WHERE {where} AND {live(db.main, 'draft')}"
                " ORDER BY updated_at DESC, rowid DESC",
                {**wanted, **now},
            ).fetchone()
            return None if row is None else decode(WrapUp, row[0])

        return await self._db.run(read)

    async def keep_draft(self, draft: WrapUp) -> None:
        """Keep what has been typed; durable when it returns."""
        now = self._clock.now()

        def write(db: Database) -> None:
            with transaction(db.main):
                count = put_draft(db.main, draft, now)
            copy_draft(db, draft.call_id, to_us(now), text_of(draft), count)

        await self._db.run(write)


def put_draft(con: Connection, draft: WrapUp, at: datetime) -> int:
    """Keep what has been typed about a call by `at`; return how many have been kept so far.

    Inside a transaction. The count tells a draft that was deleted from one whose log was lost.
    """
    row = con.execute("SELECT body FROM call WHERE id = ?", (draft.call_id,)).fetchone()
    facts = call_facts(con, decode(Call, row[0])) if row else Facts(at)
    con.execute(
        "INSERT OR REPLACE INTO draft (call_id, campaign_id, updated_at, body, basis_at, held,"
        " restricted, expires_at) VALUES (?,?,?,?,?,?,?,?)",
        (
            draft.call_id,
            facts.campaign_id,
            to_us(at),
            text_of(draft),
            *kept(schedule_of(con), DataClass.REVIEW, facts).columns,
        ),
    )
    count = drafts_kept(con) + 1
    set_state(con, DRAFTS, str(count))
    return count


def drafts_kept(con: Connection) -> int:
    """Return how many drafts have been written into this database so far."""
    return int(get_state(con, DRAFTS) or 0)
