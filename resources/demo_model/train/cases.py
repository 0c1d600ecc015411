"""What the demo model is measured on: held-out sentences, dialogues of them, and calls of the demo."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.reference_platform.simulation.compose import compose_call
from app.reference_platform.simulation.dialogues import compose_dialogue
from app.reference_platform.simulation.plans import Ending
from app.reference_platform.simulation.voices import Voices
from resources.demo_model.train import grammar
from resources.demo_model.train.grammar import Grammar, Part
from resources.demo_model.train.numbers import spoken
from resources.demo_model.train.speech import Samples, engine, on_a_line, speak, speaker
from resources.voices.build.synthesise import RATE_HZ, Speaker

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
        self._engine = engine()
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


def _pcm(samples: Samples) -> npt.NDArray[np.int16]:
    return np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16)[:, None]
