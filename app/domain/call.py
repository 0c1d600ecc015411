"""Calls and what is written about them."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import CallId, CampaignId, ContactId, Phone, RecordingId, UserId
from app.domain.outcome import AnswerClass, OutcomeBy, OutcomeClass, SystemResult
from app.domain.wire import Wire


@dataclass(frozen=True)
class Callback(Wire):
    """When to call back (UTC, with the contact's zone beside it) and whether only this agent may."""

    at: datetime
    zone: str
    personal: bool


@dataclass(frozen=True)
class Call(Wire):
    """One call. An anonymised call keeps its statistics and has no number, contact, agent or note."""

    id: CallId
    campaign_id: CampaignId
    contact_id: ContactId | None
    contact_name: str
    phone: Phone | None
    agent_id: UserId | None
    agent_name: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    revision: int
    system_result: SystemResult | None = None
    answer_class: AnswerClass | None = None
    outcome: str | None = None
    outcome_class: OutcomeClass | None = None
    outcome_by: OutcomeBy | None = None
    note: str = ""
    callback: Callback | None = None
    recording_id: RecordingId | None = None

    @property
    def talk_seconds(self) -> float:
        """Seconds from answer to end; 0.0 while unanswered or not ended."""
        if self.answered_at is None or self.ended_at is None:
            return 0.0
        return (self.ended_at - self.answered_at).total_seconds()


@dataclass(frozen=True)
class WrapUp(Wire):
    """What the agent has written about a call so far; saved at every keystroke."""

    call_id: CallId
    outcome: str | None = None
    note: str = ""
    callback: Callback | None = None
    answers: tuple[tuple[str, str], ...] = ()
