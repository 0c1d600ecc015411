"""What a transcript shows, as plain values. Times are ms from the start of the recording."""

from dataclasses import dataclass
from enum import StrEnum


class Speaker(StrEnum):
    """Agent in the accent colour, everybody else in the text colour."""

    AGENT = "agent"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class TranscriptWord:
    """One word with its punctuation. ``removed`` words are shown as a chip: something was redacted here."""

    text: str
    start: int
    end: int
    unsure: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True)
class TranscriptTurn:
    """What one speaker said in one go; ``name`` is the word shown for the speaker."""

    speaker: Speaker
    name: str
    start: int
    words: tuple[TranscriptWord, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words ``first`` to ``last`` (both included) of turn number ``turn`` support a finding."""

    turn: int
    first: int
    last: int
