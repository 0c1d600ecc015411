"""FFmpeg's `atempo` filter. Imports PyAV, so import it when a speed other than 1 is asked for."""

from fractions import Fraction

import av
import numpy as np
import numpy.typing as npt
from av.error import BlockingIOError as NothingYet
from av.filter import Graph

Pcm = npt.NDArray[np.int16]

LAYOUTS = {1: "mono", 2: "stereo"}


class Atempo:
    """Changes the speed of int16 (n, channels) blocks at the same pitch."""

    def __init__(self, sample_rate: int, channels: int, speed: float) -> None:
        self._rate = sample_rate
        self._channels = channels
        self._fed = 0
        self._graph = Graph()
        source = self._graph.add_abuffer(
            sample_rate=sample_rate,
            format="s16",
            layout=LAYOUTS[channels],
            time_base=Fraction(1, sample_rate),
        )
        stretch = self._graph.add("atempo", f"{speed:.3f}")
        self._graph.link_nodes(source, stretch, self._graph.add("abuffersink")).configure()

    def push(self, block: Pcm) -> list[Pcm]:
        """Take a block, return what is ready."""
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(block).reshape(1, -1), format="s16", layout=LAYOUTS[self._channels]
        )
        frame.sample_rate = self._rate
        frame.pts = self._fed
        frame.time_base = Fraction(1, self._rate)
        self._fed += len(block)
        self._graph.push(frame)
        return self._ready()

    def flush(self) -> list[Pcm]:
        """Return what is still inside; nothing can be pushed after."""
        if not self._fed:
            return []
        self._graph.push(None)
        return self._ready()

    def _ready(self) -> list[Pcm]:
        ready: list[Pcm] = []
        while True:
            try:
                frame = self._graph.pull()
            except (NothingYet, av.EOFError):
                return ready
            ready.append(np.asarray(frame.to_ndarray(), np.int16).reshape(-1, self._channels))
