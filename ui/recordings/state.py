"""From recordings to what the page shows. Pure but for words and locale."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from PySide6.QtCore import QCoreApplication

from app.audio.peaks import Peaks
from app.domain.campaign import Campaign
from app.domain.ids import CampaignId
from app.domain.outcome import OutcomeClass
from app.domain.recording import (
    UNSURE_BELOW,
    AudioState,
    Mark,
    RecordingItem,
    Speaker,
    Transcript,
    TranscriptSource,
)
from app.errors import Explanation
from app.services.review_recording import Opened
from ui import locale
from ui.privacy.durations import spoken_duration
from ui.theme import Tone
from ui.widgets import Speaker as ShownSpeaker
from ui.widgets import TranscriptTurn, TranscriptWord, WaveChannel, WaveMark, WaveRegion
from ui.widgets.recording_delegate import RecordingItem as Row

SOON_DAYS, VERY_SOON_DAYS = 14, 3
DAY_S = 86_400
Campaigns = dict[CampaignId, Campaign]


@dataclass(frozen=True)
class Badge:
    """A deletion badge: "Deleted in 12 days · 60 days"."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True)
class MarkLine:
    """One comment of the right column. `at` in ms."""

    key: str
    when: str
    text: str
    author: str
    at: int


@dataclass(frozen=True)
class RecordingView:
    """The recording being looked at. `frozen`: art. 18. `source` says where the transcript is from."""

    key: str
    title: str
    language: str
    meta: str
    badge: Badge
    duration: int
    channels: tuple[WaveChannel, ...]
    turns: tuple[TranscriptTurn, ...]
    source: str
    to_check: int
    marks: tuple[WaveMark, ...]
    regions: tuple[WaveRegion, ...]
    comments: tuple[MarkLine, ...]
    outcome: str
    frozen: bool
    here: bool


@dataclass(frozen=True)
class ListView:
    """The list at the left. `empty`: title and sentence where there is nothing to show."""

    rows: tuple[Row, ...] = ()
    summary: str = ""
    empty: tuple[str, str] | None = None
    error: Explanation | None = None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Recordings", text)


def row_of(item: RecordingItem, campaigns: Campaigns) -> Row:
    """Return the list's row of a recording."""
    recording = item.recording
    hit = item.hit
    return Row(
        key=recording.id,
        title=recording.contact_name or _tr("Unknown"),
        date=locale.day(recording.started_at),
        meta=f"{recording.agent_name}, {locale.talk_time(recording.duration_s)}",
        outcome=outcome_name(item, campaigns),
        outcome_tone="warn" if recording.outcome_class is OutcomeClass.INCOMPLETE else "text2",
        snippet=hit.snippet if hit else recording.company,
        hits=hit.spans if hit else (),
        more=f"+{hit.more}" if hit and hit.more else "",
    )


def outcome_name(item: RecordingItem, campaigns: Campaigns) -> str:
    """Return the outcome's name in its campaign, "" where none was set."""
    recording = item.recording
    if not recording.outcome:
        return ""
    campaign = campaigns.get(recording.campaign_id)
    option = campaign.outcome(recording.outcome) if campaign else None
    return option.name if option else recording.outcome


def view_of(opened: Opened, campaigns: Campaigns, now: datetime) -> RecordingView:
    """Return what the page shows of an opened recording."""
    item = opened.item
    recording, transcript = item.recording, opened.transcript
    points = [mark for mark in opened.marks if mark.end_s is None]
    regions = [mark for mark in opened.marks if mark.end_s is not None]
    return RecordingView(
        key=recording.id,
        title=recording.contact_name or _tr("Unknown"),
        language=recording.language.upper(),
        meta=_meta(item),
        badge=badge_of(item, campaigns, now),
        duration=_ms(recording.duration_s),
        channels=channels_of(opened.peaks, item),
        turns=_turns(transcript, item) if not recording.restricted else (),
        source=_source(transcript),
        to_check=transcript.words_to_check if transcript else 0,
        marks=tuple(
            WaveMark(mark.id, _ms(mark.start_s), str(number)) for number, mark in enumerate(points, 1)
        ),
        regions=tuple(
            WaveRegion(mark.id, _ms(mark.start_s), _ms(mark.end_s or 0), mark.text) for mark in regions
        ),
        comments=tuple(_comment(mark) for mark in opened.marks),
        outcome=outcome_name(item, campaigns),
        frozen=recording.restricted,
        here=item.audio is AudioState.HERE,
    )


