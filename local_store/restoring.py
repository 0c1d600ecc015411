"""Brings back from spare.db what one of the other databases has lost; run when a profile is opened."""

from app.domain.call import WrapUp
from app.domain.ids import RecordingId
from app.domain.recording import Recording
from app.domain.retention import DataClass, Facts
from app.protocol.codec import decode
from local_store.calls import drafts_kept, put_draft
from local_store.connection import transaction, value
from local_store.executor import Database
from local_store.layers import put_recording
from local_store.media_rows import AUDIO, QUARANTINE
from local_store.profile import ProfilePaths
from local_store.times import from_us
from local_store.verdicts import facts_of_recording, kept, schedule_of


def restore(db: Database, paths: ProfilePaths, *, rebuilt: bool) -> None:
    """Put originals and copies in step when a profile is opened; what only the copy has is brought back.

    `rebuilt`: console.db was begun anew, and what it had counted is no measure any more.
    """
    for row in db.spare.execute(_ALL_AUDIO).fetchall():
        _restore_audio(db, paths, *row)
    seen = drafts_kept(db.main)
    # A draft that console.db has counted and does not hold was deleted there.
    lost = "SELECT updated_at, body FROM draft WHERE count > ? ORDER BY count"
    for row in db.spare.execute(lost, (-1 if rebuilt else seen,)).fetchall():
        _restore_draft(db, *row)
    _copy_again(db)


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
) -> None:
    complete = role == QUARANTINE or recording is not None
    if not (complete and (paths.media / file).exists()):
        return
    found = value(db.keys, "SELECT 1 FROM media_key WHERE file = ?", (file,))
    if found is None:
        db.keys.execute("INSERT INTO media_key (file, key) VALUES (?,?)", (file, key))
    with transaction(db.main):
        if recording is not None and value(db.main, _KNOWN, (recording_id,)) is None:
            put_recording(db.main, decode(Recording, recording), made_here=True)
        state = value(db.main, "SELECT state FROM media WHERE file = ?", (file,))
        if state is None:
            _insert_media(db, file, RecordingId(recording_id), role, created_at, paths)
        elif state == "writing" and role == AUDIO:
            # Its recording is copied once it is whole: a log cut short has forgotten that it was finished.
            size = (paths.media / file).stat().st_size
            db.main.execute("UPDATE media SET state = 'here', size_bytes = ? WHERE file = ?", (size, file))


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


def _restore_draft(db: Database, updated_at: int, body: str) -> None:
    draft = decode(WrapUp, body)
    held = value(db.main, "SELECT updated_at FROM draft WHERE call_id = ?", (draft.call_id,))
    if held is None or held <= updated_at:
        with transaction(db.main):
            put_draft(db.main, draft, from_us(updated_at))


def _copy_again(db: Database) -> None:
    """Make the copies what the originals are: some are missing after damage here, some have no use left."""
    unsent = db.main.execute(
        "SELECT m.file, m.recording_id, m.role, m.created_at, (SELECT r.base FROM recording r"
        " WHERE r.id = m.recording_id AND m.role = 'audio' AND m.state <> 'writing') FROM media m"
        " WHERE (m.made_here = 1 OR m.role = 'quarantine') AND m.uploaded = 0"
    ).fetchall()
    drafts = db.main.execute("SELECT call_id, updated_at, body FROM draft").fetchall()
    count = drafts_kept(db.main)
    keys = dict(db.keys.execute("SELECT file, key FROM media_key").fetchall())
    with transaction(db.spare):
        db.spare.execute("DELETE FROM audio")
        db.spare.execute("DELETE FROM draft")
        for file, recording_id, role, created_at, recording in unsent:
            if file in keys:
                row = (file, recording_id, role, created_at, keys[file], recording)
                db.spare.execute("INSERT INTO audio VALUES (?,?,?,?,?,?)", row)
        db.spare.executemany(f"INSERT INTO draft VALUES (?,?,?,{count})", drafts)
