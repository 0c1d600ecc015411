"""Calls and what is written about them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.ids import CallId, CampaignId, ContactId, Phone, RecordingId, UserId
from app.domain.outcome import AnswerClass, OutcomeBy, OutcomeClass, SystemResult
from app.domain.wire import Wire

ANONYMOUS_DURATION = timedelta(seconds=10)


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


def without_review(call: Call) -> Call:
    """Return the call without what falls under the review class; the outcome stays as its statistic."""
    return replace(call, note="", callback=None)


def anonymised(call: Call, new_id: str) -> Call:
    """Return the statistics of a call as one of nobody: a new id, the day instead of the time.

    Durations are rounded to ten seconds, or they would lead back through a telephone bill. Nothing does: not
    the call's id, its moment, its people or its audio, and there is no hash of its number, since numbers are
    few enough to try them all.
    """
    day = call.started_at.replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(
        without_review(call),
        id=CallId(new_id),
        contact_id=None,
        contact_name="",
        phone=None,
        agent_id=None,
        agent_name="",
        started_at=day,
        answered_at=call.answered_at and day + _rounded(call.answered_at - call.started_at),
        ended_at=call.ended_at and day + _rounded(call.ended_at - call.started_at),
        recording_id=None,
        revision=0,
    )


def _rounded(duration: timedelta) -> timedelta:
    return round(duration / ANONYMOUS_DURATION) * ANONYMOUS_DURATION
