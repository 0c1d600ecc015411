"""From clips of two channels to a conversation."""

from collections.abc import Iterable

from app.domain.recording import Speaker, Turn

PAUSE_S = 1.5
"""A speaker who pauses for less than this, uninterrupted, is still in the same turn."""
LONGEST_S = 40.0
"""Turns are cut at this length, so that a monologue stays readable and seekable."""

SPEAKERS = (Speaker.AGENT, Speaker.CUSTOMER)
"""Who is on which channel: left, then right."""


def merge(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Return the turns by time, those of one speaker joined where nobody else spoke in between."""
    merged: list[Turn] = []
    for turn in sorted(turns, key=lambda turn: (turn.start_s, turn.end_s)):
        if merged and _continues(merged[-1], turn):
            merged[-1] = _joined(merged[-1], turn)
        else:
            merged.append(turn)
    return tuple(merged)


def _continues(before: Turn, turn: Turn) -> bool:
    return (
        before.speaker is turn.speaker
        and turn.start_s - before.end_s < PAUSE_S
        and turn.end_s - before.start_s <= LONGEST_S
    )


def _joined(before: Turn, turn: Turn) -> Turn:
    return Turn(
        before.speaker,
        before.start_s,
        max(before.end_s, turn.end_s),
        f"{before.text} {turn.text}",
        before.words + turn.words,
    )
