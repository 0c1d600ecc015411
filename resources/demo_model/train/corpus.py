"""Training data in shards: features and labels of windows. A shard depends on its number and seed alone."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from faster_whisper.feature_extractor import FeatureExtractor

from resources.demo_model.train.grammar import Grammar, Part
from resources.demo_model.train.speech import WINDOW_S, Samples, Window, no_speech, on_a_line, speak, speaker
from resources.voices.build.synthesise import RATE_HZ, Espeak

SHARD_S = 1200
"""Seconds of sound in a shard."""
SILENT = 0.04
"""Share of windows in which nobody speaks."""
FRAMES_A_SECOND = 50
"""Of the encoder; features have twice as many."""
PAUSE = "_"


@dataclass(frozen=True)
class Labelled:
    """One window: features (2n, 80), phoneme names (n,), and words with their spans in encoder frames."""

    features: npt.NDArray[np.float16]
    phonemes: list[str]
    words: list[str]
    spans: list[tuple[float, float]]


def window(engine: Espeak, grammar: Grammar, rng: np.random.Generator) -> Window:
    """Draw a training window."""
    if rng.random() < SILENT:
        return no_speech(rng)
    while True:
        try:
            found = speak(engine, speaker(rng, Part.TRAIN), grammar.window(rng), rng)
        except (ValueError, RuntimeError):
            continue  # too long, or a word without a sound: another is drawn
        return Window(on_a_line(found.samples, rng), found.words, found.phonemes)


def features(extract: FeatureExtractor, samples: Samples) -> npt.NDArray[np.float16]:
    """Return the features (2n, 80) that the recogniser computes of samples, n encoder frames."""
    found = extract(samples)[:, :-1][:, : WINDOW_S * 2 * FRAMES_A_SECOND]
    return np.ascontiguousarray(found[:, : found.shape[1] // 2 * 2].T.astype(np.float16))


def label(said: Window, extract: FeatureExtractor) -> Labelled:
    """Return features and labels of a window."""
    found = features(extract, said.samples)
    phonemes = [PAUSE] * (len(found) // 2)
    for sound in said.phonemes:
        first, last = (round(t * FRAMES_A_SECOND) for t in (sound.start_s, sound.end_s))
        name = PAUSE if sound.text.startswith(PAUSE) else sound.text
        phonemes[first:last] = [name] * len(phonemes[first:last])
    spans = [(word.start_s * FRAMES_A_SECOND, word.end_s * FRAMES_A_SECOND) for word in said.words]
    return Labelled(found, phonemes, [word.text for word in said.words], spans)


def make_shard(
    number: int, seed: int, engine: Espeak, grammar: Grammar, at_least_s: float = SHARD_S
) -> list[Labelled]:
    """Return the windows of one shard."""
    rng = np.random.default_rng([seed, number])
    extract = FeatureExtractor()
    made: list[Labelled] = []
    seconds = 0.0
    while seconds < at_least_s:
        said = window(engine, grammar, rng)
        seconds += len(said.samples) / RATE_HZ
        made.append(label(said, extract))
    return made


def save(shard: list[Labelled], path: Path) -> None:
    """Write a shard; it appears under its name only once it is whole."""
    lengths = [len(item.features) for item in shard]
    labels = [{"phonemes": i.phonemes, "words": i.words, "spans": i.spans} for i in shard]
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as stream:
        np.savez(
            stream,
            features=np.concatenate([item.features for item in shard]),
            lengths=np.array(lengths),
            labels=np.frombuffer(json.dumps(labels).encode(), dtype=np.uint8),
        )
    fresh.replace(path)


def load(path: Path) -> list[Labelled]:
    """Read a shard."""
    with np.load(path) as stored:
        labels = json.loads(stored["labels"].tobytes())
        ends = np.cumsum(stored["lengths"])
        parts = np.split(stored["features"], ends[:-1])
    spans = [[(float(a), float(b)) for a, b in row["spans"]] for row in labels]
    return [
        Labelled(part, row["phonemes"], row["words"], span)
        for part, row, span in zip(parts, labels, spans, strict=True)
    ]
