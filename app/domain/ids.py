"""Identifiers. Opaque strings minted by the platform or, for things made here, by `new_id`."""

from typing import NewType
from uuid import uuid4

OrganisationId = NewType("OrganisationId", str)
UserId = NewType("UserId", str)
EnrolmentId = NewType("EnrolmentId", str)
CampaignId = NewType("CampaignId", str)
ContactId = NewType("ContactId", str)
CallId = NewType("CallId", str)
RecordingId = NewType("RecordingId", str)
MarkId = NewType("MarkId", str)
ActionKey = NewType("ActionKey", str)
CommandId = NewType("CommandId", str)

Phone = NewType("Phone", str)
"""A telephone number in E.164 form, for example `+3256012345`."""


def new_id() -> str:
    """Return a random identifier (UUID 4, 36 characters)."""
    return str(uuid4())
