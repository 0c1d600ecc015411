"""Brings back from spare.db what one of the other databases has lost; run when a profile is opened."""

from dataclasses import dataclass

from app.domain.call import WrapUp
from app.domain.ids import RecordingId
from app.domain.recording import Recording
from app.domain.retention import DataClass, Facts
from app.protocol.codec import decode
from local_store.calls import put_draft
from local_store.connection import transaction, value
from local_store.executor import Database
from local_store.layers import put_recording
from local_store.profile import ProfilePaths
from local_store.times import from_us
from local_store.verdicts import facts_of_recording, kept, schedule_of


@dataclass(frozen=True)
class Restored:
    """How much was brought back from the copies."""

    audio: int = 0
    drafts: int = 0


def restore(db: Database, paths: ProfilePaths, *, rebuilt: bool) -> Restored:
    """Put originals and copies in step when a profile is opened; what only the copy has is brought back.

    `rebuilt`: console.db was begun anew, so that a draft's call cannot be known here yet.
    """
    audio = sum(_restore_audio(db, paths, *row) for row in db.spare.execute(_ALL_AUDIO).fetchall())
    rows = db.spare.execute("SELECT call_id, updated_at, body FROM draft").fetchall()
    drafts = sum(_restore_draft(db, *row, rebuilt=rebuilt) for row in rows)
    _copy_again(db)
    return Restored(audio, drafts)


_ALL_AUDIO = "SELECT file, recording_id, role, created_at, key, recording FROM audio"


def _restore_audio(
    db: Database,
    paths: ProfilePaths,
    file: str,
    recording_id: str,
    role: str,
    created_at: int,
    key: bytes,
    recording: str | None,
) -> int:
    complete = role == "quarantine" or recording is not None
    if not (complete and (paths.media / file).exists()):
        return 0
    found = value(db.keys, "SELECT 1 FROM media_key WHERE file = ?", (file,))
    if found is None:
        db.keys.execute("INSERT INTO media_key (file, key) VALUES (?,?)", (file, key))
    with transaction(db.main):
        if recording is not None and value(db.main, _KNOWN, (recording_id,)) is None:
            put_recording(db.main, decode(Recording, recording), made_here=True)
        row = value(db.main, "SELECT 1 FROM media WHERE file = ?", (file,))
        if row is None:
            _insert_media(db, file, RecordingId(recording_id), role, created_at, paths)
    return int(found is None or row is None)


_KNOWN = "SELECT 1 FROM recording WHERE id = ?"


def _insert_media(
    db: Database, file: str, recording_id: RecordingId, role: str, created_at: int, paths: ProfilePaths
) -> None:
    facts = facts_of_recording(db.main, recording_id) or Facts(from_us(created_at))
    db.main.execute(
        "INSERT INTO media (file, recording_id, campaign_id, role, state, made_here, size_bytes, created_at,"
        " basis_at, held, restricted, expires_at) VALUES (?,?,?,?,'here',1,?,?,?,?,?,?)",
        (
            file,
            recording_id,
            facts.campaign_id,
            role,
            (paths.media / file).stat().st_size,
            created_at,
            *kept(schedule_of(db.main), DataClass.CALL_RECORDING, facts).columns,
        ),
    )


def _restore_draft(db: Database, call_id: str, updated_at: int, body: str, *, rebuilt: bool) -> int:
    held = value(db.main, "SELECT updated_at FROM draft WHERE call_id = ?", (call_id,))
    known = value(db.main, "SELECT 1 FROM call WHERE id = ?", (call_id,)) is not None
    if (held is not None and held >= updated_at) or not (rebuilt or known):
        return 0
    with transaction(db.main):
        put_draft(db.main, decode(WrapUp, body), from_us(updated_at))
    return 1


def _copy_again(db: Database) -> None:
    """Make the copies what the originals are: some are missing after damage here, some have no use left."""
    unsent = db.main.execute(
        "SELECT m.file, m.recording_id, m.role, m.created_at, (SELECT r.base FROM recording r"
        " WHERE r.id = m.recording_id AND m.role = 'audio') FROM media m"
        " WHERE (m.made_here = 1 OR m.role = 'quarantine') AND m.uploaded = 0"
    ).fetchall()
    drafts = db.main.execute("SELECT call_id, updated_at, body FROM draft").fetchall()
    keys = dict(db.keys.execute("SELECT file, key FROM media_key").fetchall())
    with transaction(db.spare):
        db.spare.execute("DELETE FROM audio")
        db.spare.execute("DELETE FROM draft")
        for file, recording_id, role, created_at, recording in unsent:
            if file in keys:
                row = (file, recording_id, role, created_at, keys[file], recording)
                db.spare.execute("INSERT INTO audio VALUES (?,?,?,?,?,?)", row)
        db.spare.executemany("INSERT INTO draft VALUES (?,?,?)", drafts)
