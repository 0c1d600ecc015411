"""Recordings, their transcripts and the marks people put on them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import CallId, CampaignId, MarkId, Phone, RecordingId
from app.domain.outcome import OutcomeClass
from app.domain.wire import Wire


class Speaker(StrEnum):
    """Who speaks: the left channel is the agent, the right one the customer."""

    AGENT = "agent"
    CUSTOMER = "customer"


class AudioState(StrEnum):
    """Where the audio of a recording is, seen from this workstation."""

    REMOTE = "remote"
    DOWNLOADING = "downloading"
    HERE = "here"
    QUARANTINED = "quarantined"
    MISSING = "missing"


class TranscriptSource(StrEnum):
    """Where a transcript comes from; shown with it."""

    RECOGNISED = "recognised"
    PLATFORM = "platform"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class Recording(Wire):
    """One recorded call: stereo, agent left, customer right."""

    id: RecordingId
    call_id: CallId
    campaign_id: CampaignId
    contact_name: str
    company: str
    phone: Phone | None
    agent_name: str
    language: str
    started_at: datetime
    ended_at: datetime
    duration_s: float
    sample_rate: int
    size_bytes: int
    sha256: str
    revision: int
    outcome: str | None = None
    outcome_class: OutcomeClass | None = None
    legal_hold: bool = False
    restricted: bool = False


@dataclass(frozen=True)
class Word(Wire):
    """One word, times in seconds from the start of the recording, probability 0-1."""

    text: str
    start_s: float
    end_s: float
    probability: float = 1.0


@dataclass(frozen=True)
class Turn(Wire):
    """What one speaker says in one go."""

    speaker: Speaker
    start_s: float
    end_s: float
    text: str
    words: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Transcript(Wire):
    """The text of a recording. `model` names the recogniser, "" where there was none."""

    recording_id: RecordingId
    source: TranscriptSource
    model: str
    language: str
    turns: tuple[Turn, ...]
    made_at: datetime
    revision: int

    @property
    def words_to_check(self) -> int:
        """Number of words the recogniser was unsure of."""
        return sum(word.probability < UNSURE_BELOW for turn in self.turns for word in turn.words)


UNSURE_BELOW = 0.6
"""Words below this probability are underlined for a person to check."""


@dataclass(frozen=True)
class Mark(Wire):
    """A comment at a moment, or over a region when `end_s` is given (seconds)."""

    id: MarkId
    recording_id: RecordingId
    start_s: float
    end_s: float | None
    text: str
    author: str
    created_at: datetime
    revision: int


@dataclass(frozen=True)
class Hit:
    """Where a search found its words: a snippet with the hit between character offsets."""

    snippet: str
    spans: tuple[tuple[int, int], ...]
    more: int = 0


@dataclass(frozen=True)
class RecordingItem:
    """A recording as the list shows it."""

    recording: Recording
    audio: AudioState
    expires_at: datetime | None
    has_transcript: bool
    hit: Hit | None = None


@dataclass(frozen=True)
class RecordingFilter:
    """What to list. `text` searches transcripts; empty means everything, newest first."""

    text: str = ""
    campaign_id: CampaignId | None = None
    outcome_class: OutcomeClass | None = None


@dataclass(frozen=True)
class RecordingPage:
    """One page of a list. `next_after` is the key for the following page, None at the end."""

    items: tuple[RecordingItem, ...]
    total: int
    next_after: str | None
