"""One recording, as the child process works through it: samples in, what was said out."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import av
import numpy as np
from av.audio.resampler import AudioResampler

from app.domain.recording import Turn
from app.transcription.clips import RATE, Clip, Cutter, Samples, Span, Window
from app.transcription.frames import Begin, Heard
from app.transcription.guards import QUIETER_THAN_DB, Said, doubt, echoes, loudness_db, without_loops
from app.transcription.turns import SPEAKERS


class Ears(Protocol):
    """What a recogniser does; see `app.transcription.recogniser.Recogniser`."""

    def knows(self, language: str) -> bool:
        """Return whether it can hear a language (ISO 639-1)."""
        ...

    def find_speech(self, samples: Samples) -> list[Span]:
        """Return the spans of speech."""
        ...

    def language_of(self, clips: Sequence[Samples]) -> str:
        """Return the language spoken."""
        ...

    @property
    def window_s(self) -> float:
        """Seconds of audio it hears at once."""
        ...

    def hear(self, windows: Sequence[Window], language: str, vocabulary: Sequence[str]) -> list[Said]:
        """Return what is said in each window, all worked on together; `vocabulary` are names to expect."""
        ...


class Hearing:
    """Works through one recording of `len(begin.done_s)` channels, each by itself."""

    def __init__(self, begin: Begin, ears: Ears, rest: Callable[[], int]) -> None:
        """`rest` is called before windows are worked on, and returns how many are, when they may.

        Fewer wait for more while there is more audio: together they cost less.
        """
        self._begin = begin
        self._ears = ears
        self._rest = rest
        self._done = list(begin.done_s)
        self._resampler = _resampler(len(self._done))
        self._cutters = [
            Cutter(channel, ears.find_speech, begin.start_s, done)
            for channel, done in enumerate(begin.done_s)
        ]
        self._held: list[list[Clip]] = [[] for _ in begin.done_s]
        self._ready: list[Window] = []
        self.language = begin.language

    def push(self, samples: bytes) -> Iterator[Heard]:
        """Yield what is heard once these interleaved int16 samples have come, clip by clip."""
        yield from self._work(
            self._resampled(_frame(samples, len(self._done), self._begin.rate)), final=False
        )

    def finish(self) -> Iterator[Heard]:
        """Yield what is heard in all that was still held back."""
        yield from self._work(self._resampled(None), final=True)

    def _resampled(self, frame: av.AudioFrame | None) -> Samples:
        parts = [part.to_ndarray() for part in self._resampler.resample(frame)]
        empty = np.zeros((len(self._done), 0), dtype=np.float32)
        return np.concatenate([empty, *parts], axis=1)

    def _work(self, samples: Samples, *, final: bool) -> Iterator[Heard]:
        self._ready += self._packed(samples, final=final)
        if not self.language and (speech := [*self._ready, *self._held]) and any(speech):
            self.language = self._ears.language_of([clip.samples for clips in speech for clip in clips])
        while self._ready:
            together = self._rest()
            if len(self._ready) < together and not final:
                break
            batch, self._ready = self._ready[:together], self._ready[together:]
            heard = self._ears.hear(batch, self.language, self._begin.vocabulary)
            for window, said in zip(batch, heard, strict=True):
                last = window[-1]
                self._done[last.channel] = max(self._done[last.channel], last.end_s)
                yield Heard(tuple(self._done), tuple(self._turns(window, said)), self.language)
        for channel, cutter in enumerate(self._cutters):
            waiting = [window[0] for window in (*self._ready, self._held[channel]) if window]
            begins = [clip.start_s for clip in waiting if clip.channel == channel]
            self._done[channel] = max(self._done[channel], min(begins, default=cutter.decided_s))
        yield Heard(tuple(self._done), (), self.language)

    def _packed(self, samples: Samples, *, final: bool) -> list[Window]:
        """Return the windows that are full, by time: a full one costs no more than one word."""
        windows: list[Window] = []
        for channel, (cutter, piece) in enumerate(zip(self._cutters, samples, strict=True)):
            for clip in cutter.push(piece, final=final):
                if loudness_db(clip.samples) < QUIETER_THAN_DB:
                    continue
                held = self._held[channel]
                if held and sum(one.length_s for one in held) + clip.length_s > self._ears.window_s:
                    windows.append(tuple(held))
                    held.clear()
                held.append(clip)
        if final:
            windows += [tuple(held) for held in self._held if held]
            self._held = [[] for _ in self._cutters]
        return sorted(windows, key=lambda window: window[0].start_s)

    def _turns(self, window: Window, said: Said) -> Iterator[Turn]:
        words = without_loops(said.words)
        for clip in window:
            own = tuple(word for word in words if clip.start_s <= word.start_s < clip.end_s)
            turn = self._turn(clip, Said(own, clip.length_s, said.log_probability, said.no_speech))
            if turn is not None:
                yield turn

    def _turn(self, clip: Clip, said: Said) -> Turn | None:
        words = without_loops(said.words)
        believed = Said(words, said.length_s, said.log_probability, said.no_speech)
        if not words or doubt(believed) or echoes(believed, self._begin.vocabulary):
            return None
        return Turn(SPEAKERS[clip.channel], words[0].start_s, words[-1].end_s, believed.text, words)


def _resampler(channels: int) -> AudioResampler:
    return AudioResampler(format="fltp", layout="stereo" if channels == 2 else "mono", rate=RATE)


def _frame(samples: bytes, channels: int, rate: int) -> av.AudioFrame:
    interleaved = np.frombuffer(samples, dtype="<i2").reshape(1, -1)
    layout = "stereo" if channels == 2 else "mono"
    frame = av.AudioFrame.from_ndarray(interleaved, format="s16", layout=layout)
    frame.rate = rate
    return frame
