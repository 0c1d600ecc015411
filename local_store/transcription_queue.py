"""The queue of recordings that wait for their text, with what is recognised of them so far.

That is sealed, turn by turn: see local_store.partials.
"""

from collections.abc import Sequence
from dataclasses import replace

from nacl.secret import SecretBox

from app.domain.ids import RecordingId
from app.domain.recording import Recording, Turn
from app.domain.retention import DataClass
from app.domain.transcription_queue import Partial, QueuedRecording, QueueItem, QueueSettings
from app.ports.clock import Clock
from app.protocol.codec import decode, encode
from local_store.connection import Connection, transaction, value
from local_store.ends import live
from local_store.executor import Database, DbThread
from local_store.layers import text_of
from local_store.partials import begin_partial, box_of, destroy_partials
from local_store.state import get_state, set_state
from local_store.times import maybe_us
from local_store.verdicts import facts_of_recording, kept, now_us, schedule_of

SETTINGS = "transcription_queue"


class SqlTranscriptionQueue:
    """Implements app.ports.stores.TranscriptionQueueStore."""

    def __init__(self, db: DbThread, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def items(self) -> tuple[QueuedRecording, ...]:
        """Return the items whose recording may be seen, by place."""
        now = now_us(self._clock.now())

        def read(db: Database) -> tuple[QueuedRecording, ...]:
            rows = db.main.execute(
                "SELECT q.body, r.body FROM transcription q JOIN recording r ON r.id = q.recording_id"
                f" WHERE {live(db.main, 'transcription', 'q')} AND {live(db.main, 'recording', 'r')}",
                now,
            ).fetchall()
            found = (QueuedRecording(decode(QueueItem, row[0]), decode(Recording, row[1])) for row in rows)
            return tuple(sorted(found, key=lambda queued: (queued.item.place, queued.recording.id)))

        return await self._db.run(read)

    async def put(self, items: Sequence[QueueItem]) -> None:
        """Keep items, each replacing its earlier version; one without a recording is passed over."""

        def write(db: Database) -> None:
            with transaction(db.main):
                for item in items:
                    _put(db.main, item)

        await self._db.run(write)

    async def remove(self, recording_id: RecordingId) -> None:
        """Take one out of the queue, with what was recognised of it."""

        def write(db: Database) -> None:
            destroy_partials(db, (recording_id,))
            with transaction(db.main):
                db.main.execute("DELETE FROM transcription WHERE recording_id = ?", (recording_id,))

        await self._db.run(write)

    async def partial(self, recording_id: RecordingId) -> Partial | None:
        """Return what is recognised already, None where nothing is or where it may not be seen."""
        bound = {"id": recording_id, **now_us(self._clock.now())}

        def read(db: Database) -> Partial | None:
            row = db.main.execute(
                "SELECT q.partial FROM transcription q WHERE q.recording_id = :id AND q.partial IS NOT NULL"
                f" AND {live(db.main, 'transcription', 'q')}",
                bound,
            ).fetchone()
            box = box_of(db, recording_id)
            if row is None or box is None:
                return None
            rows = db.main.execute(
                "SELECT sealed FROM transcription_turn WHERE recording_id = ? ORDER BY no", (recording_id,)
            ).fetchall()
            turns = tuple(decode(Turn, box.decrypt(sealed)) for (sealed,) in rows)
            return replace(decode(Partial, row[0]), turns=turns)

        return await self._db.run(read)

    async def gain(self, item: QueueItem, gained: Partial, after: Sequence[float] = ()) -> None:
        """Keep the item with the newest turns added to those up to `after`; durable on return.

        Where those are gone meanwhile the newest are not kept either: a text with a hole would look whole.
        """

        def write(db: Database) -> None:
            with transaction(db.main):
                if not _put(db.main, item):
                    return
            key = item.recording_id
            box = _box_after(db, key, tuple(after)) if after else begin_partial(db, key)
            if box is None:
                return
            with transaction(db.main):
                db.main.execute(
                    "UPDATE transcription SET partial = ? WHERE recording_id = ?",
                    (text_of(replace(gained, turns=())), key),
                )
                db.main.executemany(
                    "INSERT INTO transcription_turn (recording_id, sealed) VALUES (?,?)",
                    ((key, bytes(box.encrypt(encode(turn)))) for turn in gained.turns),
                )

        await self._db.run(write)

    async def forget(self, recording_id: RecordingId) -> None:
        """Drop what was recognised so far; the place in the queue stays."""

        await self._db.run(lambda db: destroy_partials(db, (recording_id,)))

    async def settings(self) -> QueueSettings:
        """Return what a person has set."""

        def read(db: Database) -> QueueSettings:
            text = get_state(db.main, SETTINGS)
            return QueueSettings() if text is None else decode(QueueSettings, text)

        return await self._db.run(read)

    async def put_settings(self, settings: QueueSettings) -> None:
        """Keep what a person has set."""

        def write(db: Database) -> None:
            with transaction(db.main):
                set_state(db.main, SETTINGS, text_of(settings))

        await self._db.run(write)


def _box_after(db: Database, recording_id: RecordingId, after: tuple[float, ...]) -> SecretBox | None:
    """Return what seals more turns, None where those up to `after` are not all there."""
    head = value(db.main, "SELECT partial FROM transcription WHERE recording_id = ?", (recording_id,))
    if head is None or decode(Partial, head).done_s != after:
        return None
    return box_of(db, recording_id)


def _put(con: Connection, item: QueueItem) -> bool:
    facts = facts_of_recording(con, item.recording_id)
    if facts is None:
        return False
    con.execute(
        "INSERT INTO transcription (recording_id, campaign_id, state, finished_at, body, basis_at, held,"
        " restricted, expires_at) VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (recording_id) DO UPDATE SET"
        " campaign_id = excluded.campaign_id, state = excluded.state, finished_at = excluded.finished_at,"
        " body = excluded.body, basis_at = excluded.basis_at, held = excluded.held,"
        " restricted = excluded.restricted, expires_at = excluded.expires_at",
        (
            item.recording_id,
            facts.campaign_id,
            item.state.value,
            maybe_us(item.finished_at),
            text_of(item),
            *kept(schedule_of(con), DataClass.CALL_TRANSCRIPT, facts).columns,
        ),
    )
    return True
