"""Texts for the demo model: sentences of calls, and word salad so that it learns to hear instead of to guess.

Every sentence belongs to one part, decided by its words alone: what is held out can never be trained on.
"""

import re
import tomllib
import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np

from resources.demo_model.train.numbers import cardinal, ordinal

SENTENCES = Path(__file__).with_name("sentences.toml")
SHORT = 3
"""Sentences of so few words are everyone's: a "yes please" cannot be held out."""
PARTS_OF = 20
_SLOT = re.compile(r"\{(\w+)\}")
_DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "oh"]


class Part(StrEnum):
    """Which set a sentence is in."""

    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


def part_of(sentence: str) -> Part:
    """Return the part of a sentence; one in twenty is held out for each of dev and test."""
    if len(sentence.split()) <= SHORT:
        return Part.TRAIN
    return {0: Part.DEV, 1: Part.TEST}.get(zlib.crc32(sentence.encode()) % PARTS_OF, Part.TRAIN)


@dataclass(frozen=True)
class Grammar:
    """Lines with slots by role, the slots' fillers, and words that stand in no line."""

    lines: dict[str, tuple[str, ...]]
    slots: dict[str, tuple[str, ...]]
    loose: tuple[str, ...]
    vocabulary: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        texts = [*self.loose, *(line for lines in self.lines.values() for line in lines)]
        texts += [filler for fillers in self.slots.values() for filler in fillers]
        texts += [cardinal(n) for n in range(101)] + [ordinal(n) for n in range(1, 32)] + _DIGITS
        texts += ["hundred thousand half past quarter to o'clock pounds pence point double"]
        words = {word for text in texts for word in _SLOT.sub(" ", text).split()}
        object.__setattr__(self, "vocabulary", tuple(sorted(words)))

    def sentence(self, rng: np.random.Generator, part: Part, role: str = "") -> str:
        """Draw a sentence of a part, said by an "agent" or a "customer", or by either."""
        while True:
            chosen = role or ("agent" if rng.random() < 0.5 else "customer")
            sentence = self._filled(str(rng.choice(self.lines[chosen])), rng)
            # Short sentences are in no held-out part, so they never end the loop for those.
            if part_of(sentence) is part:
                return sentence

    def salad(self, rng: np.random.Generator) -> str:
        """Draw words in no order at all."""
        return " ".join(rng.choice(self.vocabulary, int(rng.integers(2, 11))))

    def shreds(self, rng: np.random.Generator) -> str:
        """Draw pieces of training sentences, joined where no sentence joins them."""
        words: list[str] = []
        for _ in range(int(rng.integers(2, 5))):
            source = self.sentence(rng, Part.TRAIN).split()
            size = min(len(source), int(rng.integers(1, 5)))
            start = int(rng.integers(0, len(source) - size + 1))
            words += source[start : start + size]
            if rng.random() < 0.3:
                words.append(str(rng.choice(self.vocabulary)))
        return " ".join(words)

    def window(self, rng: np.random.Generator) -> list[str]:
        """Draw what one training window says: sentences, each spoken by itself; half of them word salad."""
        said = []
        for _ in range(int(rng.choice([1, 2, 3], p=[0.68, 0.22, 0.1]))):
            kind = rng.random()
            if kind < 0.47:
                said.append(self.sentence(rng, Part.TRAIN))
            elif kind < 0.72:
                said.append(self.shreds(rng))
            elif kind < 0.94:
                said.append(self.salad(rng))
            else:
                said.append(self._rule(str(rng.choice(["digits", "letters", "money", "thousands"])), rng))
        return said

    def _filled(self, text: str, rng: np.random.Generator) -> str:
        while found := _SLOT.search(text):
            text = f"{text[: found.start()]}{self._rule(found.group(1), rng)}{text[found.end() :]}"
        return text

    def _rule(self, name: str, rng: np.random.Generator) -> str:
        if name in self.slots:
            return str(rng.choice(self.slots[name]))
        return _RULES[name](rng)


def load(path: Path = SENTENCES) -> Grammar:
    """Read the grammar."""
    read = tomllib.loads(path.read_text("utf-8"))
    lines = {role: tuple(read[role]["lines"]) for role in ("agent", "customer")}
    slots = {name: tuple(fillers) for name, fillers in read["slots"].items()}
    return Grammar(lines, slots, tuple(read["words"]["loose"].split()))


def _count(rng: np.random.Generator) -> str:
    return cardinal(int(rng.integers(2, 13 if rng.random() < 0.5 else 100)))


def _thousands(rng: np.random.Generator) -> str:
    return cardinal(int(rng.integers(1, 60)) * (1000 if rng.random() < 0.7 else 500))


def _money(rng: np.random.Generator) -> str:
    pounds = cardinal(int(rng.integers(2, 100) if rng.random() < 0.4 else rng.integers(100, 1000)))
    pence = f" and {cardinal(int(rng.integers(2, 100)))} pence" if rng.random() < 0.15 else ""
    return f"{pounds} pounds{pence}"


def _digits(rng: np.random.Generator) -> str:
    return " ".join(_DIGITS[i] for i in rng.integers(0, len(_DIGITS), int(rng.integers(3, 9))))


def _letters(rng: np.random.Generator) -> str:
    return " ".join(chr(ord("a") + i) for i in rng.integers(0, 26, int(rng.integers(2, 6))))


def _clock(rng: np.random.Generator) -> str:
    hour = cardinal(int(rng.integers(1, 13)))
    forms = (f"{hour} o'clock", f"half past {hour}", f"quarter past {hour}", f"quarter to {hour}", hour)
    return str(rng.choice([*forms, f"{hour} in the {{part}}"]))


def _date(rng: np.random.Generator) -> str:
    day = ordinal(int(rng.integers(1, 32)))
    forms = (f"{{weekday}} the {day} of {{month}}", f"the {day} of {{month}}", f"{day} {{month}}")
    return str(rng.choice(forms))


def _ordinal(rng: np.random.Generator) -> str:
    return ordinal(int(rng.integers(2, 13)))


_RULES = {
    "count": _count,
    "thousands": _thousands,
    "money": _money,
    "digits": _digits,
    "letters": _letters,
    "clock": _clock,
    "date": _date,
    "ordinal": _ordinal,
}
