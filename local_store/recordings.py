"""Recordings, their transcripts and marks; nothing expired or restricted is ever returned."""

from app.analysis.findings import Analysis
from app.changes import Changes
from app.domain.ids import RecordingId
from app.domain.recording import (
    AudioState,
    Hit,
    Mark,
    Recording,
    RecordingFilter,
    RecordingItem,
    RecordingPage,
    Transcript,
)
from app.errors import UserFacing
from app.ports.clock import Clock
from app.protocol.codec import decode
from local_store.analyses import put_analysis, read_analysis
from local_store.connection import Connection, transaction
from local_store.ends import end, live
from local_store.executor import Database, DbThread
from local_store.layers import newer, put_recording, text_of
from local_store.partials import destroy_partials, end_partial
from local_store.search import hits, match, put_transcript, read_transcript, terms
from local_store.spare import copy_recording
from local_store.times import maybe_from_us
from local_store.verdicts import now_us

Row = tuple[int, int, str, int | None, int | None, str | None]


class SqlRecordings:
    """Implements app.ports.stores.RecordingStore."""

    def __init__(self, db: DbThread, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def page(self, wanted: RecordingFilter, after: str | None, limit: int) -> RecordingPage:
        """Return a page, newest first; with `wanted.text`, those whose transcript has every word.

        Paged by key, so that a page costs the same however far down it is. Raises UserFacing STO-220 for a
        key that no page ever gave out.
        """
        now = now_us(self._clock.now())
        return await self._db.run(lambda db: _page(db.main, wanted, _key(after), limit, now))

    async def get(self, recording_id: RecordingId) -> RecordingItem | None:
        """Return one recording."""
        bound = {"id": recording_id, **now_us(self._clock.now())}

        def read(db: Database) -> RecordingItem | None:
            row = db.main.execute(
                f"SELECT {_columns(db.main)} FROM recording r"
                f" WHERE r.id = :id AND {live(db.main, 'recording', 'r')}",
                bound,
            ).fetchone()
            return None if row is None else _item(row)

        return await self._db.run(read)

    async def add(self, recording: Recording) -> Changes:
        """Keep a recording made on this workstation; the platform's own version, if newer, stays."""

        def write(db: Database) -> None:
            copy_recording(db, recording, text_of(recording))
            with transaction(db.main):
                if newer(db.main, "recording", recording.id, recording.revision):
                    put_recording(db.main, recording, made_here=True)
                else:
                    db.main.execute("UPDATE recording SET made_here = 1 WHERE id = ?", (recording.id,))

        await self._db.run(write)
        return Changes(recordings=frozenset({recording.id}), calls=frozenset({recording.call_id}))

    async def transcript(self, recording_id: RecordingId) -> Transcript | None:
        """Return the transcript, if there is one and both it and its recording may be seen."""
        bound = {"id": recording_id, **now_us(self._clock.now())}

        def read(db: Database) -> Transcript | None:
            seen = live(db.main, "recording", "r")
            row = db.main.execute(
                "SELECT t.no, t.body FROM transcript t WHERE t.recording_id = :id"
                f" AND {live(db.main, 'transcript', 't')}"
                f" AND NOT EXISTS (SELECT 1 FROM recording r WHERE r.id = :id AND NOT {seen})",
                bound,
            ).fetchone()
            return None if row is None else read_transcript(db.main, row[0], row[1])

        return await self._db.run(read)

    async def put_transcript(self, transcript: Transcript) -> Changes:
        """Keep and index a transcript, replacing an earlier one; what was heard on the way is destroyed."""

        def write(db: Database) -> None:
            with transaction(db.main):
                put_transcript(db.main, transcript)
                end_partial(db.main, transcript.recording_id)
            destroy_partials(db, (transcript.recording_id,))

        await self._db.run(write)
        return Changes(recordings=frozenset({transcript.recording_id}))

    async def analysis(self, recording_id: RecordingId) -> Analysis | None:
        """Return what was derived from the transcript, if both it and its recording may be seen."""
        now = now_us(self._clock.now())
        return await self._db.run(lambda db: read_analysis(db.main, recording_id, now))

    async def put_analysis(self, analysis: Analysis) -> Changes:
        """Keep what was derived from a transcript that is still the one it was derived from."""

        def write(db: Database) -> bool:
            with transaction(db.main):
                return put_analysis(db.main, analysis)

        kept = await self._db.run(write)
        return Changes(recordings=frozenset({analysis.recording_id})) if kept else Changes()

    async def marks(self, recording_id: RecordingId) -> tuple[Mark, ...]:
        """Return the marks by time."""
        bound = {"id": recording_id, **now_us(self._clock.now())}

        def read(db: Database) -> tuple[Mark, ...]:
            seen = live(db.main, "recording", "r")
            rows = db.main.execute(
                f"SELECT m.body FROM mark m WHERE m.recording_id = :id AND m.removed = 0"
                f" AND {live(db.main, 'mark', 'm')}"
                f" AND NOT EXISTS (SELECT 1 FROM recording r WHERE r.id = :id AND NOT {seen})"
                " ORDER BY m.start_s, m.id",
                bound,
            ).fetchall()
            return tuple(decode(Mark, row[0]) for row in rows)

        return await self._db.run(read)


def _columns(con: Connection) -> str:
    return (
        f"r.no, r.started_at, r.body, {end(con, 'recording', alias='r')},"
        f" (SELECT t.no FROM transcript t WHERE t.recording_id = r.id AND {live(con, 'transcript', 't')}),"
        " (SELECT group_concat(m.role || ':' || m.state) FROM media m WHERE m.recording_id = r.id)"
    )


def _page(
    con: Connection,
    wanted: RecordingFilter,
    after: tuple[int, int] | None,
    limit: int,
    now: dict[str, int],
) -> RecordingPage:
    words = terms(wanted.text)
    if wanted.text.strip() and not words:
        return RecordingPage((), 0, None)
    if words:
        match(con, words)
    where, bound = _where(con, wanted, words, now)
    total = con.execute(f"SELECT count(*) FROM recording r WHERE {where}", bound).fetchone()[0]
    if after is not None:
        where += " AND (r.started_at, r.no) < (:after_at, :after_no)"
        bound |= {"after_at": after[0], "after_no": after[1]}
    rows = con.execute(
        f"SELECT {_columns(con)} FROM recording r WHERE {where}"
        " ORDER BY r.started_at DESC, r.no DESC LIMIT :limit",
        {**bound, "limit": limit + 1},
    ).fetchall()
    shown = rows[:limit]
    more = f"{shown[-1][1]}.{shown[-1][0]}" if len(rows) > limit and shown else None
    found = hits(con, [row[4] for row in shown], words) if words else {}
    return RecordingPage(tuple(_item(row, found.get(row[4])) for row in shown), total, more)


def _where(
    con: Connection, wanted: RecordingFilter, words: tuple[str, ...], now: dict[str, int]
) -> tuple[str, dict[str, object]]:
    parts, bound = [live(con, "recording", "r")], dict[str, object](now)
    if wanted.campaign_id is not None:
        parts.append("r.campaign_id = :campaign")
        bound["campaign"] = wanted.campaign_id
    if wanted.outcome_class is not None:
        parts.append("r.outcome_class = :outcome")
        bound["outcome"] = wanted.outcome_class.value
    if words:
        parts.append(
            "r.id IN (SELECT t.recording_id FROM transcript t WHERE "
            f"t.no IN (SELECT no FROM temp.found) AND {live(con, 'transcript', 't')})"
        )
    return " AND ".join(parts), bound


def _key(after: str | None) -> tuple[int, int] | None:
    if after is None:
        return None
    at, _, no = after.partition(".")
    try:
        return int(at), int(no)
    except ValueError as error:
        raise UserFacing(
            "STO-220", "This place in the list is not known.", "Go back to the top of the list."
        ) from error


def _item(row: Row, found: Hit | None = None) -> RecordingItem:
    _, _, body, expires_at, transcript_no, media = row
    return RecordingItem(
        decode(Recording, body),
        audio_state(media),
        maybe_from_us(expires_at),
        transcript_no is not None,
        found,
    )


def audio_state(media: str | None) -> AudioState:
    """Return where the audio is, from `role:state` pairs of its files."""
    states = set(media.split(",")) if media else set()
    for state, shown in (
        ("audio:here", AudioState.HERE),
        ("quarantine:here", AudioState.QUARANTINED),
        ("quarantine:writing", AudioState.QUARANTINED),
        ("audio:writing", AudioState.DOWNLOADING),
        ("audio:missing", AudioState.MISSING),
    ):
        if state in states:
            return shown
    return AudioState.REMOTE
