"""The queue of recordings that wait for their text: who comes next, and what becomes of one that fails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.ids import RecordingId
from app.domain.recording import Recording, Turn
from app.domain.wire import Wire

TRIES = 2
"""A recording that brought the recogniser down this often, without a word gained, is set aside."""


class QueueState(StrEnum):
    """Where a recording is in the queue. One being worked on is waiting still: only the service knows it."""

    WAITING = "waiting"
    SET_ASIDE = "set_aside"
    DONE = "done"


@dataclass(frozen=True)
class QueueItem(Wire):
    """One recording in the queue.

    `asked`: a person waits for it. `place` orders those alike, lowest first. `tries` counts the attempts
    since a word was last gained; it is written before each one, so that a crash counts. `code` and `reason`
    say why it was set aside; `speed` is audio seconds a second of work, `words` and `unsure` what came out.
    """

    recording_id: RecordingId
    place: int
    added_at: datetime
    asked: bool = False
    state: QueueState = QueueState.WAITING
    tries: int = 0
    code: str = ""
    reason: str = ""
    done_s: float = 0.0
    model: str = ""
    words: int = 0
    unsure: int = 0
    speed: float = 0.0
    finished_at: datetime | None = None


@dataclass(frozen=True)
class QueuedRecording:
    """An item with the recording that it is about."""

    item: QueueItem
    recording: Recording


@dataclass(frozen=True)
class Partial(Wire):
    """What is recognised already of a recording that is not finished.

    `done_s` is up to where each channel is done (seconds); `turns` come in the order heard.
    """

    recording_id: RecordingId
    model: str
    language: str
    done_s: tuple[float, ...]
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class QueueSettings(Wire):
    """What a person has set: nothing is begun while `paused`; beside a call the work goes at half speed."""

    paused: bool = False
    slow_in_calls: bool = True


def in_order(items: Sequence[QueueItem]) -> tuple[QueueItem, ...]:
    """Return those that wait, in the order of work: what a person waits for first, then by place."""
    waiting = (item for item in items if item.state is QueueState.WAITING)
    return tuple(sorted(waiting, key=lambda item: (not item.asked, item.place, item.recording_id)))


def first(items: Sequence[QueueItem], item: QueueItem) -> QueueItem:
    """Return the item asked for by a person: it goes behind what people asked for before, before all else."""
    last = max((other.place for other in items if other.asked), default=-1)
    return replace(item, asked=True, place=max(last + 1, 0))


def behind(items: Sequence[QueueItem], item: QueueItem) -> QueueItem:
    """Return the item at the end of the queue."""
    return replace(item, asked=False, place=max((other.place for other in items), default=-1) + 1)


def moved(items: Sequence[QueueItem], recording_id: RecordingId, by: int) -> tuple[QueueItem, ...]:
    """Return the items that change when one moves up (`by` < 0) or down.

    Across the border it takes the side of where it lands: put before something asked for, it is so too.
    """
    order = list(in_order(items))
    at = next((n for n, item in enumerate(order) if item.recording_id == recording_id), -1)
    to = min(max(at + by, 0), len(order) - 1)
    if at < 0 or to == at:
        return ()
    item = order.pop(at)
    neighbour = order[min(to, len(order) - 1)] if by < 0 else order[to - 1]
    order.insert(to, replace(item, asked=neighbour.asked))
    before = {item.recording_id: item for item in items}
    numbered = (replace(item, place=place) for place, item in enumerate(order))
    return tuple(item for item in numbered if item != before[item.recording_id])


def tried(item: QueueItem) -> QueueItem:
    """Return the item as it is kept before an attempt, so that even the end of the console counts."""
    return replace(item, tries=item.tries + 1, code="", reason="")


def gained(item: QueueItem, done_s: float) -> QueueItem:
    """Return the item after words were gained: what comes next is a new place, with tries of its own."""
    return replace(item, tries=0, done_s=done_s)


def failed(item: QueueItem, code: str, reason: str, *, for_good: bool = False) -> QueueItem:
    """Return the item after a failed attempt: set aside after `TRIES`, or at once where trying is no use."""
    aside = for_good or item.tries >= TRIES
    return replace(
        item, state=QueueState.SET_ASIDE if aside else QueueState.WAITING, code=code, reason=reason
    )


def worn_out(item: QueueItem) -> bool:
    """Return whether the console itself ended during every attempt, so that no reason could be kept."""
    return item.state is QueueState.WAITING and item.tries >= TRIES


def again(items: Sequence[QueueItem], item: QueueItem) -> QueueItem:
    """Return an item that was set aside, waiting once more with all its tries, as one asked for."""
    return first(items, replace(item, state=QueueState.WAITING, tries=0, code="", reason=""))


def ready_times(
    order: Sequence[QueuedRecording],
    done_share: Mapping[RecordingId, float],
    speed: float,
    now: datetime,
) -> dict[RecordingId, datetime]:
    """Return when each will be ready, working through `order` at `speed` (audio seconds a second).

    `done_share` (0-1) is how much of one is done. Without a measured speed nothing is promised.
    """
    if speed <= 0:
        return {}
    found: dict[RecordingId, datetime] = {}
    at = now
    for queued in order:
        left = queued.recording.duration_s * (1 - done_share.get(queued.recording.id, 0.0))
        at += timedelta(seconds=left / speed)
        found[queued.recording.id] = at
    return found
