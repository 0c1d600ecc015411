"""Opens every store of one profile, and closes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.ids import EnrolmentId
from app.ports.clock import Clock
from app.ports.stores import Stores
from app.protocol.codec import decode
from local_store.calls import SqlCalls
from local_store.campaigns import SqlCampaigns
from local_store.contacts import SqlContacts
from local_store.executor import Database, DbThread
from local_store.media import SqlMedia
from local_store.media_rows import MediaFiles
from local_store.opening import Opening
from local_store.outbox import ActionSealer, SqlOutbox
from local_store.profile import ProfilePaths
from local_store.recordings import SqlRecordings
from local_store.repair import Rebuilt
from local_store.replica import SqlReplica
from local_store.retention import SqlRetention
from local_store.sealed_log import SealedLog
from local_store.state import REBUILT, clear_state, get_state
from local_store.transcription_queue import SqlTranscriptionQueue


@dataclass(frozen=True)
class OpenStores:
    """The stores of one open profile."""

    stores: Stores
    _opening: Opening
    _db: DbThread
    _media: SqlMedia

    @property
    def recovered(self) -> int:
        """How many actions were found sealed whose rows were lost."""
        return self._opening.recovered

    def on_rebuilt(self, call: Callable[[], object]) -> None:
        """Have `call` called, on the DB thread, when a database is begun anew while it is open."""
        self._opening.on_rebuilt = call

    async def rebuilt(self) -> Rebuilt | None:
        """Return what was begun anew since this was last asked, None when nothing was: told once."""

        def take(db: Database) -> Rebuilt | None:
            text = get_state(db.main, REBUILT)
            clear_state(db.main, REBUILT)
            return None if text is None else decode(Rebuilt, text)

        return await self._db.run(take)

    def interrupt(self) -> None:
        """Abort the query that runs now (a search that is no longer wanted); any thread may call it."""
        self._db.interrupt()

    def close(self) -> None:
        """End streams and writers, finish the work under way, close every file. Blocking, idempotent.

        Also what a wipe calls as `close_handles`: by then the key is unlinked, nothing can be opened again.
        """
        self._media.close()
        self._db.close()


def open_stores(
    paths: ProfilePaths,
    profile_key: bytes,
    clock: Clock,
    sealer: ActionSealer,
    enrolment_id: EnrolmentId,
    reached: Callable[[str], None] = lambda step: None,
    *,
    proven: Callable[[], datetime | None] | None = None,
    receipts: Path | None = None,
) -> OpenStores:
    """Open (or create) the stores under the profile key; blocking, so call it off the GUI thread.

    Brings the schema up to date, mends the sealed outbox and puts audio rows, keys and files in step.
    `clock` hides what is over its time; `proven` gives the time that may destroy it (None: no time is known,
    so nothing is destroyed; left out: the clock's). `receipts`: where the receipt chain lies, if elsewhere.
    A damaged database is begun anew where the key is known to be right (local_store.repair).
    Raises EnvironmentFault STO-201 .. STO-206 with nothing changed.
    """
    paths.make()
    log, files = SealedLog(paths.outbox), MediaFiles(paths)
    opening = Opening(paths, profile_key, log, files, clock.now)
    db = DbThread(opening, opening.mend)
    media = SqlMedia(db, clock, paths, files)
    stores = Stores(
        SqlCampaigns(db, clock),
        SqlContacts(db, clock),
        SqlCalls(db, clock),
        SqlRecordings(db, clock),
        SqlOutbox(db, clock, log, sealer, enrolment_id, reached),
        SqlReplica(db, clock, files),
        media,
        SqlRetention(db, clock, files, receipts or paths.receipts, proven),
        SqlTranscriptionQueue(db, clock),
    )
    return OpenStores(stores, opening, db, media)
