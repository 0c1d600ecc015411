"""What a waveform shows, as plain values. Times are ms from the start of the recording."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Peaks = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class WaveChannel:
    """One speaker. ``peaks`` has shape (n, 2): minimum and maximum in -1..1, evenly spread over the time."""

    label: str
    name: str
    peaks: Peaks


@dataclass(frozen=True, slots=True)
class WaveMark:
    """A point in time with a short label."""

    key: str
    at: int
    label: str


@dataclass(frozen=True, slots=True)
class WaveRegion:
    """A named stretch of time."""

    key: str
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class WaveRedaction:
    """A stretch whose sound was removed; ``label`` says what stood there."""

    start: int
    end: int
    label: str
