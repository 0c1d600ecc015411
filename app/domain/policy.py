"""The organisation's signed policy: retention, lease, and what a workstation may do."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from app.domain.redaction.kinds import ALL_KINDS, SecretKind
from app.domain.retention import Schedule, add_calendar
from app.domain.wire import Wire

IDLE_LOCK = "PT10M"
"""Where no policy has come yet."""

SHORTEST_IDLE_S = 60.0
"""A window that locks while one reads it locks nobody out but its user."""


class UncheckedAudio(StrEnum):
    """What happens to live audio where no capable model can look for card numbers."""

    HOLD = "hold"
    DISCARD = "discard"
    RELEASE_UNCHECKED = "release_unchecked"


@dataclass(frozen=True)
class LeaseTerms(Wire):
    """How long a workstation may go without contact (ISO 8601 durations) before each rung."""

    warn_after: str
    lock_after: str
    wipe_after: str


@dataclass(frozen=True)
class AllowedModel(Wire):
    """A speech model that may be used: its name in words, and the SHA-256 (hex) of its `model.bin`."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Policy(Wire):
    """One revision of the policy. Revisions only ever grow on a device.

    `redact` names what is taken out of transcripts and audio before they are kept; a policy that was signed
    before the field existed takes out everything.
    `speech_models`, where it is not empty, names the only ones that may be used.
    """

    revision: int
    organisation: str
    signed_by: str
    in_force_since: datetime
    schedule: Schedule
    lease: LeaseTerms
    scrub_within: str
    idle_lock: str
    unchecked_audio: UncheckedAudio
    transcription_threads: int
    privacy_notice: str
    authority: str
    redact: tuple[SecretKind, ...] = ALL_KINDS
    speech_models: tuple[AllowedModel, ...] = ()


def idle_seconds(idle_lock: str) -> float:
    """Return the seconds without input after which the window locks, from an ISO 8601 duration."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return max(SHORTEST_IDLE_S, (add_calendar(start, idle_lock, "UTC") - start).total_seconds())
