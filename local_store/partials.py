"""Words of unfinished transcripts: nobody has looked through them yet, so they end with their key. DB thread.

Each turn is one libsodium SecretBox (XSalsa20-Poly1305) in console.db, under a random key of its recording
that lies in keys.db alone. What is destroyed loses its key first; the sealed bytes that stay in gaps of pages
and in the log of console.db are noise from then on, so that nothing is owed (docs/decisions/0013).

A transcript is under way when it has a head (`transcription.partial`) and a key. Whatever has one of the two,
or turns without a head, was cut off in the middle of being destroyed: `sweep_partials` finishes that.
"""

import secrets
from collections.abc import Iterable

from nacl.secret import SecretBox

from app.domain.ids import RecordingId
from local_store.connection import Connection, transaction, value
from local_store.executor import Database
from local_store.media_rows import scrub

_LEFT = (
    "SELECT EXISTS (SELECT 1 FROM transcription_turn WHERE recording_id = :id)"
    " OR EXISTS (SELECT 1 FROM transcription WHERE recording_id = :id AND partial IS NOT NULL)"
)


def begin_partial(db: Database, recording_id: RecordingId) -> SecretBox:
    """Make a key for a transcript that begins; what was there before is destroyed."""
    destroy_partials(db, (recording_id,))
    key = secrets.token_bytes(SecretBox.KEY_SIZE)
    db.keys.execute("INSERT INTO partial_key (recording_id, key) VALUES (?,?)", (recording_id, key))
    return SecretBox(key)


def box_of(db: Database, recording_id: RecordingId) -> SecretBox | None:
    """Return what opens and seals the turns of a recording, None when its key is gone: then they are too."""
    key = value(db.keys, "SELECT key FROM partial_key WHERE recording_id = ?", (recording_id,))
    return None if key is None else SecretBox(bytes(key))


def end_partial(con: Connection, recording_id: RecordingId) -> None:
    """Take the head off, inside the transaction that makes the turns needless; then destroy them."""
    con.execute("UPDATE transcription SET partial = NULL WHERE recording_id = ?", (recording_id,))


def destroy_partials(db: Database, recording_ids: Iterable[str]) -> None:
    """Keys, scrubbed, then turns and heads; killed anywhere, the sweep goes on.

    Raises EnvironmentFault STO-210 when a reader holds the log of keys.db; to be done again then.
    """
    going = [(recording_id,) for recording_id in recording_ids if _is_left(db, recording_id)]
    if not going:
        return
    with transaction(db.keys):
        db.keys.executemany("DELETE FROM partial_key WHERE recording_id = ?", going)
    # Not only where a key was deleted now: one deleted before a kill may still lie in the log.
    scrub(db.keys)
    with transaction(db.main):
        db.main.executemany("DELETE FROM transcription_turn WHERE recording_id = ?", going)
        db.main.executemany("UPDATE transcription SET partial = NULL WHERE recording_id = ?", going)


def sweep_partials(db: Database) -> None:
    """Destroy what a crash, or one database begun anew, left unwhole; run when a profile is opened."""
    keyed = {row[0] for row in db.keys.execute("SELECT recording_id FROM partial_key").fetchall()}
    headed, turned = (
        {row[0] for row in db.main.execute(f"SELECT DISTINCT recording_id FROM {where}").fetchall()}
        for where in ("transcription WHERE partial IS NOT NULL", "transcription_turn")
    )
    destroy_partials(db, sorted((keyed | headed | turned) - (keyed & headed)))


def _is_left(db: Database, recording_id: str) -> bool:
    keyed = value(db.keys, "SELECT 1 FROM partial_key WHERE recording_id = ?", (recording_id,))
    return keyed is not None or bool(db.main.execute(_LEFT, {"id": recording_id}).fetchone()[0])
