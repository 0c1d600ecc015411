"""Builders of domain values for store tests: every field can be given, none has to be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.call import Call
from app.domain.campaign import (
    CallingHours,
    Campaign,
    CampaignState,
    DiallingMode,
    OutcomeOption,
    Script,
    ScriptStep,
)
from app.domain.contact import Contact, DoNotCall
from app.domain.ids import CallId, CampaignId, ContactId, MarkId, OrganisationId, Phone, RecordingId, UserId
from app.domain.outcome import OutcomeClass
from app.domain.people import Role, User
from app.domain.policy import LeaseTerms, Policy, UncheckedAudio
from app.domain.recording import Mark, Recording, Speaker, Transcript, TranscriptSource, Turn, Word
from app.domain.retention import CampaignRule, DataClass, Rule, Schedule, default_rules
from app.protocol.messages import ChangePage, Removed

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
AGENT = User(
    UserId("user-1"), "Ada Agent", "ada@example.eu", Role.AGENT, "en", OrganisationId("org-1"), "Example"
)
CAMPAIGN = CampaignId("campaign-1")


class SetClock:
    """A clock that stands where it is put."""

    def __init__(self, now: datetime = NOW) -> None:
        self.at = now

    def now(self) -> datetime:
        return self.at

    def boot_seconds(self) -> float:
        return (self.at - NOW).total_seconds() + 1000.0

    def boot_id(self) -> str:
        return "boot-1"

    def move(self, **delta: float) -> None:
        self.at += timedelta(**delta)


def campaign(**given: Any) -> Campaign:
    base = Campaign(
        id=CAMPAIGN,
        name="Solar panels",
        client="Sunny",
        state=CampaignState.RUNNING,
        mode=DiallingMode.PREVIEW,
        language="en",
        scripts=(Script("en", (ScriptStep("hello", "Hello", "Hello {name}"),)),),
        outcomes=(
            OutcomeOption("sold", "Sold", OutcomeClass.POSITIVE, 1),
            OutcomeOption("no", "Not interested", OutcomeClass.NEGATIVE, 2),
            OutcomeOption("again", "Try again", OutcomeClass.RETRY, 3),
            OutcomeOption("never", "Never call", OutcomeClass.DO_NOT_CALL_CAMPAIGN, 4),
            OutcomeOption("nobody", "No one may call", OutcomeClass.DO_NOT_CALL_ORGANISATION, 5),
        ),
        hours=CallingHours((0, 1, 2, 3, 4), "09:00", "18:00"),
        max_attempts=3,
        contacts_total=10,
        revision=1,
    )
    return replace(base, **given)


def contact(number: int = 1, **given: Any) -> Contact:
    base = Contact(
        id=ContactId(f"contact-{number}"),
        campaign_id=CAMPAIGN,
        name=f"Carla Customer {number}",
        phone=Phone(f"+32470{number:06d}"),
        language="en",
        zone="Europe/Brussels",
        place="Ghent",
        last_activity_at=NOW - timedelta(days=1),
        revision=1,
        company="Widgets",
        consent_at=NOW - timedelta(days=30),
    )
    return replace(base, **given)


def call(number: int = 1, **given: Any) -> Call:
    base = Call(
        id=CallId(f"call-{number}"),
        campaign_id=CAMPAIGN,
        contact_id=ContactId(f"contact-{number}"),
        contact_name=f"Carla Customer {number}",
        phone=Phone(f"+32470{number:06d}"),
        agent_id=AGENT.id,
        agent_name=AGENT.name,
        started_at=NOW - timedelta(hours=2),
        answered_at=NOW - timedelta(hours=2) + timedelta(seconds=10),
        ended_at=NOW - timedelta(hours=2) + timedelta(seconds=100),
        revision=1,
        recording_id=RecordingId(f"recording-{number}"),
    )
    return replace(base, **given)


def recording(number: int = 1, **given: Any) -> Recording:
    base = Recording(
        id=RecordingId(f"recording-{number}"),
        call_id=CallId(f"call-{number}"),
        campaign_id=CAMPAIGN,
        contact_name=f"Carla Customer {number}",
        company="Widgets",
        phone=Phone(f"+32470{number:06d}"),
        agent_name=AGENT.name,
        language="en",
        started_at=NOW - timedelta(hours=2),
        ended_at=NOW - timedelta(hours=2) + timedelta(seconds=100),
        duration_s=90.0,
        sample_rate=8000,
        size_bytes=1000,
        sha256="0" * 64,
        revision=1,
    )
    return replace(base, **given)


def transcript(number: int = 1, *texts: str, **given: Any) -> Transcript:
    said = texts or ("Good morning this is Ada", "I would like solar panels")
    turns = tuple(
        Turn(
            Speaker.CUSTOMER if place % 2 else Speaker.AGENT,
            float(place),
            place + 0.9,
            text,
            tuple(Word(word, float(place), place + 0.5, 0.9) for word in text.split()),
        )
        for place, text in enumerate(said)
    )
    base = Transcript(RecordingId(f"recording-{number}"), TranscriptSource.PLATFORM, "", "en", turns, NOW, 1)
    return replace(base, **given)


def mark(number: int = 1, **given: Any) -> Mark:
    base = Mark(
        MarkId(f"mark-{number}"), RecordingId("recording-1"), 1.5, None, "listen here", "Ada Agent", NOW, 1
    )
    return replace(base, **given)


def do_not_call(number: int = 1, **given: Any) -> DoNotCall:
    return replace(DoNotCall(Phone(f"+32470{number:06d}"), CAMPAIGN, NOW, 1), **given)


def page(**given: Any) -> ChangePage:
    base = ChangePage((), (), (), (), (), (), (), (), "cursor-1", False, NOW)
    return replace(base, **given)


def removed(kind: Any, thing_id: str) -> Removed:
    return Removed(kind, thing_id)


def policy(
    revision: int = 1,
    keeps: dict[DataClass, str] | None = None,
    campaigns: tuple[CampaignRule, ...] = (),
    zone: str = "Europe/Brussels",
) -> Policy:
    """A policy with the default schedule; `keeps` replaces durations."""
    rules = tuple(
        Rule(rule.data_class, (keeps or {}).get(rule.data_class, rule.keep), rule.basis, rule.then)
        for rule in default_rules()
    )
    return Policy(
        revision=revision,
        organisation="Example",
        signed_by="Petra",
        in_force_since=NOW,
        schedule=Schedule(zone, rules, campaigns),
        lease=LeaseTerms("P1D", "P3D", "P14D"),
        scrub_within="PT24H",
        idle_lock="PT5M",
        unchecked_audio=UncheckedAudio.HOLD,
        transcription_threads=1,
        privacy_notice="notice",
        authority="GBA",
    )


CALL_DATA = (
    DataClass.CALL_RECORDING,
    DataClass.CALL_TRANSCRIPT,
    DataClass.CALL_RECORD,
    DataClass.REVIEW,
)
ALL_P30D = dict.fromkeys(CALL_DATA, "P30D")
