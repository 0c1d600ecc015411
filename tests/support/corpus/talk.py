"""A conversation under construction: words get exact times as they are said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from app.domain.ids import RecordingId
from app.domain.recording import Speaker, Transcript, TranscriptSource, Turn, Word

AGENT, CUSTOMER = Speaker.AGENT, Speaker.CUSTOMER
MADE_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
Part = tuple[str, bool]
"""Words, and whether they are a secret."""


@dataclass(frozen=True)
class Case:
    """A conversation. `secret`: (turn, word) of every word that must go; `values`: the secrets themselves."""

    number: int
    language: str
    kind: str
    style: str
    turns: tuple[Turn, ...]
    secret: frozenset[tuple[int, int]]
    values: tuple[str, ...]

    def transcript(self) -> Transcript:
        """Return it as a recogniser would hand it over."""
        language = self.language.split("-", maxsplit=1)[0]
        return Transcript(
            RecordingId(f"case-{self.number}"),
            TranscriptSource.RECOGNISED,
            "exact",
            language,
            self.turns,
            MADE_AT,
            0,
        )


class Talk:
    """Says one thing after the other."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self._at = float(rng.uniform(0.2, 3.0))
        self._turns: list[tuple[Turn, list[bool]]] = []

    def choose(self, options: Sequence[str]) -> str:
        """Return one of them."""
        return str(options[int(self.rng.integers(len(options)))])

    def chance(self, share: float) -> bool:
        """Return True in this share of cases."""
        return bool(self.rng.random() < share)

    def say(self, speaker: Speaker, *parts: Part, over: bool = False) -> None:
        """Add a turn. `over`: said while the other one still speaks."""
        start = self._at - 0.3 if over and self._turns else self._at + float(self.rng.uniform(0.1, 0.9))
        at, words, secret = max(0.0, start), list[Word](), list[bool]()
        for text, is_secret in parts:
            for word in text.split():
                long = 0.12 + 0.05 * min(len(word), 24) + float(self.rng.uniform(0, 0.1))
                words.append(Word(word, round(at, 3), round(at + long, 3), 0.9))
                secret.append(is_secret)
                at += long + float(self.rng.uniform(0.02, 0.25))
        if not words:
            return
        text = " ".join(word.text for word in words)
        self._turns.append((Turn(speaker, words[0].start_s, words[-1].end_s, text, tuple(words)), secret))
        self._at = max(self._at, words[-1].end_s)

    def plain(self, speaker: Speaker, text: str) -> None:
        """Add a turn with nothing secret in it."""
        self.say(speaker, (text, False))

    def case(self, number: int, language: str, kind: str, style: str, values: Iterable[str]) -> Case:
        """Return the conversation, turns by time."""
        order = sorted(self._turns, key=lambda one: (one[0].start_s, one[0].end_s))
        secret = frozenset(
            (turn, word) for turn, (_, flags) in enumerate(order) for word, flag in enumerate(flags) if flag
        )
        return Case(number, language, kind, style, tuple(turn for turn, _ in order), secret, tuple(values))
