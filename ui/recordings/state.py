"""From recordings to what the page shows. Pure but for words and locale."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil

from PySide6.QtCore import QCoreApplication

from app.audio.peaks import Peaks
from app.domain.call import Call
from app.domain.campaign import Campaign
from app.domain.ids import CampaignId
from app.domain.outcome import OutcomeBy, OutcomeClass
from app.domain.recording import (
    UNSURE_BELOW,
    AudioState,
    Hit,
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
from ui.widgets import TranscriptTurn, TranscriptWord, WaveChannel, WaveMark, WaveRegion, clock
from ui.widgets.recording_delegate import RecordingItem as Row

SOON_DAYS, VERY_SOON_DAYS = 14, 3
DAY_S = 86_400
BEFORE_HIT = 18
"""Characters shown before the first hit."""
Campaigns = dict[CampaignId, Campaign]


class Remedy(StrEnum):
    """What helps against a trouble."""

    FETCH = "fetch"
    FETCH_AGAIN = "fetch_again"
    TRANSCRIBE = "transcribe"


@dataclass(frozen=True)
class Badge:
    """A deletion badge: "Deleted in 12 days · 60 days"."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True)
class MarkLine:
    """One comment of the right column. `at` in ms, `when` and `made` as read: "2:18", "today 14:20"."""

    key: str
    author: str
    when: str
    made: str
    text: str
    at: int


@dataclass(frozen=True)
class OutcomeView:
    """What was achieved, who said so, and what they noted; all "" where nobody did."""

    name: str = ""
    by: str = ""
    callback: str = ""
    note: str = ""


@dataclass(frozen=True)
class Trouble:
    """What is wrong with the recording at hand. `remedy` names what a button can do about it."""

    error: Explanation
    remedy: Remedy | None = None


@dataclass(frozen=True)
class RecordingView:
    """The recording being looked at. `frozen`: art. 18. `source` says where the transcript is from."""

    key: str
    title: str
    language: str
    meta: str
    badge: Badge
    duration: int
    size: str
    audio: AudioState
    channels: tuple[WaveChannel, ...]
    turns: tuple[TranscriptTurn, ...]
    source: str
    to_check: int
    marks: tuple[WaveMark, ...]
    regions: tuple[WaveRegion, ...]
    comments: tuple[MarkLine, ...]
    outcome: OutcomeView
    frozen: bool


@dataclass(frozen=True)
class ListView:
    """The list at the left. `campaigns` are (id, name) to filter by; `empty`: title and sentence where there
    is nothing to show; `loading` until the first answer.
    """

    rows: tuple[Row, ...] = ()
    campaigns: tuple[tuple[str, str], ...] = ()
    campaign: str = ""
    outcome: str = ""
    searching: bool = False
    summary: str = ""
    empty: tuple[str, str] | None = None
    error: Explanation | None = None
    loading: bool = False


def _tr(text: str) -> str:
    return QCoreApplication.translate("Recordings", text)


def row_of(item: RecordingItem, campaigns: Campaigns) -> Row:
    """Return the list's row of a recording."""
    recording = item.recording
    hit = near(item.hit) if item.hit is not None else None
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


def near(hit: Hit) -> Hit:
    """Return the hit with only a few words before it: a row has room for one line of them."""
    first = hit.spans[0][0] if hit.spans else 0
    if first <= BEFORE_HIT:
        return hit
    cut = hit.snippet.find(" ", first - BEFORE_HIT)
    start = cut + 1 if 0 <= cut < first else first - BEFORE_HIT
    spans = tuple((a - start + 1, b - start + 1) for a, b in hit.spans)
    return Hit(f"…{hit.snippet[start:]}", spans, hit.more)


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
    shown = () if recording.restricted else opened.marks
    points = [mark for mark in shown if mark.end_s is None]
    regions = [mark for mark in shown if mark.end_s is not None]
    return RecordingView(
        key=recording.id,
        title=recording.contact_name or _tr("Unknown"),
        language=recording.language.upper(),
        meta=_meta(item),
        badge=badge_of(item, campaigns, now),
        duration=_ms(recording.duration_s),
        size=locale.size(recording.size_bytes),
        audio=item.audio,
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
        comments=comments_of(shown, now),
        outcome=outcome_of(item, opened.call, campaigns),
        frozen=recording.restricted,
    )


def outcome_of(item: RecordingItem, call: Call | None, campaigns: Campaigns) -> OutcomeView:
    """Return what was achieved, as the call's own record says where it is known."""
    name = outcome_name(item, campaigns)
    if call is None:
        return OutcomeView(name)
    who = {
        OutcomeBy.AGENT: call.agent_name or _tr("the agent"),
        OutcomeBy.AI: _tr("AI"),
        OutcomeBy.LEAD: _tr("a team lead"),
        OutcomeBy.SYSTEM: _tr("the system"),
    }
    by = who[call.outcome_by] if name and call.outcome_by is not None else ""
    return OutcomeView(name, by, _callback(call), call.note)


def comments_of(marks: Iterable[Mark], now: datetime) -> tuple[MarkLine, ...]:
    """Return the comments by time; a mark without words is named by its number, as the waveform shows it."""
    lines: list[MarkLine] = []
    number = 0
    for mark in marks:
        number += mark.end_s is None
        when = clock(_ms(mark.start_s))
        if mark.end_s is not None:
            when = f"{when} – {clock(_ms(mark.end_s))}"
        words = _tr("Stretch") if mark.end_s is not None else _tr("Mark {0}").format(number)
        made = _moment(mark.created_at, now)
        lines.append(MarkLine(mark.id, mark.author, when, made, mark.text or words, _ms(mark.start_s)))
    return tuple(lines)


def badge_of(item: RecordingItem, campaigns: Campaigns, now: datetime) -> Badge:
    """Return how long the recording stays, and by which rule."""
    if item.recording.legal_hold:
        return Badge(_tr("Kept, legal hold"), Tone.WARN, "lock")
    if item.expires_at is None:
        return Badge(_tr("Kept until the policy arrives"), Tone.NEUTRAL, "hourglass")
    days = max(0, ceil((item.expires_at - now).total_seconds() / DAY_S))
    campaign = campaigns.get(item.recording.campaign_id)
    own = campaign.recording_keep if campaign else None
    rule = _tr("campaign rule {0}").format(spoken_duration(own)) if own else _tr("general rule")
    words = _in_days(days)
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
        return ""
    return {
        TranscriptSource.RECOGNISED: _tr("made on this workstation, model {0}").format(transcript.model),
        TranscriptSource.PLATFORM: _tr("from the platform"),
        TranscriptSource.CORRECTED: _tr("corrected by a person"),
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


def _in_days(days: int) -> str:
    if days == 0:
        return _tr("Deleted today")
    return _tr("Deleted in 1 day") if days == 1 else _tr("Deleted in {0} days").format(locale.number(days))


def _callback(call: Call) -> str:
    if call.callback is None:
        return ""
    at, zone = call.callback.at, call.callback.zone
    whom = _tr("only {0}").format(call.agent_name) if call.callback.personal else _tr("anyone")
    return f"{locale.day(at, zone)} {locale.time(at, zone)}, {whom}"


def _moment(at: datetime, now: datetime) -> str:
    same_day = locale.in_zone(at).date() == locale.in_zone(now).date()
    return f"{_tr('today') if same_day else locale.day(at)} {locale.time(at)}"


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
