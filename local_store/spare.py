"""spare.db: a second copy of what exists nowhere else, so that one damaged file costs no work.

Two kinds: keys of audio that was made here and that the platform does not have yet, with what an upload
needs; and wrap-ups that are being written. Everything else is the platform's too, or lies in outbox.sealed.
A row here is deleted before its original is, never after: so a copy never brings back what was deleted.
"""

from app.domain.ids import CallId, RecordingId
from app.domain.recording import Recording
from local_store.connection import transaction
from local_store.executor import Database

SPARE_SCHEMA = """
CREATE TABLE IF NOT EXISTS audio (
    file TEXT PRIMARY KEY,
    recording_id TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    key BLOB NOT NULL,
    recording TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS draft (
    call_id TEXT PRIMARY KEY,
    updated_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    count INTEGER NOT NULL
) STRICT;
"""
"""`audio` is of class call_recording, `draft` of class review; both go with their originals."""


def copy_key(
    db: Database, file: str, recording_id: RecordingId, role: str, created_at: int, key: bytes
) -> None:
    """Keep a second copy of the key of audio that is being made here."""
    db.spare.execute("INSERT INTO audio VALUES (?,?,?,?,?,NULL)", (file, recording_id, role, created_at, key))


def copy_recording(db: Database, recording: Recording, text: str) -> None:
    """Keep what an upload of this recording needs."""
    sql = "UPDATE audio SET recording = ? WHERE recording_id = ? AND role = 'audio'"
    db.spare.execute(sql, (text, recording.id))


def forget_audio(db: Database, recording_id: RecordingId) -> None:
    """The platform has it now: one copy of the key is enough."""
    db.spare.execute("DELETE FROM audio WHERE recording_id = ? AND role = 'audio'", (recording_id,))


def copy_draft(db: Database, call_id: CallId, updated_at: int, body: str, count: int) -> None:
    """Keep a second copy of what is being written about a call."""
    db.spare.execute("INSERT OR REPLACE INTO draft VALUES (?,?,?,?)", (call_id, updated_at, body, count))


def forget_draft(db: Database, call_id: CallId | None) -> None:
    """What was written about a call is settled: it is sealed by now."""
    db.spare.execute("DELETE FROM draft WHERE call_id = ?", (call_id,))


def follow(db: Database) -> None:
    """Forget copies of drafts that retention has deleted."""
    kept_drafts = {row[0] for row in db.main.execute("SELECT call_id FROM draft").fetchall()}
    held = [row[0] for row in db.spare.execute("SELECT call_id FROM draft").fetchall()]
    gone = [(call_id,) for call_id in held if call_id not in kept_drafts]
    if gone:
        with transaction(db.spare):
            db.spare.executemany("DELETE FROM draft WHERE call_id = ?", gone)
