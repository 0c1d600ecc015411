"""The demo voices that ship with the console: who says what, when each word sounds, and the samples.

All of it is synthetic speech; `resources/voices/build/synthesise.py` makes it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import soundfile

from app.domain.recording import Speaker, Word
from resources import ROOT

Pcm = npt.NDArray[np.int16]

FILE_RATE_HZ = 16_000
"""Sample rate of every voice file."""
CACHED_UTTERANCES = 48
"""At most ~0.9 MB each (9 s at 48 kHz)."""


@dataclass(frozen=True)
class Utterance:
    """One recorded sentence or two. Word times are seconds from the start of its file."""

    id: str
    language: str
    role: str
    campaign: str
    intent: str
    voice: str
    text: str
    file: str
    duration_s: float
    words: tuple[Word, ...]

    @property
    def speaker(self) -> Speaker:
        """Whose channel it belongs on; an AI agent is an agent."""
        return Speaker.CUSTOMER if self.role == "customer" else Speaker.AGENT


class Voices:
    """All utterances under `root`. Samples are decoded when first asked for; threads may share it."""

    def __init__(self, utterances: Iterable[Utterance], root: Path) -> None:
        self._by_id = {utterance.id: utterance for utterance in utterances}
        self._root = root
        self._decoded = lru_cache(maxsize=CACHED_UTTERANCES)(self._decode)

    @classmethod
    def load(cls, root: Path = ROOT / "voices") -> "Voices":
        """Reads `manifest.json`; raises OSError when the voices are not installed."""
        manifest = json.loads((root / "manifest.json").read_text("utf-8"))
        return cls((_utterance(row) for row in manifest["utterances"]), root)

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """Every utterance, in the manifest's order."""
        return tuple(self._by_id.values())

    def get(self, utterance_id: str) -> Utterance:
        """One utterance; KeyError when there is none."""
        return self._by_id[utterance_id]

    def speakers(self, campaign: str, speaker: Speaker) -> tuple[str, ...]:
        """The voices for one side of this campaign's calls, sorted; empty for an unknown campaign."""
        found = {u.voice for u in self.utterances if u.campaign == campaign and u.speaker is speaker}
        return tuple(sorted(found))

    def variants(self, voice: str, intent: str) -> tuple[Utterance, ...]:
        """What this voice can say for an intent, in the order of the script."""
        return tuple(u for u in self.utterances if u.voice == voice and u.intent == intent)

    def pcm(self, utterance_id: str, rate_hz: int = FILE_RATE_HZ) -> Pcm:
        """Mono samples, int16 (n,), read-only, with n = duration * rate_hz to within one sample."""
        return self._decoded(utterance_id, rate_hz)

    def _decode(self, utterance_id: str, rate_hz: int) -> Pcm:
        samples, file_rate = soundfile.read(self._root / self.get(utterance_id).file, dtype="int16")
        pcm = resampled(samples, file_rate, rate_hz)
        pcm.setflags(write=False)
        return pcm


def resampled(pcm: Pcm, from_hz: int, to_hz: int) -> Pcm:
    """Mono int16 (n,) at another rate: (n * to_hz // from_hz,), without delay."""
    if from_hz == to_hz:
        return pcm
    frame = av.AudioFrame.from_ndarray(pcm[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = from_hz
    resampler = av.AudioResampler("s16", "mono", to_hz)
    pieces = [*resampler.resample(frame), *resampler.resample(None)]
    # The resampler rounds up where the last sample falls between two: lengths must not depend on that.
    whole = np.concatenate([piece.to_ndarray()[0] for piece in pieces]).astype(np.int16)
    return whole[: len(pcm) * to_hz // from_hz]


def _utterance(row: dict[str, Any]) -> Utterance:
    words = tuple(Word(word["text"], word["start"], word["end"]) for word in row["words"])
    return Utterance(**{**row, "words": words})