def badge_of(item: RecordingItem, campaigns: Campaigns, now: datetime) -> Badge:
    """Return how long the recording stays, and by which rule."""
    if item.recording.legal_hold:
        return Badge(_tr("On hold"), Tone.WARN, "lock")
    if item.expires_at is None:
        return Badge(_tr("Kept until the policy arrives"), Tone.NEUTRAL, "hourglass")
    days = max(0, ceil((item.expires_at - now).total_seconds() / DAY_S))
    campaign = campaigns.get(item.recording.campaign_id)
    own = campaign.recording_keep if campaign else None
    rule = _tr("campaign rule {0}").format(spoken_duration(own)) if own else _tr("general rule")
    words = _tr("Deleted today") if days == 0 else _tr("Deleted in {0} days").format(locale.number(days))
    tone = Tone.DANGER if days <= VERY_SOON_DAYS else Tone.WARN if days <= SOON_DAYS else Tone.NEUTRAL
    return Badge(f"{words} · {rule}", tone, "hourglass")


def channels_of(peaks: Peaks | None, item: RecordingItem) -> tuple[WaveChannel, ...]:
    """Return both channels for the waveform, none while the audio is not here."""
    if peaks is None:
        return ()
    names = (
        (_tr("Agent"), item.recording.agent_name.split(" ")[0]),
        (_tr("Customer"), item.recording.contact_name.split(" ")[0]),
    )
    return tuple(
        WaveChannel(label, name, peaks.wave(channel))
        for channel, (label, name) in enumerate(names[: peaks.channels])
    )


def _meta(item: RecordingItem) -> str:
    recording = item.recording
    parts = (
        recording.company,
        locale.phone(recording.phone) if recording.phone else "",
        f"{locale.long_date(recording.started_at)} {locale.time(recording.started_at)}",
        recording.agent_name,
    )
    return " · ".join(part for part in parts if part)


def _source(transcript: Transcript | None) -> str:
    if transcript is None:
        return _tr("none yet")
    return {
        TranscriptSource.RECOGNISED: _tr("made on this workstation, {0}").format(transcript.model),
        TranscriptSource.PLATFORM: _tr("from the platform"),
        TranscriptSource.CORRECTED: _tr("corrected by hand"),
    }[transcript.source]


def _turns(transcript: Transcript | None, item: RecordingItem) -> tuple[TranscriptTurn, ...]:
    if transcript is None:
        return ()
    return tuple(
        TranscriptTurn(
            ShownSpeaker.AGENT if turn.speaker is Speaker.AGENT else ShownSpeaker.CUSTOMER,
            _tr("Agent") if turn.speaker is Speaker.AGENT else _tr("Customer"),
            _ms(turn.start_s),
            tuple(
                TranscriptWord(
                    word.text.strip(), _ms(word.start_s), _ms(word.end_s), word.probability < UNSURE_BELOW
                )
                for word in turn.words
            )
            or (TranscriptWord(turn.text, _ms(turn.start_s), _ms(turn.end_s)),),
        )
        for turn in transcript.turns
    )


def _comment(mark: Mark) -> MarkLine:
    when = locale.talk_time(mark.start_s) if mark.start_s >= 60 else locale.duration(mark.start_s)
    return MarkLine(mark.id, when, mark.text or _tr("Mark"), mark.author, _ms(mark.start_s))


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
