"""How calls of the demo campaigns may end; digits as on the keyboard."""

from app.domain.campaign import OutcomeOption
from app.domain.outcome import OutcomeClass as Class

APPOINTMENT = "appointment"
PRICE_SENT = "price_sent"
CALLBACK = "callback"
NOT_INTERESTED = "not_interested"
WRONG_PERSON = "wrong_person"
NO_ANSWER = "no_answer"
VOICEMAIL = "voicemail"
WRONG_NUMBER = "wrong_number"
DO_NOT_CALL = "do_not_call"

CLASSES: dict[str, Class] = {
    APPOINTMENT: Class.POSITIVE,
    PRICE_SENT: Class.POSITIVE,
    CALLBACK: Class.CALLBACK_PERSONAL,
    NOT_INTERESTED: Class.NEGATIVE,
    WRONG_PERSON: Class.RETRY,
    NO_ANSWER: Class.NOT_REACHED,
    VOICEMAIL: Class.NOT_REACHED,
    WRONG_NUMBER: Class.NEGATIVE,
    DO_NOT_CALL: Class.DO_NOT_CALL_ORGANISATION,
}
KEYS = tuple(CLASSES)


def options(*names: str) -> tuple[OutcomeOption, ...]:
    """Return the nine options under these names, in the order of `KEYS`."""
    return tuple(
        OutcomeOption(key, name, CLASSES[key], digit)
        for digit, (key, name) in enumerate(zip(KEYS, names, strict=True), start=1)
    )
