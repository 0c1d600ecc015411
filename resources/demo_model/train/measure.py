"""Word error rates on held-out speech: `python -m resources.demo_model.train.measure`.

It is heard as the console hears it. Needs the console's environment with the platform's extra, and
libespeak-ng.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.domain.recording import Turn
from app.reference_platform.simulation.compose import compose_call
from app.reference_platform.simulation.dialogues import compose_dialogue
from app.reference_platform.simulation.plans import Ending
from app.reference_platform.simulation.voices import Voices
from app.transcription.frames import Begin
from app.transcription.hearing import Hearing
from app.transcription.recogniser import Recogniser
from resources.demo_model.train import grammar
from resources.demo_model.train.grammar import Grammar, Part
from resources.demo_model.train.numbers import spoken
from resources.demo_model.train.score import Score, score
from resources.demo_model.train.speech import Samples, on_a_line, speak, speaker
from resources.voices.build.synthesise import RATE_HZ, Espeak, Speaker

FOLDER = Path(__file__).resolve().parent.parent
SEED = 20261124
DIALOGUE_S = 30.0
PAUSES_S = (0.7, 1.6)


@dataclass(frozen=True)
class Case:
    """A recording, int16 (n, channels) at 16 kHz, with what is said on each channel and when words start."""

    samples: npt.NDArray[np.int16]
    said: tuple[str, ...]
    starts_s: tuple[float, ...] = ()


class Maker:
    """Draws cases; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._engine = Espeak(phonemes=True)
        self._grammar: Grammar = grammar.load()

    def sentence(self, text: Part, voice: Part) -> Case:
        """Draw one sentence of a part, by a voice of a part."""
        samples, said, starts = self._said(text, speaker(self._rng, voice), "")
        return Case(_pcm(on_a_line(samples, self._rng)), (said,), tuple(starts))

    def dialogue(self, text: Part, voices: Part) -> Case:
        """Draw about half a minute of two people taking turns, a channel each, with pauses between."""
        people = [(speaker(self._rng, voices), role) for role in ("agent", "customer")]
        sides: list[list[Samples]] = [[], []]
        texts: list[list[str]] = [[], []]
        length, turn = 0, 0
        while length < DIALOGUE_S * RATE_HZ:
            who, role = people[turn % 2]
            samples, said, _ = self._said(text, who, role)
            pause = np.zeros(int(self._rng.uniform(*PAUSES_S) * RATE_HZ), dtype=np.float32)
            sides[turn % 2] += [samples, pause]
            sides[1 - turn % 2].append(np.zeros(len(samples) + len(pause), dtype=np.float32))
            texts[turn % 2].append(said)
            length, turn = length + len(samples) + len(pause), turn + 1
        heard = [on_a_line(np.concatenate(side), self._rng) for side in sides]
        shortest = min(map(len, heard))
        pcm = np.concatenate([_pcm(side[:shortest]) for side in heard], axis=1)
        return Case(pcm, (" ".join(texts[0]), " ".join(texts[1])))

    def _said(self, text: Part, who: Speaker, role: str) -> tuple[Samples, str, list[float]]:
        while True:
            sentence = self._grammar.sentence(self._rng, text, role)
            try:
                window = speak(self._engine, who, [sentence], self._rng)
            except (ValueError, RuntimeError):
                continue  # longer than a window, or a word without a sound
            return window.samples, window.text, [word.start_s for word in window.words]


def demo_calls(count: int) -> Iterator[Case]:
    """Yield English calls of the reference platform's demo, whose voices and lines the model never met."""
    voices, endings = Voices.load(), list(Ending)
    for number in range(count):
        dialogue = compose_dialogue(voices, "northgate", number, endings[number % len(endings)])
        texts = [
            " ".join(t.text for t in dialogue.transcript() if t.speaker == side)
            for side in ("agent", "customer")
        ]
        yield Case(compose_call(dialogue, voices), tuple(spoken(text) for text in texts))


def transcribe(model: Recogniser, case: Case) -> list[list[Turn]]:
    """Return the turns heard on each channel."""
    channels = case.samples.shape[1]
    hearing = Hearing(Begin(RATE_HZ, "en", 0.0, (0.0,) * channels), model, lambda: 1)
    heard = [*hearing.push(case.samples.astype("<i2").tobytes()), *hearing.finish()]
    turns = [turn for news in heard for turn in news.turns]
    return [[t for t in turns if t.speaker == side] for side in ("agent", "customer")[:channels]]


def rate(model: Recogniser, cases: list[Case]) -> Score:
    """Return the errors over all channels of all cases."""
    total = Score()
    for case in cases:
        for said, turns in zip(case.said, transcribe(model, case), strict=True):
            total += score(said.split(), spoken(" ".join(turn.text for turn in turns)).split())
    return total


def word_starts(model: Recogniser, cases: list[Case]) -> list[float]:
    """Return how far word starts are off, in seconds, over the cases heard without a mistake."""
    off: list[float] = []
    for case in cases:
        words = [word for turns in transcribe(model, case) for turn in turns for word in turn.words]
        if [word.text for word in words] == case.said[0].split():
            off += [abs(word.start_s - start) for word, start in zip(words, case.starts_s, strict=True)]
    return off


def _pcm(samples: Samples) -> npt.NDArray[np.int16]:
    return np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16)[:, None]


def tables(make: Maker, count: int) -> Iterator[tuple[str, list[Case]]]:
    """Yield the name and the cases of each row; dialogues and calls are a fifth as many as sentences."""
    for name, voices in (("seen voices", Part.TRAIN), ("unseen voices", Part.TEST)):
        yield f"held-out sentences, {name}", [make.sentence(Part.TEST, voices) for _ in range(count)]
        few = [make.dialogue(Part.TEST, voices) for _ in range(count // 5)]
        yield f"30 s dialogues of held-out sentences, {name}", few
    yield "calls of the demo: lines and voices unseen", list(demo_calls(count // 5))


def main() -> int:
    """Print a table of word error rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--count", type=int, default=100, help="sentences of a row")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    model = Recogniser(given.folder, given.threads)
    for name, cases in tables(Maker(SEED), given.count):
        began = time.monotonic()
        found = rate(model, cases)
        length_s = sum(case.samples.size for case in cases) / RATE_HZ
        speed = (time.monotonic() - began) / length_s
        tell(f"| {name} | {found.words} | {found.rate:.1%} | {speed:.3f} |")
        if cases[0].starts_s and (off := sorted(word_starts(model, cases))):
            middle, most = off[len(off) // 2], off[len(off) * 9 // 10]
            tell(f"  word starts off by: median {middle:.2f} s, p90 {most:.2f} s")
    return 0


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
