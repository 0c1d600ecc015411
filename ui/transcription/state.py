"""What the Transcription page shows, from the queue and the models; no widget in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.ids import CampaignId
from app.domain.transcription_queue import QueuedRecording
from app.ports.transcriber import ModelShelf, ShelfModel
from app.services.queue_now import QueueNow, likely_speed
from ui import locale
from ui.transcription import words
from ui.transcription.words import tr

MOST_DONE = 50
"""Finished ones listed; the recordings page has them all."""


class Remedy(StrEnum):
    """What a row that cannot go on offers."""

    NONE = ""
    RETRY = "retry"
    ADD_MODEL = "add_model"


@dataclass(frozen=True)
class QueueLine:
    """One recording of the queue. `share` (0-1) while it is worked on."""

    key: str
    title: str
    second: str
    length: str
    language: str
    status: str
    share: float | None = None
    icon: str = ""
    tone: str = "text2"
    speed: str = ""
    ready: str = ""
    remedy: Remedy = Remedy.NONE


@dataclass(frozen=True)
class QueueView:
    """Everything of the queue. `notice` is what holds it up, "" while nothing does."""

    lines: tuple[QueueLine, ...]
    done: tuple[QueueLine, ...]
    done_title: str
    working: int
    beside: str
    outlook: str
    speed: str
    trend: tuple[float, ...]
    pace: str
    paused: bool
    slow_in_calls: bool
    threads: str
    managed: bool

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.lines and not self.done


@dataclass(frozen=True)
class ModelLine:
    """One installed model."""

    name: str
    languages: str
    facts: str
    size: str
    used: str
    fault: str


@dataclass(frozen=True)
class OfferLine:
    """One model that can be had by name."""

    name: str
    facts: str
    size: str


@dataclass(frozen=True)
class ModelsView:
    """Everything of the models. `listed` says what the organisation allows, "" where anything."""

    installed: tuple[ModelLine, ...]
    offered: tuple[OfferLine, ...]
    summary: str
    listed: str


def queue_view(now: QueueNow, names: Mapping[CampaignId, str], at: datetime, zone: str) -> QueueView:
    """Return what is shown of the queue at a moment; times in the zone."""
    waiting, aside, done = now.waiting, now.set_aside, now.done
    today = [one for one in done if _same_day(one, at, zone)]
    working = 1 if now.work is not None else 0
    lines = [_waiting(one, now, names, at, zone) for one in waiting]
    # What needs a person stands right below what is worked on, where it is seen.
    stuck = [_set_aside(one, names, at, zone) for one in aside]
    return QueueView(
        lines=(*lines[:working], *stuck, *lines[working:]),
        done=tuple(_done(one, names, at, zone) for one in done[:MOST_DONE]),
        done_title=tr("Done today, {0}").format(locale.number(len(today))) if today else tr("Done"),
        working=working,
        beside=_beside(len(waiting) - working),
        outlook=_outlook(now, zone),
        speed=words.speed(likely_speed(now)),
        trend=now.speeds,
        pace=_pace(now),
        paused=now.settings.paused,
        slow_in_calls=now.settings.slow_in_calls,
        threads=tr("{0} of {1}").format(locale.number(now.threads), locale.number(now.processors)),
        managed=now.managed,
    )


def _same_day(queued: QueuedRecording, at: datetime, zone: str) -> bool:
    finished = queued.item.finished_at
    return finished is not None and locale.in_zone(finished, zone).date() == locale.in_zone(at, zone).date()


def _beside(waiting: int) -> str:
    if not waiting:
        return tr("with none waiting")
    return tr("with 1 waiting") if waiting == 1 else tr("with {0} waiting").format(locale.number(waiting))


def _outlook(now: QueueNow, zone: str) -> str:
    parts = []
    if stuck := len(now.set_aside) + len(now.blocked):
        parts.append(tr("1 needs you.") if stuck == 1 else tr("{0} need you.").format(locale.number(stuck)))
    if now.settings.paused:
        parts.append(tr("Paused; what was heard is kept."))
    elif now.ready:
        parts.append(tr("The rest is done around {0}.").format(locale.time(max(now.ready.values()), zone)))
    return " ".join(parts)


def _pace(now: QueueNow) -> str:
    if now.in_call and now.settings.slow_in_calls:
        return tr("Half speed while you are on a call")
    if now.work is not None:
        return tr("Full speed")
    return tr("Nothing under way")


def _base(
    queued: QueuedRecording, names: Mapping[CampaignId, str], at: datetime, zone: str
) -> tuple[str, str, str, str, str]:
    recording = queued.recording
    campaign = names.get(recording.campaign_id, "")
    started = words.when(recording.started_at, at, zone)
    title = recording.contact_name or (locale.phone(recording.phone) if recording.phone else tr("Unknown"))
    return (
        recording.id,
        title,
        f"{campaign}, {started}" if campaign else started,
        locale.talk_time(recording.duration_s),
        words.language(recording.language),
    )


def _waiting(
    queued: QueuedRecording, now: QueueNow, names: Mapping[CampaignId, str], at: datetime, zone: str
) -> QueueLine:
    key, title, second, length, language = _base(queued, names, at, zone)
    ready = now.ready.get(queued.recording.id)
    shown = locale.time(ready, zone) if ready is not None else ""
    if now.work is not None and now.work.recording_id == key:
        percent = f"{locale.number(round(now.work.share * 100))}%"
        times = words.speed(now.work.speed)
        return QueueLine(
            key, title, second, length, language, percent, now.work.share, "", "text", times, shown
        )
    if queued.recording.id in now.blocked:
        text = tr("No speech model for {0} here").format(language)
        return QueueLine(
            key,
            title,
            second,
            length,
            language,
            text,
            None,
            "triangle-alert",
            "warn",
            remedy=Remedy.ADD_MODEL,
        )
    text = tr("Waiting, asked for") if queued.item.asked else tr("Waiting")
    if queued.item.done_s > 0:
        heard = queued.item.done_s / 2 / queued.recording.duration_s if queued.recording.duration_s else 0
        text = tr("{0}, {1}% heard").format(text, locale.number(min(99, round(heard * 100))))
    return QueueLine(key, title, second, length, language, text, ready=shown)


def _set_aside(
    queued: QueuedRecording, names: Mapping[CampaignId, str], at: datetime, zone: str
) -> QueueLine:
    key, title, second, length, language = _base(queued, names, at, zone)
    return QueueLine(
        key,
        title,
        second,
        length,
        language,
        queued.item.reason,
        None,
        "circle-alert",
        "danger",
        remedy=Remedy.RETRY,
    )


def _done(queued: QueuedRecording, names: Mapping[CampaignId, str], at: datetime, zone: str) -> QueueLine:
    key, title, second, length, language = _base(queued, names, at, zone)
    item = queued.item
    ready = locale.time(item.finished_at, zone) if item.finished_at is not None else ""
    text = words.text_found(item.words, item.unsure)
    return QueueLine(
        key,
        title,
        second,
        length,
        language,
        text,
        None,
        "check",
        "text",
        words.speed(item.speed),
        ready,
    )


def models_view(shelf: ModelShelf) -> ModelsView:
    """Return what is shown of the models."""
    count = len(shelf.installed)
    size = locale.size(sum(model.size_bytes for model in shelf.installed))
    installed = tr("1 installed, {0}").format(size)
    if count != 1:
        installed = tr("{0} installed, {1}").format(locale.number(count), size) if count else tr("None yet")
    return ModelsView(
        tuple(_model(model) for model in shelf.installed),
        tuple(
            OfferLine(
                one.name, f"{words.languages(one.languages)}, {one.licence}", locale.size(one.size_bytes)
            )
            for one in shelf.offered
            if not shelf.listed or one.name in shelf.listed
        ),
        installed,
        tr("Your organisation allows: {0}").format(", ".join(shelf.listed)) if shelf.listed else "",
    )


def _model(model: ShelfModel) -> ModelLine:
    used = ""
    if "" in model.used_for:
        used = tr("Used")
    elif model.used_for:
        used = tr("Used for {0}").format(", ".join(tag.upper() for tag in model.used_for))
    facts = " · ".join(filter(None, (model.licence, model.note)))
    fault = f"{model.fault[:1].upper()}{model.fault[1:]}." if model.fault else ""
    return ModelLine(
        model.name, words.languages(model.languages), facts, locale.size(model.size_bytes), used, fault
    )
