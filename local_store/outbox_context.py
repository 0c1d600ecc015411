"""What is known when an action is done: the names to show for it and the class of its outcome."""

from datetime import datetime

from app.domain.actions import Action, PutMark, RemoveMark, SaveWrapUp, StartCall
from app.domain.call import Call
from app.domain.contact import Contact
from app.domain.outcome import OutcomeClass
from app.domain.people import User
from app.domain.recording import Recording
from app.protocol.codec import decode
from local_store.campaigns import read_campaign
from local_store.connection import Connection, value
from local_store.effects import Context


def describe(con: Connection, action: Action, user: User, done_at: datetime) -> tuple[str, Context]:
    """Return the title of an action in the outbox (whom it is about) and its context."""
    if isinstance(action, StartCall):
        text = value(con, "SELECT body FROM contact WHERE id = ?", (action.contact_id,))
        contact = None if text is None else decode(Contact, text)
        name, phone = (contact.name, contact.phone) if contact else ("", None)
        return name, Context(user.id, user.name, done_at, name, phone)
    if isinstance(action, PutMark | RemoveMark):
        text = value(con, "SELECT body FROM recording WHERE id = ?", (action.recording_id,))
        name = "" if text is None else decode(Recording, text).contact_name
        return name, Context(user.id, user.name, done_at, name)
    text = value(con, "SELECT body FROM call WHERE id = ?", (action.call_id,))
    call = None if text is None else decode(Call, text)
    name = call.contact_name if call else ""
    outcome = _class_of(con, call, action) if isinstance(action, SaveWrapUp) else None
    return name, Context(user.id, user.name, done_at, name, None, outcome)


def _class_of(con: Connection, call: Call | None, action: SaveWrapUp) -> OutcomeClass | None:
    campaign = read_campaign(con, call.campaign_id) if call else None
    option = campaign.outcome(action.outcome) if campaign else None
    return option.outcome_class if option else None
