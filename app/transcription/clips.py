"""Cuts one channel, arriving piece by piece, into clips that hold speech."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 16000
"""Samples a second the recogniser hears."""
UNDECIDED_S = 1.0
"""Speech that ends nearer than this to the end of what has arrived may go on: it waits for more."""

Samples = NDArray[np.float32]
Span = tuple[int, int]
FindSpeech = Callable[[Samples], list[Span]]
"""Where speech is: spans (from, to) in samples, by time, none longer than the recogniser's window."""


@dataclass(frozen=True)
class Clip:
    """Speech of one channel: mono samples (-1 to 1) at `RATE`, `start_s` from the recording's start."""

    channel: int
    start_s: float
    samples: Samples

    @property
    def length_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / RATE

    @property
    def end_s(self) -> float:
        """Where the clip ends, in seconds from the recording's start."""
        return self.start_s + self.length_s


Window = tuple[Clip, ...]
"""Clips of one channel that are heard in one go, together no longer than the recogniser's window."""


class Cutter:
    """Holds back the end of what has arrived until it is clear where the speech in it stops."""

    def __init__(self, channel: int, find: FindSpeech, start_s: float, done_s: float) -> None:
        """`start_s` is the time of the first sample to come; nothing before `done_s` is cut again."""
        self._channel = channel
        self._find = find
        self._waiting: Samples = np.zeros(0, dtype=np.float32)
        self._start = round(start_s * RATE)
        self._done = round(done_s * RATE)

    @property
    def decided_s(self) -> float:
        """Up to where the channel is cut: later audio cannot change what lies before, in seconds."""
        return max(self._start, self._done) / RATE

    def push(self, samples: Samples, *, final: bool = False) -> list[Clip]:
        """Return the clips that are complete now; with `final` everything is."""
        audio = np.concatenate([self._waiting, samples])
        limit = len(audio) if final else max(0, len(audio) - round(UNDECIDED_S * RATE))
        clips: list[Clip] = []
        for begins, ends in self._find(audio) if len(audio) else []:
            if ends > limit and not final:
                limit = min(limit, begins)
                break
            clips += self._clip(audio, begins, min(ends, len(audio)))
        self._waiting = audio[limit:].copy()
        self._start += limit
        return clips

    def _clip(self, audio: Samples, begins: int, ends: int) -> list[Clip]:
        begins = max(begins, self._done - self._start)
        if ends <= begins:
            return []
        return [Clip(self._channel, (self._start + begins) / RATE, audio[begins:ends].copy())]
