"""Speech models and a transcriber in memory: what is said is known beforehand."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from typing import BinaryIO

from app.domain.ids import RecordingId
from app.domain.recording import Transcript
from app.ports.transcriber import NOTHING_KNOWN, Known, Model, Pace, TranscriptionProgress


class MemoryModels:
    """Implements `Models`."""

    def __init__(self, *models: Model) -> None:
        self.models = models

    async def installed(self) -> tuple[Model, ...]:
        """Return the models."""
        return self.models

    async def for_language(self, language: str) -> Model | None:
        """Return the first that knows the language; one that is not known fits any model."""
        primary = language.split("-")[0]
        any_fits = not primary
        fitting = (m for m in self.models if any_fits or not m.languages or primary in m.languages)
        return next(fitting, None)


class MemoryTranscriber:
    """Implements `Transcriber`. Works a step at each call of `step`; `transcripts` is what it finds."""

    def __init__(self, transcripts: Mapping[RecordingId, Transcript], steps: int = 4) -> None:
        self._transcripts = transcripts
        self._steps = steps
        self._go = asyncio.Semaphore(0)

    def step(self, count: int = 1) -> None:
        """Let it work on."""
        for _ in range(count):
            self._go.release()

    async def transcribe(
        self,
        recording_id: RecordingId,
        audio: BinaryIO,
        language: str,
        model: str,
        known: Known = NOTHING_KNOWN,
    ) -> AsyncGenerator[TranscriptionProgress | Transcript, None]:
        """Yield progress at every step, then the transcript."""
        transcript = self._transcripts[recording_id]
        total = transcript.turns[-1].end_s
        for number in range(1, self._steps + 1):
            await self._go.acquire()
            yield TranscriptionProgress(total * number / self._steps, total, ())
        yield transcript

    def pace(self, pace: Pace) -> None:
        """There is nothing to slow down."""

    def limit(self, threads: int) -> None:
        """There are no threads to limit."""

    async def close(self) -> None:
        """There is no child to end."""
