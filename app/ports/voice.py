"""A voice line: one call's audio, in and out."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.domain.outcome import SystemResult


class LineState(StrEnum):
    """Life of a line. CONNECTED means audio was received, not merely that ICE succeeded."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    ENDED = "ended"


@dataclass(frozen=True)
class LineStatus:
    """The line moved. `result` is set with ENDED."""

    state: LineState
    result: SystemResult | None = None
    detail: str = ""


@dataclass(frozen=True)
class Levels:
    """Peak levels of both sides in dBFS (-inf is silence) and round trip in ms, about 10 a second."""

    agent_db: float
    customer_db: float
    round_trip_ms: float | None


@dataclass(frozen=True)
class AudioChunk:
    """A piece of the recording on one clock: interleaved int16 stereo at `sample_rate`."""

    pcm: bytes
    sample_rate: int


LineEvent = LineStatus | Levels | AudioChunk


@dataclass(frozen=True)
class AudioDevice:
    """An input or output of this computer."""

    id: str
    name: str
    is_input: bool
    is_default: bool


@dataclass(frozen=True)
class Devices:
    """What there is to hear and speak with; `null` when the line runs without a sound card."""

    devices: tuple[AudioDevice, ...]
    null: bool


Answerer = Callable[[str], Awaitable[str]]
"""Takes the SDP offer, returns the SDP answer."""


class VoiceLine(Protocol):
    """One call at a time. The engine is a child process; its death ends the call with a LineStatus."""

    async def devices(self) -> Devices:
        """Return the audio devices."""
        ...

    def call(self, answerer: Answerer) -> AsyncGenerator[LineEvent, None]:
        """Place a call; yields events until ENDED. Closing the iterator hangs up."""
        ...

    async def mute(self, on: bool) -> None:
        """Send silence instead of the microphone."""
        ...

    async def hold(self, on: bool) -> None:
        """Stop both directions; the recording goes on with silence."""
        ...

    async def hang_up(self) -> None:
        """End the call; the iterator yields ENDED."""
        ...

    async def close(self) -> None:
        """End the child process."""
        ...
