"""What happened before today: past calls with how they ended, who made them, what was noted."""

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from app.domain.call import Call, Callback
from app.domain.campaign import Campaign, DiallingMode
from app.domain.contact import Contact
from app.domain.ids import CallId, RecordingId
from app.domain.outcome import CALLBACKS, AnswerClass, OutcomeBy, OutcomeClass, SystemResult
from app.domain.people import User
from app.reference_platform.seed import outcomes
from app.reference_platform.seed.campaigns import Plan, draw_id

DAYS_BACK = 120
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


@dataclass
class Past:
    """Calls of one campaign, and its contacts as those calls left them."""

    calls: list[Call] = field(default_factory=list)
    contacts: dict[str, Contact] = field(default_factory=dict)


def draw_past(
    plan: Plan,
    campaign: Campaign,
    contacts: list[Contact],
    agents: list[User],
    now: datetime,
    rng: np.random.Generator,
) -> Past:
    """Return `plan.calls` past calls, at most three a contact; nothing follows a final outcome."""
    past = Past(contacts={contact.id: contact for contact in contacts})
    order = [contacts[index] for index in rng.permutation(len(contacts))]
    if campaign.language == "nl":
        order = [contacts[0], *(contact for contact in order if contact is not contacts[0])]
    for contact in order:
        if len(past.calls) >= plan.calls:
            break
        _series(past, plan, campaign, contact, agents, now, rng)
    past.calls.sort(key=lambda call: call.started_at)
    return past


def _series(
    past: Past,
    plan: Plan,
    campaign: Campaign,
    contact: Contact,
    agents: list[User],
    now: datetime,
    rng: np.random.Generator,
) -> None:
    wanted = min(1 + int(rng.random() < 0.45) + int(rng.random() < 0.2), plan.calls - len(past.calls))
    newest = float(rng.uniform(0.2, DAYS_BACK - 12))
    ages = sorted((newest + float(rng.uniform(0, 10)) * index for index in range(wanted)), reverse=True)
    made = 0
    for place, age in enumerate(ages):
        call = _call(campaign, contact, agents, _working_hour(now, age, rng), rng, last=place == wanted - 1)
        past.calls.append(call)
        made += 1
        if call.outcome_class in FINAL:
            break
    last = past.calls[-1]
    ended = last.ended_at or last.started_at
    past.contacts[contact.id] = dataclasses.replace(
        contact, attempts=made, last_activity_at=max(ended, contact.last_activity_at)
    )


def _call(
    campaign: Campaign,
    contact: Contact,
    agents: list[User],
    start: datetime,
    rng: np.random.Generator,
    *,
    last: bool,
) -> Call:
    result, key, talk_s = _ending(rng, last=last)
    option = campaign.outcome(key)
    assert option is not None
    ai = campaign.mode is DiallingMode.AI
    agent = agents[int(rng.integers(len(agents)))]
    rang_s = float(rng.uniform(6, 24))
    answered = start + timedelta(seconds=rang_s) if talk_s else None
    ended = start + timedelta(seconds=rang_s + talk_s)
    callback = None
    if option.outcome_class in CALLBACKS:
        at = (ended + timedelta(days=int(rng.integers(1, 6)))).replace(minute=0, second=0, microsecond=0)
        callback = Callback(at, contact.zone, personal=bool(rng.random() < 0.6) and not ai)
    notes = NOTES.get(key, ())
    return Call(
        id=CallId(draw_id(rng)),
        campaign_id=campaign.id,
        contact_id=contact.id,
        contact_name=contact.name,
        phone=contact.phone,
        agent_id=None if ai else agent.id,
        agent_name=AI_AGENT if ai else agent.name,
        started_at=start,
        answered_at=answered,
        ended_at=ended,
        revision=0,
        system_result=result,
        answer_class=_answer_class(result),
        outcome=key,
        outcome_class=option.outcome_class,
        outcome_by=OutcomeBy.AI if ai else OutcomeBy.AGENT,
        note=notes[int(rng.integers(len(notes)))] if notes else "",
        callback=callback,
    )


def _ending(rng: np.random.Generator, *, last: bool) -> tuple[SystemResult, str, float]:
    if last and rng.random() < TALKED_SHARE:
        keys, shares = list(TALKED), list(TALKED.values())
        return SystemResult.ANSWERED, str(rng.choice(keys, p=shares)), float(rng.uniform(35, 220))
    # Nothing final may come before the last call, so that a wrong number ends a series only.
    choices = UNREACHED if last else UNREACHED[:-1]
    weights = np.array([share for _, _, share in choices])
    result, key, _ = choices[int(rng.choice(len(choices), p=weights / weights.sum()))]
    return result, key, float(rng.uniform(8, 30)) if result is SystemResult.VOICEMAIL else 0.0


def _answer_class(result: SystemResult) -> AnswerClass | None:
    return {SystemResult.ANSWERED: AnswerClass.HUMAN, SystemResult.VOICEMAIL: AnswerClass.MACHINE_VM}.get(
        result
    )


def _working_hour(now: datetime, age_days: float, rng: np.random.Generator) -> datetime:
    """Return a moment about `age_days` ago, between 08:00 and 18:00 UTC, never in the future."""
    day = now - timedelta(days=age_days)
    moment = day.replace(
        hour=int(rng.integers(8, 18)),
        minute=int(rng.integers(60)),
        second=int(rng.integers(60)),
        microsecond=0,
    )
    return moment if moment < now - timedelta(minutes=10) else moment - timedelta(days=1)


def new_recording_id(rng: np.random.Generator) -> RecordingId:
    """Return the id of a recording to be."""
    return RecordingId(draw_id(rng))
