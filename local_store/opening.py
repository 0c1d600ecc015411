"""Opens the databases of a profile: in step with one another, and begun anew where one is damaged."""

from collections.abc import Callable
from datetime import datetime

from app.errors import CallNexError
from local_store.connection import Connection, faults, open_keyed, suspicious
from local_store.executor import Database
from local_store.layers import text_of
from local_store.media_rows import MediaFiles
from local_store.outbox import recover
from local_store.partials import sweep_partials
from local_store.profile import ProfilePaths
from local_store.repair import (
    Rebuilt,
    damaged,
    discard,
    mark,
    marked,
    put_back,
    salvage,
    unmark,
)
from local_store.restoring import restore
from local_store.schema import KEYS_SCHEMA, migrate
from local_store.sealed_log import SealedLog
from local_store.spare import SPARE_SCHEMA
from local_store.state import REBUILT, set_state
from local_store.subkey import subkey

UNSENT = (
    "SELECT file FROM media WHERE (made_here = 1 OR role = 'quarantine') AND uploaded = 0"
    " AND state <> 'missing'"
)


class Opening:
    """Opens one profile. All on the DB thread.

    `on_rebuilt` is called when a damaged database was begun anew while the profile was open.
    """

    def __init__(
        self,
        paths: ProfilePaths,
        profile_key: bytes,
        log: SealedLog,
        files: MediaFiles,
        now: Callable[[], datetime],
    ) -> None:
        self._paths = paths
        self._key = profile_key
        self._log = log
        self._files = files
        self._now = now
        self.recovered = 0
        self.on_rebuilt: Callable[[], object] = lambda: None

    def __call__(self) -> Database:
        """Return the open databases, mended; raises EnvironmentFault STO-201 .. STO-206."""
        names = marked(self._paths)
        if not names:
            try:
                return self._in_step(self._open(), rebuilt=False)
            except CallNexError as fault:
                names = damaged(self._paths, self._key) if suspicious(fault) else ()
                if not names:
                    raise
                mark(self._paths, names)
        return self._rebuild(names)

    def mend(self, db: Database) -> Database:
        """Return a database that can be used after a page of `db` turned out damaged.

        What is damaged is begun anew; with nothing found, all is opened again (a bad read ends a connection).
        """
        db.close()
        names = damaged(self._paths, self._key)
        if not names:
            return self._open()
        mark(self._paths, names)
        fresh = self._rebuild(names)
        self.on_rebuilt()
        return fresh

    def _rebuild(self, names: tuple[str, ...]) -> Database:
        anew = self._paths.console.name in names
        found = salvage(self._paths, self._key) if anew else None
        discard(self._paths, names)
        db = self._open()
        try:
            with faults():
                if found is not None:
                    put_back(db.main, found)
                lost = self._audio_lost(db)
                self._in_step(db, rebuilt=anew)
                set_state(db.main, REBUILT, text_of(Rebuilt(self._now(), names, lost)))
            unmark(self._paths)
        except BaseException:
            db.close()
            raise
        return db

    def _audio_lost(self, db: Database) -> int:
        """Count audio that was made here, is not sent, and whose key is in neither place."""
        keys = {row[0] for row in db.keys.execute("SELECT file FROM media_key").fetchall()}
        keys |= {row[0] for row in db.spare.execute("SELECT file FROM audio").fetchall()}
        return sum(row[0] not in keys for row in db.main.execute(UNSENT).fetchall())

    def _in_step(self, db: Database, *, rebuilt: bool) -> Database:
        try:
            with faults():
                try:
                    self.recovered = recover(db.main, self._log, self._now())
                    restore(db, self._paths, rebuilt=rebuilt)
                    self._files.sweep(db)
                    sweep_partials(db)
                finally:
                    db.check_pages()
        except BaseException:
            db.close()
            raise
        return db

    def _open(self) -> Database:
        opened: list[Connection] = []
        try:
            for path, schema in (
                (self._paths.console, ""),
                (self._paths.keys, KEYS_SCHEMA),
                (self._paths.spare, SPARE_SCHEMA),
            ):
                con = open_keyed(path, subkey(self._key, path.name.encode("ascii")))
                opened.append(con)
                if schema:
                    con.executescript(schema)
                else:
                    migrate(con)
                path.chmod(0o600)
        except BaseException:
            for con in opened:
                con.close()
            raise
        return Database(*opened)
