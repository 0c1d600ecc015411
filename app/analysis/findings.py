"""What an analysis says of a call. Each claim points at words of the transcript and copies none of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import RecordingId
from app.domain.outcome import OutcomeClass
from app.domain.recording import Speaker, Transcript
from app.domain.wire import Wire


@dataclass(frozen=True)
class Span(Wire):
    """Characters `start` to `end` (exclusive) of turn number `turn`."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True)
class Evidence(Wire):
    """Words of the customer that speak for an outcome. `feature` is the rule that found them."""

    span: Span
    feature: str
    supports: OutcomeClass


class Abstained(StrEnum):
    """Why no outcome is suggested."""

    NO = ""
    FEW_WORDS = "few_words"
    UNSURE = "unsure"
    NO_EVIDENCE = "no_evidence"
    LANGUAGE = "language"


@dataclass(frozen=True)
class Suggestion(Wire):
    """The suggested outcome. `incomplete` when it abstains, with why.

    `probability` (0-1, calibrated) is that of the likeliest class, `lead_score` (0-100) the chance of a
    positive outcome; None where it abstains for want of words or of a language.
    """

    outcome_class: OutcomeClass
    probability: float
    lead_score: int | None
    evidence: tuple[Evidence, ...] = ()
    abstained: Abstained = Abstained.NO


@dataclass(frozen=True)
class Measures(Wire):
    """How a call went, in seconds and counts.

    `talk_ratio` is the agent's share of all speech (0-1); `silence_s` is time between first and last word in
    which nobody speaks. A speaker interrupts who begins while the other is still in the middle of a turn.
    """

    agent_s: float
    customer_s: float
    talk_ratio: float
    longest_monologue_s: float
    longest_monologue_by: Speaker | None
    agent_interrupts: int
    customer_interrupts: int
    agent_questions: int
    customer_questions: int
    silence_s: float
    longest_silence_s: float
    customer_words: int


@dataclass(frozen=True)
class StepSaid(Wire):
    """How much of a script step's wording was said (0-1), and in which turn most of it."""

    step_id: str
    share: float
    said: bool
    turn: int | None


@dataclass(frozen=True)
class ObjectionMet(Wire):
    """An objection the customer raised, and whether the agent replied to it in the words of the script."""

    label: str
    span: Span
    answered: bool


@dataclass(frozen=True)
class Analysis(Wire):
    """All that is derived from one transcript. `made_with` names the weights and rules.

    `next_step` is where both sides agreed on one, empty for none; `summary` are numbers of whole turns.
    """

    recording_id: RecordingId
    transcript_made_at: datetime
    transcript_revision: int
    made_with: str
    measures: Measures
    steps: tuple[StepSaid, ...]
    objections: tuple[ObjectionMet, ...]
    next_step: tuple[Span, ...]
    summary: tuple[int, ...]
    suggestion: Suggestion

    def is_of(self, transcript: Transcript) -> bool:
        """Return whether it was made of this very transcript; its turns are not looked at."""
        return (self.recording_id, self.transcript_made_at, self.transcript_revision) == (
            transcript.recording_id,
            transcript.made_at,
            transcript.revision,
        )


def quoted(transcript: Transcript, span: Span) -> str | None:
    """Return the words a span points at, exactly; None when the transcript has no such place."""
    if not 0 <= span.turn < len(transcript.turns):
        return None
    text = transcript.turns[span.turn].text
    return text[span.start : span.end] if 0 <= span.start < span.end <= len(text) else None
