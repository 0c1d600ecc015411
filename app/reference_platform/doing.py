"""What every handler of an action needs, and the ways in which it may refuse."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from app.domain.call import Call
from app.domain.campaign import Campaign
from app.domain.contact import Contact
from app.domain.recording import Recording
from app.reference_platform import things
from app.reference_platform.caller import Caller
from app.reference_platform.expiry import Keeper

AHEAD = timedelta(hours=1)
"""A device's clock may run ahead of ours by this much: a later time would prolong what is kept."""


_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Refusal(StrEnum):
    """Why an action was refused: short English phrases, stable, so that a console may translate them."""

    UNREADABLE = "the entry cannot be opened or its signature is not this device's"
    OTHER_DEVICE = "the entry was made on another device"
    OTHER_PERSON = "the entry was made by another person"
    BAD_ID = "an id is not made of 1 to 64 letters, digits and dashes"
    BAD_TEXT = "the text has characters that cannot be kept"
    TIME_AHEAD = "the time lies in the future"
    TIME_ORDER = "the times are out of order"
    UNKNOWN_CAMPAIGN = "the campaign is not known or not yours"
    UNKNOWN_CONTACT = "the contact is not known or was deleted"
    UNKNOWN_CALL = "the call is not known or was anonymised"
    UNKNOWN_RECORDING = "the recording is not known or was deleted"
    UNKNOWN_MARK = "the mark is not known"
    RECORDING_EXISTS = "a recording with this id exists"
    CALL_EXISTS = "a call with this id exists"
    OTHER_AGENT = "the call is another agent's"
    ALREADY_ENDED = "the call has ended already"
    NOT_ENDED = "the call has not ended yet"
    ALREADY_WRAPPED_UP = "the call is wrapped up already"
    UNKNOWN_OUTCOME = "the campaign has no such outcome"
    CALLBACK_MISSING = "this outcome needs a callback time"
    CALLBACK_UNEXPECTED = "this outcome takes no callback time"
    CALLBACK_PAST = "the callback lies before the call"
    CALLBACK_ZONE = "the callback's time zone is not known"
    TOO_LONG = "the text is too long"
    RESTRICTED = "the recording is restricted"
    NOT_YOUR_MARK = "the mark is another person's"
    OUTSIDE_RECORDING = "the mark lies outside the recording"


class RefusedAction(Exception):
    """An action that was understood and is not applied."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Doing:
    """One action being applied: the transaction, who acts, what may be shown, when it was done."""

    connection: Connection
    caller: Caller
    keeper: Keeper
    done_at: datetime

    def check_id(self, value: str) -> None:
        """Refuse ids made by a device that are not like ours."""
        if _ID.fullmatch(value) is None:
            raise RefusedAction(Refusal.BAD_ID)

    def check_time(self, moment: datetime) -> None:
        """Refuse times without a zone and times that have not come yet."""
        if moment.tzinfo is None or moment > self.keeper.now + AHEAD:
            raise RefusedAction(Refusal.TIME_AHEAD)

    def campaign(self, campaign_id: str) -> Campaign:
        """Return a campaign the caller may work on."""
        found = things.get(self.connection, Campaign, campaign_id)
        if found is None or not self.caller.sees(campaign_id):
            raise RefusedAction(Refusal.UNKNOWN_CAMPAIGN)
        return found

    def contact(self, contact_id: str | None, campaign_id: str) -> Contact:
        """Return a contact of the campaign that may still be kept."""
        row = None if contact_id is None else things.row_of(self.connection, Contact, contact_id)
        if row is None or not self.keeper.shows(row) or row.campaign_id != campaign_id:
            raise RefusedAction(Refusal.UNKNOWN_CONTACT)
        found: Contact = things.read(row)
        return found

    def own_call(self, call_id: str) -> Call:
        """Return a call of the acting agent."""
        row = things.row_of(self.connection, Call, call_id)
        if row is None or not self.keeper.shows(row):
            raise RefusedAction(Refusal.UNKNOWN_CALL)
        found: Call = things.read(row)
        if found.agent_id != self.caller.user.id:
            raise RefusedAction(Refusal.OTHER_AGENT)
        return found

    def recording(self, recording_id: str) -> Recording:
        """Return a recording that the caller may see and work on."""
        row = things.row_of(self.connection, Recording, recording_id)
        if row is None or not self.keeper.shows(row) or not self.caller.sees(row.campaign_id):
            raise RefusedAction(Refusal.UNKNOWN_RECORDING)
        found: Recording = things.read(row)
        if found.restricted:
            raise RefusedAction(Refusal.RESTRICTED)
        return found
