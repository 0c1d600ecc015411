"""From recordings to what the page shows. Pure but for words and locale."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.audio.peaks import Peaks
from app.domain.outcome import OutcomeClass
from app.domain.recording import (
    UNSURE_BELOW,
    AudioState,
    Hit,
    RecordingItem,
    Speaker,
    Transcript,
    TranscriptSource,
)
from app.errors import Explanation
from app.services.review_recording import Opened
from ui import locale
from ui.recordings.redacted import chip_of, gaps_of
from ui.recordings.suggested import SuggestionView, suggestion_of
from ui.recordings.words import (
    Badge,
    Campaigns,
    MarkLine,
    OutcomeView,
    badge_of,
    comments_of,
    outcome_name,
    outcome_of,
    to_ms,
)
from ui.widgets import Speaker as ShownSpeaker
from ui.widgets import TranscriptTurn, TranscriptWord, WaveChannel, WaveMark, WaveRedaction, WaveRegion
from ui.widgets.recording_delegate import RecordingItem as Row

BEFORE_HIT = 18
"""Characters shown before the first hit."""


class Remedy(StrEnum):
    """What helps against a trouble."""

    FETCH = "fetch"
    FETCH_AGAIN = "fetch_again"
    TRANSCRIBE = "transcribe"


@dataclass(frozen=True)
class Trouble:
    """What is wrong with the recording at hand. `remedy` names what a button can do about it."""

    error: Explanation
    remedy: Remedy | None = None


@dataclass(frozen=True)
class RecordingView:
    """The recording being looked at. `frozen`: art. 18. `source` says where the transcript is from.

    `gaps` are where sound was removed.
    """

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
    gaps: tuple[WaveRedaction, ...]
    comments: tuple[MarkLine, ...]
    outcome: OutcomeView
    frozen: bool
    suggestion: SuggestionView | None = None


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
        duration=to_ms(recording.duration_s),
        size=locale.size(recording.size_bytes),
        audio=item.audio,
        channels=channels_of(opened.peaks, item),
        turns=_turns(transcript, item) if not recording.restricted else (),
        source=_source(transcript),
        to_check=transcript.words_to_check if transcript else 0,
        marks=tuple(
            WaveMark(mark.id, to_ms(mark.start_s), str(number)) for number, mark in enumerate(points, 1)
        ),
        regions=tuple(
            WaveRegion(mark.id, to_ms(mark.start_s), to_ms(mark.end_s or 0), mark.text) for mark in regions
        ),
        gaps=gaps_of(transcript) if not recording.restricted else (),
        comments=comments_of(shown, now),
        outcome=outcome_of(item, opened.call, campaigns),
        frozen=recording.restricted,
        suggestion=None if recording.restricted else suggestion_of(opened.analysis, transcript),
    )


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
            to_ms(turn.start_s),
            tuple(
                chip_of(word)
                or TranscriptWord(
                    word.text.strip(),
                    to_ms(word.start_s),
                    to_ms(word.end_s),
                    word.probability < UNSURE_BELOW,
                )
                for word in turn.words
            )
            or (TranscriptWord(turn.text, to_ms(turn.start_s), to_ms(turn.end_s)),),
        )
        for turn in transcript.turns
    )
