"""Things to put into a platform under test."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.call import Call
from app.domain.contact import Contact
from app.domain.ids import (
    CallId,
    CampaignId,
    ContactId,
    EnrolmentId,
    MarkId,
    OrganisationId,
    Phone,
    RecordingId,
    UserId,
)
from app.domain.people import Role, User
from app.domain.recording import Mark, Recording, Transcript, TranscriptSource
from app.reference_platform.caller import Caller

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CAMPAIGN = CampaignId("campaign")


def caller(role: Role = Role.TEAM_LEAD, campaigns: frozenset[str] = frozenset()) -> Caller:
    user = User(UserId("user"), "Some Body", "some@body.example", role, "en", OrganisationId("test"), "Test")
    return Caller(EnrolmentId("device"), user, "family", NOW + timedelta(hours=1), campaigns)


def contact(name: str, last_activity: datetime) -> Contact:
    return Contact(
        ContactId(name),
        CAMPAIGN,
        name,
        Phone("+3256012345"),
        "nl",
        "Europe/Brussels",
        "Kortrijk",
        last_activity,
        0,
    )


def call(name: str, ended: datetime, **more: Any) -> Call:
    fields: dict[str, Any] = {
        "id": CallId(name),
        "campaign_id": CAMPAIGN,
        "contact_id": ContactId(f"contact of {name}"),
        "contact_name": "Annelies",
        "phone": Phone("+3256012345"),
        "agent_id": UserId("agent"),
        "agent_name": "Jana",
        "started_at": ended - timedelta(minutes=5),
        "answered_at": ended - timedelta(minutes=4),
        "ended_at": ended,
        "revision": 0,
        "note": "a note",
        "outcome": "appointment",
    }
    return Call(**{**fields, **more})


def recording(name: str, ended: datetime, **more: Any) -> Recording:
    fields: dict[str, Any] = {
        "id": RecordingId(name),
        "call_id": CallId(f"call of {name}"),
        "campaign_id": CAMPAIGN,
        "contact_name": "Annelies",
        "company": "",
        "phone": Phone("+3256012345"),
        "agent_name": "Jana",
        "language": "nl",
        "started_at": ended - timedelta(minutes=4),
        "ended_at": ended,
        "duration_s": 240.0,
        "sample_rate": 16000,
        "size_bytes": 3,
        "sha256": "00",
        "revision": 0,
    }
    return Recording(**{**fields, **more})


def transcript(of: Recording) -> Transcript:
    return Transcript(of.id, TranscriptSource.PLATFORM, "", "nl", (), of.ended_at, 0)


def mark(of: Recording) -> Mark:
    return Mark(MarkId(f"mark on {of.id}"), of.id, 1.0, None, "listen", "Jana", of.ended_at, 0)
