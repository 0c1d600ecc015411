"""What happened before today: past calls with how they ended, who made them, what was noted."""

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from app.domain.call import Call, Callback
from app.domain.campaign import Campaign, DiallingMode
from app.domain.contact import Contact
from app.domain.ids import CallId
from app.domain.outcome import CALLBACKS, AnswerClass, OutcomeBy, OutcomeClass, SystemResult
from app.domain.people import User
from app.reference_platform.seed import outcomes
from app.reference_platform.seed.campaigns import Plan, draw_id

DAYS_BACK = 120
SERIES_DAYS = 12
"""Calls to one contact lie within this many days."""

STALE_DAYS = 7.0
"""A callback promised longer ago than this was dealt with in some other way."""

TALKED = {
    outcomes.APPOINTMENT: 0.22,
    outcomes.PRICE_SENT: 0.14,
    outcomes.CALLBACK: 0.18,
    outcomes.NOT_INTERESTED: 0.32,
    outcomes.WRONG_PERSON: 0.08,
    outcomes.DO_NOT_CALL: 0.06,
}
"""Share of each outcome among calls in which somebody talked."""

UNREACHED = (
    (SystemResult.NO_ANSWER, outcomes.NO_ANSWER, 0.50),
    (SystemResult.VOICEMAIL, outcomes.VOICEMAIL, 0.26),
    (SystemResult.BUSY, outcomes.NO_ANSWER, 0.12),
    (SystemResult.REJECTED, outcomes.NO_ANSWER, 0.07),
    (SystemResult.INVALID_NUMBER, outcomes.WRONG_NUMBER, 0.05),
)
"""Shares among the others; the last ends a series of calls, so that it comes last only."""

TALKED_SHARE = 0.55
FINAL = frozenset({OutcomeClass.POSITIVE, OutcomeClass.NEGATIVE, OutcomeClass.DO_NOT_CALL_ORGANISATION})
NOTES: dict[str, tuple[str, ...]] = {
    outcomes.APPOINTMENT: ("Confirmed by e-mail.", "Prefers the morning.", "Access through the workshop."),
    outcomes.PRICE_SENT: ("Sent to the address on file.", "Wants it split by item."),
    outcomes.CALLBACK: ("Wants to talk it over at home first.", "In a meeting, asked for the afternoon."),
    outcomes.NOT_INTERESTED: ("Has somebody already.", "Sold the house.", "Too expensive at the moment."),
    outcomes.WRONG_PERSON: ("Colleague answered; ask again later.",),
    outcomes.DO_NOT_CALL: ("Asked not to be called again; confirmed.",),
}
AI_AGENT = "Clara (AI)"
ANSWERED_BY = {SystemResult.ANSWERED: AnswerClass.HUMAN, SystemResult.VOICEMAIL: AnswerClass.MACHINE_VM}


