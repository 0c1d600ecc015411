"""A stretch of a recording on its way to the ear: read, skipped, stretched, and mapped back."""

import numpy as np
import numpy.typing as npt

from app.audio.decode import Decoder
from app.audio.tempo import SilenceCutter, SourceMap, tempo

Pcm = npt.NDArray[np.int16]

READ_S = 0.02
READS = 50
"""Blocks read at most for one piece: a long pause is skipped in steps, so that commands get their turn."""


class Passage:
    """Everything between a decoder and an output from one start on; a seek or a new speed begins another."""

    def __init__(self, decoder: Decoder, start: int, speed: float, *, skipping: bool) -> None:
        decoder.seek(start)
        self._decoder = decoder
        self._source = start
        self._block = round(decoder.sample_rate * READ_S)
        self._tempo = tempo(decoder.sample_rate, decoder.channels, speed)
        self._cutter = SilenceCutter(decoder.sample_rate) if skipping else None
        self._map = SourceMap(speed, start)
        self._ready: Pcm = np.zeros((0, decoder.channels), np.int16)
        self._at_end = False

    @property
    def finished(self) -> bool:
        """Whether everything has been given out."""
        return self._at_end and not len(self._ready)

    def next(self, count: int) -> Pcm:
        """Return int16 (count, channels); empty while a pause is being skipped, shorter at the end."""
        parts = [self._ready]
        waiting = len(self._ready)
        for _ in range(READS):
            if waiting >= count or self._at_end:
                break
            more = self._feed()
            parts += more
            waiting += sum(map(len, more))
        joined = np.concatenate(parts)
        given = count if waiting >= count or self._at_end else 0
        self._ready = joined[given:]
        return joined[:given]

    def heard(self, played: int) -> int:
        """Return the recording's sample after `played` samples of output."""
        return self._map.heard(played)

    def _feed(self) -> list[Pcm]:
        block = self._decoder.read(self._block)
        if not len(block):
            self._at_end = True
            return self._tempo.flush()
        source, self._source = self._source, self._source + len(block)
        if self._cutter is not None and not self._cutter.keeps(block):
            return []
        self._map.feed(source, len(block))
        return self._tempo.push(block)
