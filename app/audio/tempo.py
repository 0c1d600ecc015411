"""Faster or slower at the same pitch, pauses cut, and the way back to the source."""

from collections import deque
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.audio.loudness import audible

Pcm = npt.NDArray[np.int16]

KEPT_SILENCE_S = 0.3
"""A pause shorter than this belongs to speech; of a longer one this much stays."""


class Tempo(Protocol):
    """Changes the speed of int16 (n, channels) blocks at the same pitch."""

    def push(self, block: Pcm) -> list[Pcm]:
        """Take a block, return what is ready."""
        ...

    def flush(self) -> list[Pcm]:
        """Return what is still inside; nothing can be pushed after."""
        ...


class Untouched:
    """Speed 1: every sample as it is."""

    def push(self, block: Pcm) -> list[Pcm]:
        """Return the block."""
        return [block]

    def flush(self) -> list[Pcm]:
        """Nothing is kept."""
        return []


def tempo(sample_rate: int, channels: int, speed: float) -> Tempo:
    """Return what plays at `speed`; FFmpeg is loaded only when it has something to do."""
    if speed == 1.0:
        return Untouched()
    from app.audio.atempo import Atempo

    return Atempo(sample_rate, channels, speed)


class SilenceCutter:
    """Shortens pauses to `KEPT_SILENCE_S`; feed it blocks of 20 ms."""

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._quiet_s = 0.0

    def keeps(self, block: Pcm) -> bool:
        """Return whether this block is played."""
        if audible(block, self._rate).any():
            self._quiet_s = 0.0
            return True
        self._quiet_s += len(block) / self._rate
        return self._quiet_s <= KEPT_SILENCE_S


class SourceMap:
    """Which sample of the recording is heard, when parts were skipped and the speed is not 1."""

    def __init__(self, speed: float, start: int) -> None:
        self._speed = speed
        self._fed = 0
        self._pieces: deque[tuple[int, int]] = deque([(0, start)])

    def feed(self, source: int, count: int) -> None:
        """Note that `count` samples from `source` on go into the tempo filter."""
        fed_start, source_start = self._pieces[-1]
        if source != source_start + self._fed - fed_start:
            self._pieces.append((self._fed, source))
        self._fed += count

    def heard(self, played: int) -> int:
        """Return the sample of the recording after `played` samples of output; never goes back."""
        fed = min(self._fed, round(played * self._speed))
        while len(self._pieces) > 1 and self._pieces[1][0] <= fed:
            self._pieces.popleft()
        fed_start, source_start = self._pieces[0]
        return source_start + max(0, fed - fed_start)
