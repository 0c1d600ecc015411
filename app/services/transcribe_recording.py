"""Make the transcript of one recording, on this workstation."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from app.changes import Changes
from app.domain.ids import RecordingId
from app.domain.recording import Recording, Transcript
from app.domain.transcription_queue import Partial
from app.errors import UserFacing
from app.ports.stores import MediaStore, RecordingStore, Replica
from app.ports.transcriber import (
    NOTHING_KNOWN,
    AudioIncomplete,
    Known,
    Model,
    Models,
    Pace,
    Transcriber,
    TranscriptionProgress,
)
from app.services.redact_recording import RedactRecording

Progress = Callable[[float, float], None]
"""Told the seconds done and the seconds in all."""
Gained = Callable[[Partial], Awaitable[None]]
"""Told what was newly recognised, to keep it: the work can go on from there."""


async def keep_nothing(_gained: Partial) -> None:
    """Let a transcript that is not finished be lost."""


def no_model() -> UserFacing:
    """Return what is said where no installed model fits."""
    return UserFacing(
        "TRN-110",
        "There is no speech model for this language on this workstation.",
        "Get one: callnex models add FOLDER or NAME.",
    )


class TranscribeStores(Protocol):
    """The stores that a transcription works on."""

    @property
    def recordings(self) -> RecordingStore:
        """Recordings and their transcripts."""
        ...

    @property
    def media(self) -> MediaStore:
        """Their audio."""
        ...

    @property
    def replica(self) -> Replica:
        """The policy, which says what is removed."""
        ...


class TranscribeRecording:
    """One at a time; the work waits in the transcriber's child, never here."""

    def __init__(self, stores: TranscribeStores, models: Models, transcriber: Transcriber) -> None:
        self._recordings = stores.recordings
        self._media = stores.media
        self._redact = RedactRecording(stores.media, stores.recordings, stores.replica)
        self._models = models
        self._transcriber = transcriber
        self._running: set[asyncio.Task[object]] = set()

    async def model_for(self, language: str) -> Model | None:
        """Return the installed model for a language, None where there is none."""
        return await self._models.for_language(language)

    def calm(self, on: bool) -> None:
        """Work at half speed while `on`: a call comes first."""
        self._transcriber.pace(Pace.HALF if on else Pace.FULL)

    def limit(self, threads: int) -> None:
        """Use at most this many processor threads from now on."""
        self._transcriber.limit(threads)

    async def transcribe(
        self,
        recording_id: RecordingId,
        progress: Progress,
        known: Known = NOTHING_KNOWN,
        gained: Gained = keep_nothing,
    ) -> Changes:
        """Transcribe and keep the text; cancelling the task stops the child at once.

        Raises UserFacing REC-101 when the recording is gone or frozen, before the work or by its end, TRN-110
        when no model fits, and what the transcriber raises. The text of incomplete audio is kept as far as it
        goes before AudioIncomplete is raised.
        """
        task = asyncio.current_task()
        assert task is not None, "a coroutine runs in a task"
        self._running.add(task)
        try:
            return await self._transcribe(_Work(recording_id, progress, known, gained))
        finally:
            self._running.discard(task)

    async def close(self) -> None:
        """Cancel what is under way or waits, and end the child; nothing is reported to anyone any more."""
        under_way = tuple(self._running)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self._transcriber.close()

    async def _transcribe(self, work: "_Work") -> Changes:
        language = (await self._usable(work.recording_id)).language
        model = await self.model_for(language)
        if model is None:
            raise no_model()
        try:
            transcript = await self._hear(work, language, model.name)
        except AudioIncomplete as cut:
            await self._keep(cut.transcript)
            raise
        return await self._keep(transcript)

    async def _keep(self, transcript: Transcript) -> Changes:
        # Minutes have passed: words of a recording deleted or frozen meanwhile must not come back by this.
        await self._usable(transcript.recording_id)
        await self._redact.before_keeping((transcript,))
        return await self._recordings.put_transcript(transcript)

    async def _usable(self, recording_id: RecordingId) -> Recording:
        item = await self._recordings.get(recording_id)
        if item is None:
            raise UserFacing("REC-101", "This recording cannot be shown any more.", "Choose another one.")
        return item.recording

    async def _hear(self, work: "_Work", language: str, model: str) -> Transcript:
        audio = await self._media.open(work.recording_id)
        heard = self._transcriber.transcribe(work.recording_id, audio, language, model, work.known)
        try:
            async with aclosing(heard) as steps:
                async for step in steps:
                    if isinstance(step, Transcript):
                        return step
                    work.progress(step.done_s, step.total_s)
                    if step.turns:
                        await work.gained(_partial(work.recording_id, model, step))
        finally:
            await asyncio.to_thread(audio.close)
        raise UserFacing(
            "TRN-111", "The speech model ended without a transcript.", "Try again, or with another model."
        )


@dataclass(frozen=True)
class _Work:
    recording_id: RecordingId
    progress: Progress
    known: Known
    gained: Gained


def _partial(recording_id: RecordingId, model: str, step: TranscriptionProgress) -> Partial:
    return Partial(recording_id, model, step.language, step.channels_s, step.turns)
