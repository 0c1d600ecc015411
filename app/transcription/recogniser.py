"""faster-whisper, as the child process uses it. Nothing else in the program loads it."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import Segment
from faster_whisper.vad import VadOptions, get_speech_timestamps

from app.domain.recording import Word
from app.transcription.clips import RATE, Clip, Samples, Span, Window
from app.transcription.guards import Said

SILENCE_MS = 500
"""A pause this long ends a clip."""
PAD_MS = 200
DETECT_S = 30.0
SHORTEST_S = 0.01
"""No word begins nearer to the end of its clip, so that rounding leaves it inside."""
_SPECIALS = ("sot", "eot", "no_timestamps", "no_speech", "sot_lm", "sot_prev", "transcribe", "translate")


class ModelUnusable(Exception):
    """The folder is no speech model that the engine can run; the text says why."""


class Recogniser:
    """One loaded model."""

    def __init__(self, folder: Path, threads: int, *, trial: bool = False) -> None:
        """Load the model of a folder; raises ModelUnusable. Nothing is ever fetched from a network.

        `trial` hears a second of silence too, which costs as much as half a minute of speech.
        """
        if not (folder / "tokenizer.json").is_file():
            # faster-whisper would ask a public hub for one
            raise ModelUnusable("tokenizer.json is missing")
        try:
            self._model = WhisperModel(
                str(folder), device="cpu", compute_type="default", cpu_threads=threads, local_files_only=True
            )
            self._check()
            if trial:
                self.hear([(Clip(0, 0.0, np.zeros(RATE, dtype=np.float32)),)], "en", ())
        except (RuntimeError, ValueError, OSError, KeyError, TypeError, AttributeError) as fault:
            raise ModelUnusable(str(fault).splitlines()[0] if str(fault) else type(fault).__name__) from fault

    @property
    def multilingual(self) -> bool:
        """Whether the model knows several languages and can tell which is spoken."""
        return bool(self._model.model.is_multilingual)

    def knows(self, language: str) -> bool:
        """Return whether it can hear a language (ISO 639-1)."""
        return language in self._model.supported_languages

    def find_speech(self, samples: Samples) -> list[Span]:
        """Return the spans of speech in mono samples at 16 kHz, none longer than the model's window."""
        options = VadOptions(
            max_speech_duration_s=self._window_s, min_silence_duration_ms=SILENCE_MS, speech_pad_ms=PAD_MS
        )
        found = get_speech_timestamps(samples, options)
        return [(int(span["start"]), int(span["end"])) for span in found]

    def language_of(self, clips: Sequence[Samples]) -> str:
        """Return the language (ISO 639-1) of the first half minute of speech; "en" if it is the only one."""
        if not self.multilingual:
            return "en"
        speech = np.concatenate(clips)[: int(DETECT_S * RATE)]
        return str(self._model.detect_language(speech)[0])

    @property
    def window_s(self) -> float:
        """Seconds of audio it hears at once."""
        return self._window_s

    def hear(self, windows: Sequence[Window], language: str, vocabulary: Sequence[str]) -> list[Said]:
        """Return what is said in each window; words are timed from the recording's start.

        Windows worked on together cost less than one by one.
        """
        samples = [np.concatenate([clip.samples for clip in window]) for window in windows]
        begins = [0, *accumulate(len(part) for part in samples)]
        segments, _ = BatchedInferencePipeline(self._model).transcribe(
            np.concatenate(samples),
            language=language if self.multilingual else "en",
            batch_size=len(windows),
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
            word_timestamps=True,
            hotwords=", ".join(vocabulary) or None,
            clip_timestamps=[{"start": a / RATE, "end": b / RATE} for a, b in pairwise(begins)],
        )
        frames = [begin * self._model.frames_per_second // RATE for begin in begins[:-1]]
        found: list[list[Segment]] = [[] for _ in windows]
        for segment in segments:
            # One frame early at most, where the engine rounded the place of a window down.
            found[bisect_right(frames, segment.seek + 1) - 1].append(segment)
        return [
            _said(window, begin / RATE, own)
            for window, begin, own in zip(windows, begins, found, strict=False)
        ]

    def _check(self) -> None:
        tokenizer = Tokenizer(
            self._model.hf_tokenizer,
            self.multilingual,
            task="transcribe",
            language="en" if self.multilingual else None,
        )
        missing = [name for name in _SPECIALS if getattr(tokenizer, name) is None]
        if missing:
            raise ModelUnusable(f"tokenizer.json lacks the tokens {', '.join(missing)}")
        self._window_s = float(self._model.feature_extractor.chunk_length)


def _said(window: Window, offset_s: float, found: Sequence[Segment]) -> Said:
    return Said(
        words=_words([word for segment in found for word in segment.words or ()], window, offset_s),
        length_s=sum(clip.length_s for clip in window),
        log_probability=min((float(segment.avg_logprob) for segment in found), default=0.0),
        no_speech=max((float(segment.no_speech_prob) for segment in found), default=0.0),
    )


def _words(found: Sequence[object], window: Window, offset_s: float) -> tuple[Word, ...]:
    """Return words in the order in which they are said, each inside a clip, none ending before it starts.

    `offset_s` is where the window began in what the engine was given; what was silent between the clips is
    not in it, so a word belongs to the clip that has its middle.
    """
    edges = [0.0, *accumulate(clip.length_s for clip in window)]
    words: list[Word] = []
    earliest = 0.0
    for word in found:
        text = str(getattr(word, "word", "")).strip()
        begins = max(float(getattr(word, "start", 0.0)) - offset_s, earliest)
        ends = max(float(getattr(word, "end", 0.0)) - offset_s, begins)
        if text:
            place = min(max(bisect_right(edges, (begins + ends) / 2) - 1, 0), len(window) - 1)
            clip, edge = window[place], edges[place]
            start = min(max(begins - edge, 0.0), clip.length_s - SHORTEST_S)
            end = min(max(ends - edge, start), clip.length_s)
            probability = min(max(float(getattr(word, "probability", 0.0)), 0.0), 1.0)
            times = round(clip.start_s + start, 3), round(clip.start_s + end, 3)
            words.append(Word(text, *times, probability))
            earliest = begins
    return tuple(words)
