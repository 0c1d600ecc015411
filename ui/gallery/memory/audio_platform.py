"""The platform's side of a review, in memory."""

import asyncio
from collections.abc import AsyncGenerator, Mapping

from app.domain.ids import RecordingId
from app.errors import EnvironmentFault

CHUNK = 65_536


class MemoryAudioPlatform:
    """Gives out `audio`; while not `online` it cannot be reached. After `pause_after` chunks it waits for
    `go_on`, and is `paused` meanwhile.
    """

    def __init__(self, audio: Mapping[RecordingId, bytes]) -> None:
        self.audio = dict(audio)
        self.online = True
        self.pause_after: int | None = None
        self.paused = False
        self._go = asyncio.Event()

    def go_on(self) -> None:
        """Send the rest."""
        self._go.set()

    async def download_audio(self, recording_id: RecordingId) -> AsyncGenerator[bytes, None]:
        """Yield the FLAC in chunks."""
        data = self.audio[recording_id]
        for number, start in enumerate(range(0, len(data), CHUNK)):
            if number == self.pause_after:
                self.paused = True
                await self._go.wait()
                self.paused = False
            if not self.online:
                raise EnvironmentFault(
                    "NET-101",
                    "The platform cannot be reached.",
                    "Check the network and try again; what is here can still be read.",
                )
            yield data[start : start + CHUNK]
