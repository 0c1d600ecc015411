"""Encrypted audio: one keyed file a recording, written and opened on a thread of its own."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO, TypeVar, cast
from weakref import WeakKeyDictionary

from app.domain.ids import RecordingId
from app.errors import EnvironmentFault, UserFacing
from app.ports.clock import Clock
from app.ports.stores import MediaWriter
from local_store.ends import live
from local_store.executor import Database, DbThread
from local_store.media_file import MediaStream, begin, read_peaks, write_peaks
from local_store.media_rows import AUDIO, QUARANTINE, Keyed, MediaFiles
from local_store.media_writer import KeyedWriter
from local_store.profile import ProfilePaths
from local_store.spare import forget_audio
from local_store.verdicts import now_us

T = TypeVar("T")


class SqlMedia:
    """Implements app.ports.stores.MediaStore."""

    def __init__(self, db: DbThread, clock: Clock, paths: ProfilePaths, files: MediaFiles) -> None:
        self._db = db
        self._clock = clock
        self._paths = paths
        self._files = files
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="callnex-media")
        self._streams: WeakKeyDictionary[MediaStream, str] = WeakKeyDictionary()
        self._writers: dict[str, KeyedWriter] = {}
        # Opened on the caller's thread, revoked on the DB thread.
        self._lock = threading.Lock()
        files.on_destroy(self._revoke)

    async def writer(self, recording_id: RecordingId) -> MediaWriter:
        """Begin a file under a new key; the recording's present audio stays until `commit`."""
        return await self._begin(recording_id, AUDIO)

    async def quarantine(self, recording_id: RecordingId) -> MediaWriter:
        """Begin the raw audio of a live call; each `write` is durable on return."""
        return await self._begin(recording_id, QUARANTINE)

    async def _begin(self, recording_id: RecordingId, role: str) -> MediaWriter:
        now = self._clock.now()
        made = await self._db.run(lambda db: self._files.begin(db, recording_id, role, now))
        path, live_audio = self._paths.media / made.file, role == QUARANTINE
        con = await self._work(lambda: begin(path, made.key, durable=live_audio))
        writer = KeyedWriter(con, made.file, live_audio, self._work, self._complete, self._destroy)
        self._writers[made.file] = writer
        return writer

    async def quarantined(self) -> tuple[RecordingId, ...]:
        """Return live recordings that were never released, oldest first; not those being made now."""

        def read(db: Database) -> tuple[RecordingId, ...]:
            rows = db.main.execute(
                "SELECT recording_id, file FROM media WHERE role = 'quarantine' ORDER BY created_at, rowid"
            ).fetchall()
            return tuple(RecordingId(row[0]) for row in rows if row[1] not in self._writers)

        return await self._db.run(read)

    async def open_quarantined(self, recording_id: RecordingId) -> BinaryIO:
        """Return the raw stream (interleaved little-endian int16 stereo), to check and release it."""
        return await self._open(recording_id, QUARANTINE)

    async def end_quarantine(self, recording_id: RecordingId) -> None:
        """Destroy the quarantine key and file."""
        await self._db.run(lambda db: self._files.destroy_of(db, [recording_id], QUARANTINE))

    async def open(self, recording_id: RecordingId) -> BinaryIO:
        """Return a seekable stream of the FLAC bytes; raises UserFacing STO-231 when it is not here.

        C libraries swallow what a Python file raises: the stream keeps it in `fault`.
        """
        return await self._open(recording_id, AUDIO)

    async def _open(self, recording_id: RecordingId, role: str) -> BinaryIO:
        found = await self._find(recording_id, role)
        if found is None:
            raise _not_here()
        path, recover = self._paths.media / found.file, role == QUARANTINE
        stream = await self._work(lambda: MediaStream(path, found.key, recover=recover))
        with self._lock:
            self._streams[stream] = found.file
        return cast("BinaryIO", stream)

    async def has(self, recording_id: RecordingId) -> bool:
        """Return whether the audio is here, complete, and may be seen."""
        return await self._find(recording_id, AUDIO) is not None

    async def remove(self, recording_id: RecordingId) -> None:
        """Destroy the key, then the file; an open stream of it ends with STO-232."""
        await self._db.run(lambda db: self._files.destroy_of(db, [recording_id], AUDIO))

    async def peaks(self, recording_id: RecordingId) -> bytes | None:
        """Return the stored peaks pyramid, None when there is none or no audio."""
        found = await self._find(recording_id, AUDIO)
        if found is None:
            return None
        path, key = self._paths.media / found.file, found.key
        return await self._work(lambda: read_peaks(path, key))

    async def put_peaks(self, recording_id: RecordingId, peaks: bytes) -> None:
        """Keep the peaks pyramid beside the audio, under the same key; raises UserFacing STO-231."""
        found = await self._find(recording_id, AUDIO)
        if found is None:
            raise _not_here()
        path, key = self._paths.media / found.file, found.key
        await self._work(lambda: write_peaks(path, key, peaks))

    async def waiting_upload(self) -> tuple[RecordingId, ...]:
        """Return recordings made here whose audio the platform has not accepted yet, oldest first."""
        now = now_us(self._clock.now())

        def read(db: Database) -> tuple[RecordingId, ...]:
            rows = db.main.execute(
                "SELECT m.recording_id FROM media m LEFT JOIN recording r ON r.id = m.recording_id"
                " WHERE m.role = 'audio' AND m.state = 'here' AND m.uploaded = 0"
                f" AND (m.made_here = 1 OR r.made_here = 1) AND {live(db.main, 'media', 'm')}"
                " ORDER BY m.created_at, m.rowid",
                now,
            ).fetchall()
            return tuple(RecordingId(row[0]) for row in rows)

        return await self._db.run(read)

    async def uploaded(self, recording_id: RecordingId) -> None:
        """Record that the platform has the audio."""

        def write(db: Database) -> None:
            sql = "UPDATE media SET uploaded = 1 WHERE recording_id = ? AND role = 'audio'"
            db.main.execute(sql, (recording_id,))
            forget_audio(db, recording_id)

        await self._db.run(write)

    def close(self) -> None:
        """End every stream and writer; what was not committed is found by the next start's sweep."""
        with self._lock:
            reading = list(self._streams)
        for stream in reading:
            stream.revoke()
        for writer in list(self._writers.values()):
            self._pool.submit(writer.abandon)
        self._writers.clear()
        self._pool.shutdown(wait=True)

    async def _find(self, recording_id: RecordingId, role: str) -> Keyed | None:
        now = now_us(self._clock.now())
        return await self._db.run(lambda db: self._files.find(db, recording_id, role, now))

    async def _work(self, work: Callable[[], T]) -> T:
        try:
            future = self._pool.submit(work)
        except RuntimeError as error:
            raise EnvironmentFault("STO-209", "The local data is closed.", "Sign in again.") from error
        return await asyncio.wrap_future(future)

    async def _complete(self, file: str, size: int) -> None:
        self._writers.pop(file, None)
        await self._db.run(lambda db: self._files.complete(db, file, size))

    async def _destroy(self, file: str) -> None:
        self._writers.pop(file, None)
        await self._db.run(lambda db: self._files.destroy(db, [file]))

    def _revoke(self, file: str) -> None:
        with self._lock:
            reading = [stream for stream, name in self._streams.items() if name == file]
        for stream in reading:
            stream.revoke()


def _not_here() -> UserFacing:
    return UserFacing(
        "STO-231",
        "The audio of this recording is not on this workstation.",
        "Connect to the platform to fetch it, if it has not been deleted.",
    )
