"""Stereo calls for tests of recognition, put together from the demo voices: agent left, customer right."""

import io
import json
from dataclasses import dataclass

import av
import numpy as np
import soundfile
from numpy.typing import NDArray

from resources import ROOT

RATE = 16000


@dataclass(frozen=True)
class Utterance:
    """Mono samples at 16 kHz, and what is said."""

    samples: NDArray[np.int16]
    text: str


def utterances(role: str, language: str = "en", count: int = 3) -> list[Utterance]:
    """Return utterances of a role ("agent" or "customer") from the demo voices."""
    voices = ROOT / "voices"
    manifest = json.loads((voices / "manifest.json").read_text())
    found = [u for u in manifest["utterances"] if u["role"] == role and u["language"] == language]
    found = [u for u in found if u["duration_s"] > 1.5]
    return [Utterance(_decode(str(voices / u["file"])), u["text"]) for u in found[:count]]


def _decode(path: str) -> NDArray[np.int16]:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(path) as container:
        parts = [
            part.to_ndarray()[0] for frame in container.decode(audio=0) for part in resampler.resample(frame)
        ]
    parts += [part.to_ndarray()[0] for part in resampler.resample(None)]
    return np.concatenate(parts)


def call(
    turns: int = 3, gap_s: float = 1.2, language: str = "en"
) -> tuple[NDArray[np.int16], list[tuple[float, float]]]:
    """Return stereo samples in which agent and customer take turns, and when each turn begins and ends."""
    gap = np.zeros(int(gap_s * RATE), dtype=np.int16)
    left: list[NDArray[np.int16]] = []
    right: list[NDArray[np.int16]] = []
    times = []
    at = 0
    pairs = zip(utterances("agent", language, turns), utterances("customer", language, turns), strict=True)
    for agent, customer in pairs:
        for first, speaking, silent in ((agent, left, right), (customer, right, left)):
            speaking += [gap, first.samples]
            silent += [gap, np.zeros_like(first.samples)]
            times.append(((at + len(gap)) / RATE, (at + len(gap) + len(first.samples)) / RATE))
            at += len(gap) + len(first.samples)
    return np.column_stack([np.concatenate([*left, gap]), np.concatenate([*right, gap])]), times


def flac(samples: NDArray[np.int16], rate: int = RATE) -> io.BytesIO:
    """Return the samples as a FLAC stream."""
    stream = io.BytesIO()
    soundfile.write(stream, samples, rate, format="FLAC")
    stream.seek(0)
    return stream
