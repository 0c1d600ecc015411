"""Keys, rows and files of audio, on the DB thread. Whatever is destroyed loses its key first."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import RecordingId
from app.domain.retention import DataClass, Facts
from app.errors import EnvironmentFault
from local_store.connection import KEY_BYTES, Connection, transaction, value
from local_store.ends import end, live
from local_store.executor import Database
from local_store.expiry import write_expiry
from local_store.files import sync_folder
from local_store.media_file import remove_file
from local_store.profile import ProfilePaths
from local_store.spare import copy_key
from local_store.times import to_us
from local_store.verdicts import facts_of_recording, kept, schedule_of

AUDIO = "audio"
QUARANTINE = "quarantine"


@dataclass(frozen=True)
class Keyed:
    """An audio file and its key."""

    file: str
    key: bytes


class MediaFiles:
    """Rows of `media` in console.db, keys in keys.db, files in the media folder; keeps them in step."""

    def __init__(self, paths: ProfilePaths, revoke: Callable[[str], None] = lambda file: None) -> None:
        """`revoke` is told a file's name before it is destroyed, to end streams that read it."""
        self._paths = paths
        self._revoke = revoke

    def on_destroy(self, revoke: Callable[[str], None]) -> None:
        """Set who is told before a file is destroyed."""
        self._revoke = revoke

    def begin(self, db: Database, recording_id: RecordingId, role: str, now: datetime) -> Keyed:
        """Make a key and a row for a new file, in that order: a file without a key is only noise."""
        made = Keyed(secrets.token_hex(16), secrets.token_bytes(KEY_BYTES))
        db.keys.execute("INSERT INTO media_key (file, key) VALUES (?,?)", (made.file, made.key))
        at = to_us(now)
        facts = facts_of_recording(db.main, recording_id) or Facts(now)
        sql = "SELECT EXISTS (SELECT 1 FROM media WHERE recording_id = ? AND role = 'quarantine')"
        made_here = role == QUARANTINE or bool(value(db.main, sql, (recording_id,)))
        if made_here:
            copy_key(db, made.file, recording_id, role, at, made.key)
        with transaction(db.main):
            db.main.execute(
                "INSERT INTO media (file, recording_id, campaign_id, role, state, made_here, created_at,"
                " basis_at, held, restricted, expires_at) VALUES (?,?,?,?,'writing',?,?,?,?,?,?)",
                (
                    made.file,
                    recording_id,
                    facts.campaign_id,
                    role,
                    int(made_here),
                    at,
                    *kept(schedule_of(db.main), DataClass.CALL_RECORDING, facts).columns,
                ),
            )
        return made

    def complete(self, db: Database, file: str, size: int) -> None:
        """Make a written file visible and destroy the one it replaces."""
        sync_folder(self._paths.media)
        with transaction(db.main):
            db.main.execute("UPDATE media SET state = 'here', size_bytes = ? WHERE file = ?", (size, file))
        rows = db.main.execute(
            "SELECT o.file FROM media o JOIN media n ON n.file = ? AND o.recording_id = n.recording_id"
            " AND o.role = n.role AND o.file <> n.file",
            (file,),
        ).fetchall()
        self.destroy(db, [row[0] for row in rows])
        self.list_expiry(db)

    def find(self, db: Database, recording_id: RecordingId, role: str, now: dict[str, int]) -> Keyed | None:
        """Return the newest file of a recording that may be seen, None when there is none."""
        row = db.main.execute(
            "SELECT m.file FROM media m WHERE m.recording_id = :id AND m.role = :role"
            f" AND {live(db.main, 'media', 'm')}"
            " AND (m.state = 'here' OR m.role = 'quarantine')"
            " ORDER BY m.created_at DESC",
            {"id": recording_id, "role": role, **now},
        ).fetchone()
        if row is None:
            return None
        key = value(db.keys, "SELECT key FROM media_key WHERE file = ?", (row[0],))
        if key is None or not (self._paths.media / row[0]).exists():
            db.main.execute("UPDATE media SET state = 'missing' WHERE file = ?", (row[0],))
            return None
        return Keyed(row[0], bytes(key))

    def destroy_of(self, db: Database, recording_ids: Iterable[str], role: str | None = None) -> int:
        """Destroy every file of these recordings (of one role); return how many there were."""
        files = [
            row[0]
            for recording_id in recording_ids
            for row in db.main.execute(
                "SELECT file FROM media WHERE recording_id = ? AND role = ifnull(?, role)",
                (recording_id, role),
            ).fetchall()
        ]
        self.destroy(db, files)
        if files:
            self.list_expiry(db)
        return len(files)

    def destroy(self, db: Database, files: Sequence[str]) -> None:
        """Both copies of the keys, scrubbed, then files, then rows; killed anywhere, the sweep goes on."""
        if not files:
            return
        for file in files:
            self._revoke(file)
        for con, table in ((db.spare, "audio"), (db.keys, "media_key")):
            with transaction(con):
                con.executemany(f"DELETE FROM {table} WHERE file = ?", [(file,) for file in files])
            scrub(con)
        for file in files:
            remove_file(self._paths.media / file)
        sync_folder(self._paths.media)
        with transaction(db.main):
            db.main.executemany("DELETE FROM media WHERE file = ?", [(file,) for file in files])

    def list_expiry(self, db: Database) -> None:
        """Write expiry.list anew where a time changed."""
        rows = db.main.execute(
            f"SELECT file, {end(db.main, 'media')} AS ends FROM media"
            " WHERE ends IS NOT NULL AND held = 0 AND restricted = 0"
        ).fetchall()
        write_expiry(self._paths.expiry, dict(rows))

    def sweep(self, db: Database) -> None:
        """Put rows, keys and files in step again after a crash; run once when a profile is opened.

        An unfinished download goes; live audio in quarantine stays; audio whose file or key is gone is
        shown as missing; keys and files that no row knows are destroyed.
        """
        rows = db.main.execute("SELECT file, role, state FROM media").fetchall()
        keys = {row[0] for row in db.keys.execute("SELECT file FROM media_key").fetchall()}
        there = {path.name for path in self._paths.media.iterdir()}
        torn = [file for file, role, state in rows if role == AUDIO and state == "writing"]
        lost = [file for file, role, _ in rows if role == QUARANTINE and not (file in keys and file in there)]
        known = {row[0] for row in rows}
        self.destroy(db, [*torn, *lost, *sorted(keys - known)])
        for name in there:
            if name.partition("-")[0] not in known & keys:
                remove_file(self._paths.media / name)
        missing = known - set(torn) - set(lost) - (keys & there)
        with transaction(db.main):
            db.main.executemany(
                "UPDATE media SET state = 'missing' WHERE file = ?", [(file,) for file in sorted(missing)]
            )
        self.list_expiry(db)


def scrub(con: Connection) -> None:
    """Leave nothing of deleted rows in free pages or in the write-ahead log.

    Raises EnvironmentFault STO-210 when a reader still holds the log: nothing may be called scrubbed then.
    """
    # Statistics hold samples of the rows they were taken from; nothing here takes any, a newer SQLite might.
    if value(con, "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name LIKE 'sqlite_stat_')"):
        con.execute("ANALYZE")
    con.execute("VACUUM")
    busy = con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise EnvironmentFault(
            "STO-210",
            "Deleted data could not be overwritten yet: the local data is being read.",
            "It is tried again when the console is idle.",
        )
