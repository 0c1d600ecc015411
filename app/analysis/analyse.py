"""Everything that is derived from one transcript."""

from collections.abc import Sequence

from app.analysis.cues import BY_LANGUAGE
from app.analysis.events import Event, events_in
from app.analysis.findings import Analysis
from app.analysis.measures import measure
from app.analysis.model import Weights
from app.analysis.script import adherence, objections_met
from app.analysis.suggest import next_step, suggest
from app.domain.campaign import Script
from app.domain.recording import Speaker, Transcript, Turn

SUMMARY_TURNS = 5
RULES = 1
"""Counted up whenever cues, features or measures change: what was derived by older ones is derived anew."""


def made_with(weights: Weights) -> str:
    """Return the name of what an analysis is made with."""
    return f"{weights.name}, rules {RULES}"


def analyse(transcript: Transcript, script: Script | None, weights: Weights) -> Analysis:
    """Return the analysis. Pure: the same transcript, script and weights give the same."""
    turns = transcript.turns
    cues = BY_LANGUAGE.get(transcript.language)
    events = () if cues is None else events_in(turns, cues)
    return Analysis(
        recording_id=transcript.recording_id,
        transcript_made_at=transcript.made_at,
        transcript_revision=transcript.revision,
        made_with=made_with(weights),
        measures=measure(turns),
        steps=() if script is None else adherence(script, turns),
        objections=() if script is None else objections_met(script, turns),
        next_step=next_step(events),
        summary=_summary(turns, events),
        suggestion=suggest(transcript, weights),
    )


def _summary(turns: Sequence[Turn], events: Sequence[Event]) -> tuple[int, ...]:
    """Turns in which something is decided, the latest first to be kept, each with the question it answers."""
    chosen: list[int] = []
    for event in reversed(events):
        for number in (event.span.turn, event.span.turn - 1):
            asked = number >= 0 and (number == event.span.turn or turns[number].speaker is Speaker.AGENT)
            if asked and number not in chosen and len(chosen) < SUMMARY_TURNS:
                chosen.append(number)
    return tuple(sorted(chosen))
