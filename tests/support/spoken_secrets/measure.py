"""Counts what the removal of secrets leaves and what it takes too much of.

A scene is missed when any word of its secret is still in a text or not silenced in the sound. A card-free
utterance is a false positive when anything in it was changed or silenced.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.recording import Turn, Word
from app.domain.redaction import Redacted, Silence, kind_of, redact
from tests.support.spoken_secrets.saying import Role
from tests.support.spoken_secrets.scenes import Scene

KEPT_EXAMPLES = 400


@dataclass
class Count:
    """How many scenes or utterances there were, how many failed, and some of those."""

    total: int = 0
    failed: int = 0
    beside_total: int = 0
    beside_changed: int = 0
    by_name: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Share that failed, 0-1."""
        return self.failed / self.total if self.total else 0.0

    def fail(self, name: str, example: str) -> None:
        """Count one failure."""
        self.failed += 1
        self.by_name[name] += 1
        if len(self.examples) < KEPT_EXAMPLES:
            self.examples.append(f"{name}: {example}")


def missed(scenes: Iterable[Scene]) -> Count:
    """Return how many scenes still have a word of their secret; and how much talk around it was changed."""
    count = Count()
    for scene in scenes:
        count.total += 1
        done = redact(scene.transcript)
        left = _left(scene, done)
        if left:
            count.fail(scene.name, f"left {' '.join(left)} | {_dialogue(scene, done)}")
        for turn, roles in zip(scene.transcript.turns, scene.roles, strict=True):
            for word, role in zip(turn.words, roles, strict=True):
                if role is Role.FREE:
                    count.beside_total += 1
                    count.beside_changed += not _kept(word, turn, done)
    return count


def changed(scenes: Iterable[Scene]) -> Count:
    """Return how many utterances of secret-free scenes were changed."""
    count = Count()
    for scene in scenes:
        done = redact(scene.transcript)
        for before, after in zip(scene.transcript.turns, done.transcript.turns, strict=True):
            count.total += 1
            if before != after:
                count.fail(scene.name, f"{before.text} -> {after.text} | {_dialogue(scene, done)}")
    return count


def _left(scene: Scene, done: Redacted) -> list[str]:
    left = []
    for turn, roles in zip(scene.transcript.turns, scene.roles, strict=True):
        for word, role in zip(turn.words, roles, strict=True):
            if role is Role.SECRET and (_kept(word, turn, done) or not _silent(word, turn, done.silences)):
                left.append(word.text)
    return left


def _kept(word: Word, turn: Turn, done: Redacted) -> bool:
    return any(
        word.start_s <= kept.start_s < word.end_s and kind_of(kept.text) is None
        for after in done.transcript.turns
        if after.speaker == turn.speaker and after.start_s == turn.start_s
        for kept in after.words
    )


def _silent(word: Word, turn: Turn, silences: Iterable[Silence]) -> bool:
    return any(
        silence.start_s <= word.start_s and word.end_s <= silence.end_s
        for silence in silences
        if silence.speaker == turn.speaker
    )


def _dialogue(scene: Scene, done: Redacted) -> str:
    before = " / ".join(f"{turn.speaker.value[0]} {turn.text}" for turn in scene.transcript.turns)
    after = " / ".join(f"{turn.speaker.value[0]} {turn.text}" for turn in done.transcript.turns)
    return f"{before} => {after}"
