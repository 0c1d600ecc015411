"""Implements app.ports.transcriber.Transcriber: the console's side of the child process."""

import asyncio
import os
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from app.domain.ids import RecordingId
from app.domain.recording import Transcript, TranscriptSource
from app.ports.clock import Clock
from app.ports.transcriber import NOTHING_KNOWN, AudioIncomplete, Known, Pace, TranscriptionProgress
from app.transcription.audio_source import AudioSource
from app.transcription.line import Cancelled, Job, Line
from app.transcription.models import primary
from app.transcription.turns import merge

IDLE_S = 3.0
"""A child with nothing to do keeps its model this long, then gives the memory back by ending."""


class ModelFolders(Protocol):
    """Where installed models are; see `app.transcription.models.ModelLibrary`."""

    def folder_for(self, model: str, language: str) -> Path:
        """Return the folder of an installed model; raises UserFacing when it is damaged or does not fit."""
        ...


def default_threads() -> int:
    """Return half of the processor's threads: the other half is the person's."""
    return max(1, (os.cpu_count() or 2) // 2)


@dataclass(frozen=True)
class _Wanted:
    recording_id: RecordingId
    audio: BinaryIO
    language: str
    model: str
    known: Known


class ChildTranscriber:
    """Transcribes one recording at a time; a second call waits for the first."""

    def __init__(
        self,
        folders: ModelFolders,
        clock: Clock,
        *,
        threads: int | None = None,
        idle_s: float = IDLE_S,
        start: Sequence[str] | None = None,
    ) -> None:
        """`start` is how to start the child, for tests that put another one in its place."""
        self._folders = folders
        self._clock = clock
        self._line = Line(threads or default_threads(), start)
        self._idle_s = idle_s
        self._idle: threading.Timer | None = None
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """Process id of the child, None while there is none."""
        return self._line.pid

    async def transcribe(
        self,
        recording_id: RecordingId,
        audio: BinaryIO,
        language: str,
        model: str,
        known: Known = NOTHING_KNOWN,
    ) -> AsyncGenerator[TranscriptionProgress | Transcript, None]:
        """See app.ports.transcriber.Transcriber.transcribe."""
        async with self._turn:
            self._stay()
            self._line.admit()
            loop = asyncio.get_running_loop()
            events: asyncio.Queue[TranscriptionProgress | None] = asyncio.Queue()

            def tell(progress: TranscriptionProgress) -> None:
                loop.call_soon_threadsafe(events.put_nowait, progress)

            pool = ThreadPoolExecutor(1, "transcription")
            job = _Wanted(recording_id, audio, language, model, known)
            work = loop.run_in_executor(pool, self._work, job, tell)
            work.add_done_callback(lambda _: events.put_nowait(None))
            try:
                while (progress := await events.get()) is not None:
                    yield progress
                yield await work
            except Cancelled:
                return  # closed meanwhile
            finally:
                if not work.done():
                    self._line.stop()
                    await asyncio.wait([work])
                    work.exception()  # Cancelled, which was asked for
                pool.shutdown()
                self._leave_when_idle()

    def pace(self, pace: Pace) -> None:
        """See app.ports.transcriber.Transcriber.pace."""
        self._line.pace(pace)

    def limit(self, threads: int) -> None:
        """See app.ports.transcriber.Transcriber.limit."""
        self._line.limit(min(threads, os.cpu_count() or threads))

    async def close(self) -> None:
        """End the child process."""
        self._stay()
        self._line.stop()
        await asyncio.to_thread(self._line.end)

    def _stay(self) -> None:
        if self._idle:
            self._idle.cancel()
            self._idle = None

    def _leave_when_idle(self) -> None:
        if self._line.pid is None:
            return
        self._idle = threading.Timer(self._idle_s, self._line.end)
        self._idle.daemon = True
        self._idle.start()

    def _work(self, wanted: _Wanted, tell: Callable[[TranscriptionProgress], None]) -> Transcript:
        folder = self._folders.folder_for(wanted.model, wanted.language)
        source = AudioSource(wanted.audio)
        try:
            job = _job(source, wanted)
            self._line.work(job, folder, tell)
        finally:
            source.close()
        transcript = Transcript(
            wanted.recording_id,
            TranscriptSource.RECOGNISED,
            wanted.model,
            job.language,
            merge(job.turns),
            self._clock.now(),
            revision=0,
        )
        if not job.complete:
            raise AudioIncomplete(job.sent_s, transcript)
        return transcript


def _job(source: AudioSource, wanted: _Wanted) -> Job:
    job = Job(source, primary(wanted.language), vocabulary=wanted.known.vocabulary)
    since = wanted.known.since
    # Words of another model, or of an audio file that was something else then, are not gone on from.
    if since and since.model == wanted.model and len(since.done_s) == source.channels:
        job.language, job.done_s, job.turns = since.language, list(since.done_s), list(since.turns)
    return job
