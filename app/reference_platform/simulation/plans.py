"""How calls go: which side says what, in which order, for each way a call can end."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from app.domain.recording import Speaker

AGENT, CUSTOMER = Speaker.AGENT, Speaker.CUSTOMER


class Ending(StrEnum):
    """How a composed call ends."""

    APPOINTMENT = "appointment"
    PRICE_SENT = "price_sent"
    CALLBACK = "callback"
    DECLINED = "declined"
    DO_NOT_CALL = "do_not_call"
    WRONG_PERSON = "wrong_person"
    VOICEMAIL = "voicemail"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Step:
    """One turn to be spoken. Steps that share a `link` take the same variant: question 2 gets answer 2."""

    speaker: Speaker
    intent: str
    link: str = ""
    after_pause: bool = False


Plan = tuple[Step, ...]

_PROBES = ("size", "history", "issue")
_DOUBTS = {
    "price": "objection_price",
    "time": "objection_time",
    "content": "question_content",
    "trust": "question_trust",
    "need": "objection_need",
}
_ANSWERED: Plan = (
    Step(CUSTOMER, "hello"),
    Step(AGENT, "greeting"),
    Step(AGENT, "recording_notice"),
    Step(CUSTOMER, "recording_ok"),
    Step(AGENT, "identity"),
)
_REACHED: Plan = (Step(CUSTOMER, "identity_yes"), Step(AGENT, "reason"), Step(CUSTOMER, "listen"))
_FAREWELL: Plan = (Step(AGENT, "goodbye"), Step(CUSTOMER, "goodbye"))
_CLOSINGS: dict[Ending, Plan] = {
    Ending.APPOINTMENT: (
        Step(AGENT, "hold"),
        Step(CUSTOMER, "hold_ok"),
        Step(AGENT, "hold_back", after_pause=True),
        Step(AGENT, "propose_date", "date"),
        Step(CUSTOMER, "agree"),
        Step(AGENT, "confirm_appointment", "date"),
        Step(CUSTOMER, "thanks"),
        *_FAREWELL,
    ),
    Ending.PRICE_SENT: (
        Step(CUSTOMER, "price_request"),
        Step(AGENT, "ask_email"),
        Step(CUSTOMER, "give_email"),
        Step(AGENT, "confirm_price_sent"),
        Step(CUSTOMER, "thanks"),
        *_FAREWELL,
    ),
    Ending.CALLBACK: (
        Step(CUSTOMER, "callback_request", "callback"),
        Step(AGENT, "confirm_callback", "callback"),
        Step(CUSTOMER, "thanks"),
        *_FAREWELL,
    ),
    Ending.DECLINED: (Step(CUSTOMER, "decline"), Step(AGENT, "accept_decline"), *_FAREWELL),
    Ending.DO_NOT_CALL: (Step(CUSTOMER, "do_not_call"), Step(AGENT, "confirm_do_not_call"), *_FAREWELL),
    Ending.INCOMPLETE: (),
}
_DOUBTS_BEFORE: dict[Ending, tuple[int, int]] = {
    Ending.APPOINTMENT: (1, 4),
    Ending.PRICE_SENT: (2, 5),
    Ending.CALLBACK: (1, 3),
    Ending.DECLINED: (2, 4),
    Ending.DO_NOT_CALL: (1, 2),
    Ending.INCOMPLETE: (1, 3),
}
"""Fewest and most doubts the customer raises before the call ends this way."""
_WRONG_PERSON: Plan = (
    *_ANSWERED,
    Step(CUSTOMER, "wrong_person"),
    Step(AGENT, "apologise_wrong_person"),
    *_FAREWELL,
)
_VOICEMAIL: Plan = (
    Step(CUSTOMER, "voicemail_greeting"),
    Step(AGENT, "greeting", after_pause=True),
    Step(AGENT, "recording_notice"),
    Step(AGENT, "voicemail_message"),
    Step(AGENT, "goodbye"),
)


def plan(ending: Ending, rng: np.random.Generator) -> Plan:
    """Draws the order of one call. Every plan opens with the agent's greeting and the recording notice."""
    if ending is Ending.VOICEMAIL:
        return _VOICEMAIL
    if ending is Ending.WRONG_PERSON:
        return _WRONG_PERSON
    low, high = _DOUBTS_BEFORE[ending]
    return (
        *_ANSWERED,
        *_REACHED,
        *_probing(rng, int(rng.integers(1, len(_PROBES) + 1))),
        Step(AGENT, "offer"),
        *_doubting(rng, int(rng.integers(low, high + 1))),
        *_CLOSINGS[ending],
    )


def _probing(rng: np.random.Generator, count: int) -> Plan:
    steps: list[Step] = []
    for index in rng.permutation(len(_PROBES))[:count]:
        topic = _PROBES[index]
        steps += [Step(AGENT, f"probe_{topic}", topic), Step(CUSTOMER, f"reply_{topic}", topic)]
        if rng.random() < 0.7:
            steps.append(Step(AGENT, "ack"))
    return tuple(steps)


def _doubting(rng: np.random.Generator, count: int) -> Plan:
    topics = list(_DOUBTS)
    steps: list[Step] = []
    for index in rng.permutation(len(topics))[:count]:
        topic = topics[index]
        steps += [Step(CUSTOMER, _DOUBTS[topic], topic), Step(AGENT, f"answer_{topic}", topic)]
    return tuple(steps)
