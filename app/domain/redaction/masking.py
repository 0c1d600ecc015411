"""From what was found to masked text: a label stands where the words were."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.recording import Speaker, Transcript, Turn, Word
from app.domain.redaction.kinds import LABELS, SecretKind, kind_of
from app.domain.redaction.numbers import plain
from app.domain.redaction.talk import FILLERS, words_of_turn

MARGIN_S = 0.2
"""Silenced before and behind the words too: word times of a recogniser are not exact to the sound."""
JOIN_S = 1.0
"""Nothing is heard between two removals nearer than this."""

Found = Mapping[tuple[int, int], SecretKind]
"""What goes: (turn, word) -> what it is."""


@dataclass(frozen=True)
class Silence:
    """A stretch to silence, seconds from the start of the recording; `speaker` said what was there."""

    speaker: Speaker
    start_s: float
    end_s: float


def masked(transcript: Transcript, found: Found) -> Transcript:
    """Return the transcript with labels in place of what was found; the same where that is nothing."""
    if not found:
        return transcript
    by_turn: dict[int, dict[int, SecretKind]] = {}
    for (turn, word), kind in found.items():
        by_turn.setdefault(turn, {})[word] = kind
    turns = tuple(
        _masked(turn, by_turn[number]) if number in by_turn else turn
        for number, turn in enumerate(transcript.turns)
    )
    return replace(transcript, turns=turns)


def silences(transcript: Transcript) -> tuple[Silence, ...]:
    """Return the stretches of sound that a masked transcript says were removed, with margins, by time."""
    found: list[Silence] = []
    for speaker in Speaker:
        words = sorted(
            (word.start_s, word.end_s)
            for turn in transcript.turns
            if turn.speaker is speaker
            for word in words_of_turn(turn)
            if kind_of(word.text) is not None
        )
        found += _joined(speaker, words)
    return tuple(sorted(found, key=lambda one: (one.start_s, one.end_s)))


def _joined(speaker: Speaker, words: Iterable[tuple[float, float]]) -> list[Silence]:
    joined: list[Silence] = []
    for start, end in words:
        start, end = max(0.0, start - MARGIN_S), end + MARGIN_S
        if joined and start - joined[-1].end_s < JOIN_S:
            joined[-1] = replace(joined[-1], end_s=max(joined[-1].end_s, end))
        else:
            joined.append(Silence(speaker, start, end))
    return joined


def _masked(turn: Turn, found: Mapping[int, SecretKind]) -> Turn:
    words = words_of_turn(turn)
    chosen = _with_fillers(words, found)
    kept: list[Word] = []
    for number, word in enumerate(words):
        kind = chosen.get(number)
        if kind is None:
            kept.append(word)
        elif number and chosen.get(number - 1) is kind:
            kept[-1] = replace(kept[-1], end_s=max(kept[-1].end_s, word.end_s))
        else:
            lead = " " if word.text[:1].isspace() else ""
            kept.append(Word(lead + LABELS[kind], word.start_s, word.end_s))
    text = " ".join(word.text.strip() for word in kept)
    return replace(turn, text=text, words=tuple(kept) if turn.words else ())


def _with_fillers(words: Sequence[Word], found: Mapping[int, SecretKind]) -> dict[int, SecretKind]:
    """Take what only fills a pause inside a secret along: one label, not five."""
    chosen, before = dict(found), -1
    for number in sorted(found):
        between = range(before + 1, number)
        same = before >= 0 and found[before] is found[number]
        if same and all(plain(words[n].text) in FILLERS for n in between):
            chosen |= dict.fromkeys(between, found[number])
        before = number
    return chosen
