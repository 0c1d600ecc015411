"""The organisation's signed policy: retention, lease, and what a workstation may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.retention import Schedule
from app.domain.wire import Wire


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
    speech_models: tuple[AllowedModel, ...] = ()
