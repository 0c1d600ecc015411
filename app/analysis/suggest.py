"""The suggested outcome: with quoted words of the customer, or none."""

from collections.abc import Sequence

from app.analysis.cues import BY_LANGUAGE, SUPPORTS
from app.analysis.events import Event, events_in
from app.analysis.features import features_of
from app.analysis.findings import Abstained, Evidence, Span, Suggestion
from app.analysis.measures import customer_words
from app.analysis.model import Weights
from app.analysis.text import Hit, Line
from app.domain.outcome import OutcomeClass
from app.domain.recording import Transcript, Turn

MOST_QUOTES = 4
LONGEST_QUOTE = 160
"""Characters. Some recognisers write no punctuation: their sentences are whole turns."""


def suggest(transcript: Transcript, weights: Weights) -> Suggestion:
    """Return what the call's outcome seems to be. Whatever it suggests, it can quote; else it abstains."""
    cues = BY_LANGUAGE.get(transcript.language)
    if cues is None:
        return Suggestion(OutcomeClass.INCOMPLETE, 0.0, None, abstained=Abstained.LANGUAGE)
    if customer_words(transcript.turns) < weights.minimum_words:
        return Suggestion(OutcomeClass.INCOMPLETE, 0.0, None, abstained=Abstained.FEW_WORDS)
    events = events_in(transcript.turns, cues)
    chances = weights.probabilities(features_of(transcript.turns, events, cues))
    likeliest = max(chances, key=lambda outcome: chances[outcome])
    score = round(100 * chances.get(OutcomeClass.POSITIVE, 0.0))
    probability = chances[likeliest]
    evidence = _evidence(transcript.turns, events, likeliest)
    if likeliest is OutcomeClass.INCOMPLETE or probability < weights.threshold:
        return Suggestion(OutcomeClass.INCOMPLETE, probability, score, abstained=Abstained.UNSURE)
    if not evidence:
        return Suggestion(OutcomeClass.INCOMPLETE, probability, score, abstained=Abstained.NO_EVIDENCE)
    return Suggestion(likeliest, probability, score, evidence)


def next_step(events: Sequence[Event]) -> tuple[Span, ...]:
    """Return where the customer agreed to what comes next, if nothing said later takes it back."""
    said = [event for event in events if event.kind != "vague"]
    if not said or SUPPORTS[said[-1].kind] not in (OutcomeClass.POSITIVE, OutcomeClass.CALLBACK_PERSONAL):
        return ()
    return tuple(event.span for event in said if SUPPORTS[event.kind] is SUPPORTS[said[-1].kind])[-2:]


def _evidence(turns: Sequence[Turn], events: Sequence[Event], outcome: OutcomeClass) -> tuple[Evidence, ...]:
    """The latest sentences that support it, each once: a reader needs more than the two words of a cue."""
    kept: dict[Span, Evidence] = {}
    for event in events:
        if SUPPORTS[event.kind] is outcome:
            kept.setdefault(said := _sentence(turns, event.span), Evidence(said, event.kind, outcome))
    return tuple(kept.values())[-MOST_QUOTES:]


def _sentence(turns: Sequence[Turn], span: Span) -> Span:
    if span.end - span.start >= LONGEST_QUOTE:
        return span
    said = Line(turns[span.turn].text).sentence(Hit(span.start, span.end))
    return Span(span.turn, said.start, said.end) if said.end - said.start <= LONGEST_QUOTE else span
