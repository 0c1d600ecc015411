"""Faster or slower at the same pitch (FFmpeg's `atempo`), pauses cut, and the way back to the source."""

from collections import deque
from fractions import Fraction

import av
import numpy as np
import numpy.typing as npt
from av.error import BlockingIOError as NothingYet
from av.filter import Graph

from app.audio.loudness import audible

Pcm = npt.NDArray[np.int16]

LAYOUTS = {1: "mono", 2: "stereo"}
KEPT_SILENCE_S = 0.3
"""A pause shorter than this belongs to speech; of a longer one this much stays."""


class Tempo:
    """Changes the speed of int16 (n, channels) blocks; exactly 1.0 passes them through untouched."""

    def __init__(self, sample_rate: int, channels: int, speed: float) -> None:
        self._rate = sample_rate
        self._channels = channels
        self._speed = speed
        self._fed = 0
        self._graph = None if speed == 1.0 else self._built()

    def push(self, block: Pcm) -> list[Pcm]:
        """Take a block, return what is ready."""
        if self._graph is None:
            return [block]
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(block).reshape(1, -1), format="s16", layout=LAYOUTS[self._channels]
        )
        frame.sample_rate = self._rate
        frame.pts = self._fed
        frame.time_base = Fraction(1, self._rate)
        self._fed += len(block)
        self._graph.push(frame)
        return self._ready(self._graph)

    def flush(self) -> list[Pcm]:
        """Return what is still inside; nothing can be pushed after."""
        if self._graph is None or not self._fed:
            return []
        self._graph.push(None)
        return self._ready(self._graph)

    def _built(self) -> Graph:
        graph = Graph()
        source = graph.add_abuffer(
            sample_rate=self._rate,
            format="s16",
            layout=LAYOUTS[self._channels],
            time_base=Fraction(1, self._rate),
        )
        graph.link_nodes(
            source, graph.add("atempo", f"{self._speed:.3f}"), graph.add("abuffersink")
        ).configure()
        return graph

    def _ready(self, graph: Graph) -> list[Pcm]:
        ready: list[Pcm] = []
        while True:
            try:
                frame = graph.pull()
            except (NothingYet, av.EOFError):
                return ready
            ready.append(np.asarray(frame.to_ndarray(), np.int16).reshape(-1, self._channels))


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
