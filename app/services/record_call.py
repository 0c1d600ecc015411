"""Runs one call on the voice line and keeps its sound, durable about once a second, in quarantine."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace

from app.domain.policy import UncheckedAudio
from app.errors import Bug, EnvironmentFault, Explanation
from app.ports.clock import Clock
from app.ports.stores import MediaStore, MediaWriter
from app.ports.voice import Answerer, AudioChunk, Levels, LineState, LineStatus, VoiceLine
from app.services.release_recording import (
    FRAME_BYTES,
    RECORDING_HZ,
    RecordedCall,
    Released,
    ReleaseRecording,
    recording_of,
)

DURABLE_EVERY_BYTES = RECORDING_HZ * FRAME_BYTES


@dataclass(frozen=True)
class Recorded:
    """Seconds of the call that are safe on disk."""

    seconds: float


@dataclass(frozen=True)
class NotRecorded:
    """The recording stopped while the call goes on; the agent and the customer should know."""

    why: Explanation


CallEvent = LineStatus | Levels | Recorded | NotRecorded | Released


class RecordCall:
    """One call at a time, as the line has it."""

    def __init__(self, line: VoiceLine, media: MediaStore, release: ReleaseRecording, clock: Clock) -> None:
        self._line = line
        self._media = media
        self._release = release
        self._clock = clock

    async def keeps(self, language: str, unchecked: UncheckedAudio) -> bool:
        """Return whether the audio of a call in this language is going to be kept."""
        return await self._release.keeps(language, unchecked)

    async def __call__(
        self, call: RecordedCall, answerer: Answerer, unchecked: UncheckedAudio
    ) -> AsyncGenerator[CallEvent, None]:
        """Place the call; yields what happens and, after ENDED, what became of the recording.

        `call.started_at` is set anew when sound is first received. Closing the iterator hangs up, and what
        was recorded stays in quarantine for `ReleaseRecording.recover`. Raises what `answerer` raises, and
        EnvironmentFault when the recording cannot be released (it stays in quarantine as well).
        """
        tape, trouble = _Tape(self._media, call), None
        async with aclosing(self._line.call(answerer)) as events:
            try:
                async for event in events:
                    if isinstance(event, AudioChunk):
                        said = await tape.add(event)
                        if said is not None:
                            yield said
                        continue
                    if isinstance(event, LineStatus) and event.state is LineState.CONNECTED:
                        call = replace(call, started_at=self._clock.now())
                    yield event
            finally:
                trouble = await tape.end()
        if trouble is not None:
            yield trouble
        if tape.begun:
            yield await self._release(call, unchecked)


class _Tape:
    """The quarantined audio of one call. A full disk stops the tape, never the call."""

    def __init__(self, media: MediaStore, call: RecordedCall) -> None:
        self._media = media
        self._id = recording_of(call.call_id)
        self._writer: MediaWriter | None = None
        self._pending = bytearray()
        self._written = 0
        self._stopped = False
        self.begun = False

    async def add(self, chunk: AudioChunk) -> Recorded | NotRecorded | None:
        """Take a chunk; return what the person should see, when there is something."""
        if chunk.sample_rate != RECORDING_HZ:
            raise Bug(f"The voice line records at {chunk.sample_rate} Hz instead of {RECORDING_HZ}.")
        if self._stopped:
            return None
        self._pending += chunk.pcm
        if len(self._pending) < DURABLE_EVERY_BYTES:
            return None
        return await self._flush() or Recorded(self._written / (RECORDING_HZ * FRAME_BYTES))

    async def end(self) -> NotRecorded | None:
        """Make the rest durable and close the file; it stays in quarantine."""
        trouble = await self._flush() if self._pending and not self._stopped else None
        if self._writer is not None:
            writer, self._writer = self._writer, None
            await writer.commit()
        return trouble

    async def _flush(self) -> NotRecorded | None:
        try:
            if self._writer is None:
                self._writer = await self._media.quarantine(self._id)
                self.begun = True
            await self._writer.write(bytes(self._pending))
        except EnvironmentFault as fault:
            self._stopped = True
            return NotRecorded(fault.explanation)
        self._written += len(self._pending)
        self._pending.clear()
        return None
