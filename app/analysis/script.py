"""What of a campaign's script was said, and which of its objections were met. By overlap of words."""

import re
from collections.abc import Sequence

from app.analysis.findings import ObjectionMet, Span, StepSaid
from app.analysis.text import words_of
from app.domain.campaign import Objection, Script, ScriptStep
from app.domain.recording import Speaker, Turn

SAID = 0.6
"""Share of a step's telling words that have to be said within `WINDOW` turns of the agent."""
MET = 0.5
"""Share of a prepared reply's telling words that the agent's answer has to hold."""
WINDOW = 3
REPLY_WITHIN = 3
SHORTEST = 4
"""Shorter words are in every sentence and tell nothing."""
_SLOT = re.compile(r"\{[^}]*\}")


def adherence(script: Script, turns: Sequence[Turn]) -> tuple[StepSaid, ...]:
    """Return for each step of a script how much of it the agent said."""
    spoken = [(n, frozenset(words_of(t.text))) for n, t in enumerate(turns) if t.speaker is Speaker.AGENT]
    return tuple(_said(step, spoken) for step in script.steps)


def objections_met(script: Script, turns: Sequence[Turn]) -> tuple[ObjectionMet, ...]:
    """Return the objections raised in the words of their label, with whether the prepared reply followed."""
    return tuple(
        ObjectionMet(
            objection.label, Span(number, 0, len(turns[number].text)), _answered(objection, turns, number)
        )
        for objection in script.objections
        if (number := _raised(objection, turns)) is not None
    )


def _raised(objection: Objection, turns: Sequence[Turn]) -> int | None:
    wanted = telling(objection.label, shortest=2)
    said = (
        n for n, t in enumerate(turns) if t.speaker is Speaker.CUSTOMER and wanted <= set(words_of(t.text))
    )
    return next(said, None) if wanted else None


def telling(text: str, shortest: int = SHORTEST) -> frozenset[str]:
    """Return the words of a script text that tell it from others; what is filled in is none of them."""
    return frozenset(word for word in words_of(_SLOT.sub(" ", text)) if len(word) >= shortest)


def _said(step: ScriptStep, spoken: Sequence[tuple[int, frozenset[str]]]) -> StepSaid:
    wanted = telling(step.says)
    best, where = 0.0, None
    for first in range(len(spoken)):
        near = spoken[first : first + WINDOW]
        share = _share(wanted, frozenset[str]().union(*(words for _, words in near)))
        if share > best:
            best, where = share, max(near, key=lambda turn: len(wanted & turn[1]))[0]
    return StepSaid(step.id, round(best, 4), best >= SAID, where if best >= SAID else None)


def _answered(objection: Objection, turns: Sequence[Turn], raised: int) -> bool:
    replies = (t for t in turns[raised + 1 : raised + 1 + REPLY_WITHIN] if t.speaker is Speaker.AGENT)
    return _share(telling(objection.reply), frozenset(w for t in replies for w in words_of(t.text))) >= MET


def _share(wanted: frozenset[str], said: frozenset[str]) -> float:
    return len(wanted & said) / len(wanted) if wanted else 0.0
