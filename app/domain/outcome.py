"""Outcomes: what was achieved, apart from how the line behaved."""

from enum import StrEnum


class OutcomeClass(StrEnum):
    """What an outcome means. `INCOMPLETE` is "cannot tell": nothing is ever guessed."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    CALLBACK_PERSONAL = "callback_personal"
    CALLBACK_ANYONE = "callback_anyone"
    RETRY = "retry"
    NOT_REACHED = "not_reached"
    DO_NOT_CALL_CAMPAIGN = "do_not_call_campaign"
    DO_NOT_CALL_ORGANISATION = "do_not_call_organisation"
    INCOMPLETE = "incomplete"


class OutcomeBy(StrEnum):
    """Who set an outcome."""

    AGENT = "agent"
    AI = "ai"
    LEAD = "lead"
    SYSTEM = "system"


class SystemResult(StrEnum):
    """How the line behaved (SIP / Q.850), never what was achieved."""

    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    UNAVAILABLE = "unavailable"
    INVALID_NUMBER = "invalid_number"
    CONGESTION = "congestion"
    VOICEMAIL = "voicemail"


class AnswerClass(StrEnum):
    """What answered."""

    HUMAN = "human"
    MACHINE_IVR = "machine_ivr"
    MACHINE_VM = "machine_vm"
    UNCERTAIN = "uncertain"


CALLBACKS = frozenset({OutcomeClass.CALLBACK_PERSONAL, OutcomeClass.CALLBACK_ANYONE})
STILL_TO_CALL = CALLBACKS | {OutcomeClass.RETRY, OutcomeClass.NOT_REACHED, OutcomeClass.INCOMPLETE}
"""A contact whose latest outcome is one of these will be called again: not done."""
DO_NOT_CALL = frozenset({OutcomeClass.DO_NOT_CALL_CAMPAIGN, OutcomeClass.DO_NOT_CALL_ORGANISATION})
