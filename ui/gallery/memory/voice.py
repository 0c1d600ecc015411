"""A voice line whose other end is moved by hand."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from app.changes import Changes
from app.domain.outcome import SystemResult
from app.domain.policy import UncheckedAudio
from app.ports.voice import (
    Answerer,
    AudioChunk,
    AudioDevice,
    Devices,
    Levels,
    LineEvent,
    LineState,
    LineStatus,
)
from app.services.record_call import CallEvent, Recorded
from app.services.release_recording import RECORDING_HZ, Fate, RecordedCall, Released, recording_of

_SECOND = AudioChunk(bytes(RECORDING_HZ * 4), RECORDING_HZ)


class MemoryLine:
    """Implements `VoiceLine`. `answer`, `speak` and `end` are what the other end does."""

    def __init__(self) -> None:
        self._events: asyncio.Queue[LineEvent] | None = None
        self.muted = self.held = False

    async def devices(self) -> Devices:
        """Return one headset."""
        return Devices((AudioDevice("headset", "Headset", False, True),), null=False)

    async def call(self, answerer: Answerer) -> AsyncGenerator[LineEvent, None]:
        """Yield what the other end does until it is over."""
        self._events = asyncio.Queue()
        try:
            yield LineStatus(LineState.CONNECTING)
            await answerer("offer")
            while True:
                event = await self._events.get()
                yield event
                if isinstance(event, LineStatus) and event.state is LineState.ENDED:
                    return
        finally:
            self._events = None
            self.muted = self.held = False

    async def mute(self, on: bool) -> None:
        """Remember it."""
        self.muted = on

    async def hold(self, on: bool) -> None:
        """Remember it."""
        self.held = on

    async def hang_up(self) -> None:
        """End the call from this side."""
        self.end(SystemResult.ANSWERED)

    async def close(self) -> None:
        """There is no child to end."""

    @property
    def busy(self) -> bool:
        """Whether a call is up."""
        return self._events is not None

    def answer(self) -> None:
        """The other end picks up."""
        self._put(LineStatus(LineState.CONNECTED))

    def speak(self, agent_db: float, customer_db: float, round_trip_ms: float | None = None) -> None:
        """A second of sound."""
        self._put(_SECOND)
        self._put(Levels(agent_db, customer_db, round_trip_ms))

    def end(self, result: SystemResult) -> None:
        """The line goes down."""
        self._put(LineStatus(LineState.ENDED, result))

    def _put(self, event: LineEvent) -> None:
        if self._events is not None:
            self._events.put_nowait(event)


class MemoryRecorder:
    """Runs a line as `RecordCall` does and counts the seconds instead of keeping the sound."""

    def __init__(self, line: MemoryLine) -> None:
        self._line = line

    async def keeps(self, language: str, unchecked: UncheckedAudio) -> bool:
        """Return whether the policy releases what nobody checks: there is no speech model here."""
        return unchecked is UncheckedAudio.RELEASE_UNCHECKED

    async def __call__(
        self, call: RecordedCall, answerer: Answerer, unchecked: UncheckedAudio
    ) -> AsyncGenerator[CallEvent, None]:
        """Yield what happens, and at the end what became of the recording."""
        seconds = 0.0
        async with aclosing(self._line.call(answerer)) as events:
            async for event in events:
                if isinstance(event, AudioChunk):
                    seconds += 1
                    yield Recorded(seconds)
                else:
                    yield event
        if seconds:
            fate = {
                UncheckedAudio.HOLD: Fate.HELD,
                UncheckedAudio.DISCARD: Fate.DISCARDED,
                UncheckedAudio.RELEASE_UNCHECKED: Fate.KEPT,
            }[unchecked]
            yield Released(recording_of(call.call_id), fate, Changes())