@dataclass
class Past:
    """Calls of one campaign by start, and its contacts as those calls left them."""

    calls: list[Call] = field(default_factory=list)
    contacts: dict[str, Contact] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """Draws the past of one campaign."""

    plan: Plan
    campaign: Campaign
    agents: list[User]
    now: datetime
    rng: np.random.Generator

    def draw(self, contacts: list[Contact]) -> Past:
        """Return `plan.calls` calls, at most three a contact; nothing follows a final outcome.

        The first contact keeps an open callback that is due; then come as many recent talks as there are
        to be recordings, so that none of these is past its time before the demo begins.
        """
        past = Past(contacts={contact.id: contact for contact in contacts})
        others = [contacts[1 + int(place)] for place in self.rng.permutation(len(contacts) - 1)]
        self._series(past, contacts[0], outcomes.CALLBACK, STALE_DAYS - 1)
        for place, contact in enumerate(others):
            if len(past.calls) >= self.plan.calls:
                break
            recent = place < self.plan.recordings
            age = self.plan.keep_days * 0.8 if recent else DAYS_BACK - SERIES_DAYS
            self._series(past, contact, self._talk() if recent else "", float(self.rng.uniform(0.2, age)))
        past.calls.sort(key=lambda call: call.started_at)
        return past

    def _series(self, past: Past, contact: Contact, last_outcome: str, newest: float) -> None:
        rng = self.rng
        wanted = min(
            1 + int(rng.random() < 0.45) + int(rng.random() < 0.2), self.plan.calls - len(past.calls)
        )
        ages = (newest + float(rng.uniform(1.5, SERIES_DAYS / 2)) * place for place in range(wanted))
        # Sorted by start, not by age: hours are drawn, and the last call must be the one that settles it.
        starts = sorted(self._working_hour(age) for age in ages)
        for place, start in enumerate(starts):
            past.calls.append(self._call(contact, start, last_outcome if place == wanted - 1 else None))
        ended = past.calls[-1].ended_at
        assert ended is not None
        past.contacts[contact.id] = dataclasses.replace(
            contact, attempts=wanted, last_activity_at=max(ended, contact.last_activity_at)
        )

    def _call(self, contact: Contact, start: datetime, outcome: str | None) -> Call:
        result, key, talk_s = self._ending(outcome)
        option = self.campaign.outcome(key)
        assert option is not None
        ai = self.campaign.mode is DiallingMode.AI
        agent = self.agents[int(self.rng.integers(len(self.agents)))]
        up = start + timedelta(seconds=float(self.rng.uniform(6, 24)))
        ended = up + timedelta(seconds=talk_s)
        callback = self._callback(contact, ended) if option.outcome_class in CALLBACKS else None
        return Call(
            id=CallId(draw_id(self.rng)),
            campaign_id=self.campaign.id,
            contact_id=contact.id,
            contact_name=contact.name,
            phone=contact.phone,
            agent_id=None if ai else agent.id,
            agent_name=AI_AGENT if ai else agent.name,
            started_at=start,
            answered_at=up if talk_s else None,
            ended_at=ended,
            revision=0,
            system_result=result,
            answer_class=ANSWERED_BY.get(result),
            outcome=key,
            outcome_class=option.outcome_class,
            outcome_by=OutcomeBy.AI if ai else OutcomeBy.AGENT,
            note=self._note(key),
            callback=callback,
        )

    def _ending(self, outcome: str | None) -> tuple[SystemResult, str, float]:
        """Return result, outcome and talk time (s); `outcome` "" draws any, None one that leads on."""
        if outcome or (outcome == "" and self.rng.random() < TALKED_SHARE):
            return SystemResult.ANSWERED, outcome or self._talk(), float(self.rng.uniform(35, 220))
        choices = UNREACHED[:-1] if outcome is None else UNREACHED
        weights = np.array([share for _, _, share in choices])
        result, key, _ = choices[int(self.rng.choice(len(choices), p=weights / weights.sum()))]
        return result, key, float(self.rng.uniform(8, 30)) if result is SystemResult.VOICEMAIL else 0.0

    def _talk(self) -> str:
        return str(self.rng.choice(list(TALKED), p=list(TALKED.values())))

    def _callback(self, contact: Contact, ended: datetime) -> Callback:
        at = (ended + timedelta(days=int(self.rng.integers(1, 6)))).replace(minute=0, second=0, microsecond=0)
        personal = self.campaign.mode is not DiallingMode.AI and bool(self.rng.random() < 0.6)
        return Callback(at, contact.zone, personal)

    def _note(self, outcome: str) -> str:
        notes = NOTES.get(outcome, ("",))
        return notes[int(self.rng.integers(len(notes)))]

    def _working_hour(self, age_days: float) -> datetime:
        """Return a moment about `age_days` ago, between 08:00 and 18:00 UTC, well before now."""
        moment = (self.now - timedelta(days=age_days)).replace(
            hour=int(self.rng.integers(8, 18)),
            minute=int(self.rng.integers(60)),
            second=int(self.rng.integers(60)),
            microsecond=0,
        )
        return moment if moment < self.now - timedelta(minutes=30) else moment - timedelta(days=1)
