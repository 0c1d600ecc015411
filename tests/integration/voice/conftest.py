import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from app.ports.voice import AudioChunk, Levels, LineEvent, LineState, LineStatus
from app.voice.line import EngineLine
from resources import ROOT
from tests.support.gateway_process import GatewayProcess

AGENT_VOICE = ROOT / "voices" / "en-oliver"
Seen = Callable[["Talk"], bool]


@dataclass
class Talk:
    """One call as the console lives it; `until` waits for an event, never for a time."""

    line: EngineLine
    gateway: GatewayProcess
    call_id: str = "call-1"
    events: list[LineEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._calling = self.line.call(lambda sdp: self.gateway.answer(self.call_id, sdp))

    async def until(self, seen: Seen) -> None:
        async with asyncio.timeout(45):
            while not seen(self):
                self.events.append(await anext(self._calling))

    async def to_the_end(self) -> None:
        async with asyncio.timeout(45):
            async for event in self._calling:
                self.events.append(event)

    async def abandon(self) -> None:
        await self._calling.aclose()

    @property
    def statuses(self) -> list[LineStatus]:
        return [event for event in self.events if isinstance(event, LineStatus)]

    @property
    def connected(self) -> bool:
        return any(status.state is LineState.CONNECTED for status in self.statuses)

    @property
    def levels(self) -> list[Levels]:
        return [event for event in self.events if isinstance(event, Levels)]

    @property
    def recording(self) -> npt.NDArray[np.int16]:
        pcm = b"".join(event.pcm for event in self.events if isinstance(event, AudioChunk))
        return np.frombuffer(pcm, np.int16).reshape(-1, 2)

    @property
    def recorded_s(self) -> float:
        return len(self.recording) / 16_000


def recorded(seconds: float) -> Seen:
    return lambda talk: talk.recorded_s >= seconds


@pytest.fixture
def gateway() -> Iterator[GatewayProcess]:
    with GatewayProcess() as gateway:
        yield gateway


@pytest.fixture
async def line() -> AsyncIterator[EngineLine]:
    line = EngineLine(loopback=True, microphone=Path(AGENT_VOICE))
    yield line
    await line.close()
