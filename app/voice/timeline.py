"""Both directions of a call on one clock: what is missing is silence, what is late still finds its place."""

import numpy as np
import numpy.typing as npt

Pcm = npt.NDArray[np.int16]

RATE_HZ = 48_000
"""The rate of a call's media (Opus)."""
FRAME = 960
"""Samples in 20 ms."""
AGENT, CUSTOMER = 0, 1


class Timeline:
    """Stereo samples by position (samples since the call began), kept until they are taken."""

    def __init__(self) -> None:
        self._start = 0
        self._samples: Pcm = np.zeros((RATE_HZ, 2), np.int16)

    def put(self, channel: int, position: int, samples: Pcm) -> None:
        """Place int16 (n,) of one channel; what was taken already is too late and dropped."""
        late = max(0, self._start - position)
        samples, offset = samples[late:], position + late - self._start
        missing = offset + len(samples) - len(self._samples)
        if missing > 0:
            self._samples = np.concatenate([self._samples, np.zeros((missing + RATE_HZ, 2), np.int16)])
        self._samples[offset : offset + len(samples), channel] = samples

    def read(self, channel: int, position: int, count: int) -> Pcm:
        """Return int16 (count,) of one channel without taking it; silence where there is nothing."""
        found = np.zeros(count, np.int16)
        offset = position - self._start
        skipped = max(0, -offset)
        piece = self._samples[max(0, offset) : max(0, offset + count), channel]
        found[skipped : skipped + len(piece)] = piece
        return found

    def take(self, until: int) -> Pcm:
        """Return and forget int16 (n, 2) up to a position, padded with silence where nothing was put."""
        count = max(0, until - self._start)
        taken = np.zeros((count, 2), np.int16)
        piece = self._samples[:count]
        taken[: len(piece)] = piece
        self._samples = self._samples[count:].copy()
        self._start += count
        return taken


class Anchor:
    """Maps the sender's media time to ours, and follows its clock when that runs at another speed.

    The earliest packet of a window had the shortest way here, so it alone says how the clocks differ: a
    packet that was merely delayed never moves the anchor.
    """

    WINDOW = 100
    TOLERANCE = RATE_HZ // 50

    def __init__(self) -> None:
        self._offset: int | None = None
        self._leads: list[int] = []

    def place(self, media_time: int, now: int) -> int:
        """Return the position of a frame (both in samples) that arrived at position `now`."""
        if self._offset is None:
            self._offset = now - media_time
        self._leads.append(media_time + self._offset - now)
        if len(self._leads) == self.WINDOW:
            earliest = max(self._leads)
            if abs(earliest) > self.TOLERANCE:
                self._offset -= earliest
            self._leads = []
        return media_time + self._offset
