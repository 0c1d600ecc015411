"""The words around a recording: how long it stays, what was achieved, what people wrote."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from PySide6.QtCore import QCoreApplication

from app.domain.call import Call
from app.domain.campaign import Campaign
from app.domain.ids import CampaignId
from app.domain.outcome import OutcomeBy
from app.domain.recording import Mark, RecordingItem
from ui import locale
from ui.privacy.durations import spoken_duration
from ui.theme import Tone
from ui.widgets import clock

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


def _tr(text: str) -> str:
    return QCoreApplication.translate("Recordings", text)


def outcome_name(item: RecordingItem, campaigns: Campaigns) -> str:
    """Return the outcome's name in its campaign, "" where none was set."""
    recording = item.recording
    if not recording.outcome:
        return ""
    campaign = campaigns.get(recording.campaign_id)
    option = campaign.outcome(recording.outcome) if campaign else None
    return option.name if option else recording.outcome


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
        when = clock(to_ms(mark.start_s))
        if mark.end_s is not None:
            when = f"{when} – {clock(to_ms(mark.end_s))}"
        words = _tr("Stretch") if mark.end_s is not None else _tr("Mark {0}").format(number)
        made = _moment(mark.created_at, now)
        lines.append(MarkLine(mark.id, mark.author, when, made, mark.text or words, to_ms(mark.start_s)))
    return tuple(lines)


def to_ms(seconds: float) -> int:
    """Return whole milliseconds."""
    return round(seconds * 1000)


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
