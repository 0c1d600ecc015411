"""What is decided in a call, in order: each event with the customer's words that say so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.analysis.cues import SUPPORTS, Cues
from app.analysis.findings import Span
from app.analysis.text import Hit, Line
from app.domain.outcome import OutcomeClass
from app.domain.recording import Speaker, Turn

GOOD = ("accept", "agrees", "quote", "wants")
"""Kinds that a negation, a question or a quotation of somebody else turns into something else."""
ALWAYS = ("decline", "reversal", "callback", "never", "other", "machine", "vague")
ANSWERS_WITHIN = 2
"""A proposal is answered within so many turns."""


@dataclass(frozen=True)
class Event:
    """One thing that was said: its kind and where."""

    kind: str
    span: Span


def events_in(turns: Sequence[Turn], cues: Cues) -> tuple[Event, ...]:
    """Return the events of the customer's turns, by place."""
    lines = [Line(turn.text) for turn in turns]
    found = [
        event
        for number, turn in enumerate(turns)
        if turn.speaker is Speaker.CUSTOMER
        for event in _in_turn(number, turns, lines, cues)
    ]
    return tuple(sorted(found, key=lambda event: (event.span.turn, event.span.start)))


def positive(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events that speak for a positive outcome."""
    return tuple(event for event in events if SUPPORTS[event.kind] is OutcomeClass.POSITIVE)


def _in_turn(number: int, turns: Sequence[Turn], lines: Sequence[Line], cues: Cues) -> Iterator[Event]:
    line, asked = lines[number], _asked(number, turns, lines, cues)
    for kind in ALWAYS:
        for hit in line.hits(cues[kind]):
            if not _reported(line, hit, cues):
                yield Event(kind, Span(number, hit.start, hit.end))
    for kind in GOOD:
        for hit in line.hits(cues[kind]):
            taken = _taken_as(kind, line, hit, asked, cues)
            if taken is not None:
                yield Event(taken, Span(number, hit.start, hit.end))
    if asked.date and not any(line.hits(cues["callback"])):
        for hit in line.hits(cues["date"]):
            if _plain(line, hit, cues):
                yield Event("agrees", Span(number, hit.start, hit.end))


@dataclass(frozen=True)
class _Asked:
    """What the agent's last turns asked for: a date to agree to, an address to send to."""

    date: bool
    now: bool


def _asked(number: int, turns: Sequence[Turn], lines: Sequence[Line], cues: Cues) -> _Asked:
    before = [n for n in range(max(0, number - ANSWERS_WITHIN), number) if turns[n].speaker is Speaker.AGENT]
    proposing = [n for n in before if _has(lines[n], cues["propose"]) and "?" in lines[n].text]
    return _Asked(bool(proposing), bool(proposing) and proposing[-1] == number - 1)


def _taken_as(kind: str, line: Line, hit: Hit, asked: _Asked, cues: Cues) -> str | None:
    """Return the kind of event that a good word is, None for none."""
    if _reported(line, hit, cues):
        return None
    if kind != "quote" and line.asks(hit):
        return None
    if _negated(line, hit, cues):
        return "refused" if kind != "agrees" else None
    needs = {"accept": asked.date, "agrees": asked.now}
    return kind if needs.get(kind, True) else None


def _plain(line: Line, hit: Hit, cues: Cues) -> bool:
    return not (_reported(line, hit, cues) or line.asks(hit) or _negated(line, hit, cues))


def _negated(line: Line, hit: Hit, cues: Cues) -> bool:
    clause = line.clause(hit).folded
    return cues["negator"].search(cues["idiom"].sub(" ", clause)) is not None


def _reported(line: Line, hit: Hit, cues: Cues) -> bool:
    return _has(line.before_in_sentence(hit), cues["reported"])


def _has(line: Line, pattern: re.Pattern[str]) -> bool:
    return pattern.search(line.folded) is not None
