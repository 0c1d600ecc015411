"""One recording, as the child process works through it: samples in, what was said out."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import av
import numpy as np
from av.audio.resampler import AudioResampler

from app.domain.recording import Turn
from app.transcription.clips import RATE, Clip, Cutter, Samples, Span
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

    def hear(self, clips: Sequence[Clip], language: str, vocabulary: Sequence[str]) -> list[Said]:
        """Return what is said in each clip, all worked on together; `vocabulary` are names to expect."""
        ...


class Hearing:
    """Works through one recording of `len(begin.done_s)` channels, each by itself."""

    def __init__(self, begin: Begin, ears: Ears, rest: Callable[[], int]) -> None:
        """`rest` is called before clips are worked on, and returns how many may be, when they may."""
        self._begin = begin
        self._ears = ears
        self._rest = rest
        self._done = list(begin.done_s)
        self._resampler = _resampler(len(self._done))
        self._cutters = [
            Cutter(channel, ears.find_speech, begin.start_s, done)
            for channel, done in enumerate(begin.done_s)
        ]
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
        clips: list[Clip] = []
        for cutter, channel in zip(self._cutters, samples, strict=True):
            clips += cutter.push(channel, final=final)
        clips.sort(key=lambda clip: clip.start_s)
        if clips and not self.language:
            self.language = self._ears.language_of([clip.samples for clip in clips])
        while clips:
            together = self._rest()
            batch, clips = clips[:together], clips[together:]
            for clip, turn in zip(batch, self._turns(batch), strict=True):
                self._done[clip.channel] = max(self._done[clip.channel], clip.end_s)
                yield Heard(tuple(self._done), (turn,) if turn else (), self.language)
        for channel, cutter in enumerate(self._cutters):
            self._done[channel] = max(self._done[channel], cutter.decided_s)
        yield Heard(tuple(self._done), (), self.language)

    def _turns(self, clips: Sequence[Clip]) -> list[Turn | None]:
        loud = [clip for clip in clips if loudness_db(clip.samples) >= QUIETER_THAN_DB]
        heard = self._ears.hear(loud, self.language, self._begin.vocabulary) if loud else []
        said = dict(zip((id(clip) for clip in loud), heard, strict=True))
        return [self._turn(clip, said[id(clip)]) if id(clip) in said else None for clip in clips]

    def _turn(self, clip: Clip, said: Said) -> Turn | None:
        believed = Said(without_loops(said.words), said.length_s, said.log_probability, said.no_speech)
        if not believed.words or doubt(believed) or echoes(believed, self._begin.vocabulary):
            return None
        words = believed.words
        return Turn(SPEAKERS[clip.channel], words[0].start_s, words[-1].end_s, believed.text, words)


def _resampler(channels: int) -> AudioResampler:
    return AudioResampler(format="fltp", layout="stereo" if channels == 2 else "mono", rate=RATE)


def _frame(samples: bytes, channels: int, rate: int) -> av.AudioFrame:
    interleaved = np.frombuffer(samples, dtype="<i2").reshape(1, -1)
    layout = "stereo" if channels == 2 else "mono"
    frame = av.AudioFrame.from_ndarray(interleaved, format="s16", layout=layout)
    frame.rate = rate
    return frame
