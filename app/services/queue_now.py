"""What the queue for transcripts is doing, as a page shows it."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.ids import RecordingId
from app.domain.transcription_queue import QueuedRecording, QueueSettings, QueueState, in_order, ready_times

TREND = 60
"""Speeds remembered, the newest last."""


@dataclass
class Attempt:
    """The work going on. `share` (0-1) of the recording is done, `speed` as everywhere: times real time.

    `kept_s`: up to where each channel's words are kept (seconds), () before the first.
    """

    queued: QueuedRecording
    began_boot_s: float
    began_share: float
    share: float
    speed: float = 0.0
    kept_s: tuple[float, ...] = ()

    def reach(self, share: float, boot_s: float) -> None:
        """Take note of how far it is at a moment of the boot clock."""
        self.share = share
        took = boot_s - self.began_boot_s
        heard = (share - self.began_share) * self.queued.recording.duration_s
        self.speed = heard / took if took > 0 else 0.0


@dataclass(frozen=True)
class Work:
    """The attempt as it stands: which recording, how far (0-1), how fast (audio seconds a second)."""

    recording_id: RecordingId
    share: float
    speed: float


@dataclass(frozen=True)
class QueueNow:
    """Everything about the queue. `blocked` wait for a model of their language.

    `speeds` is the trend, oldest first; `threads` of `processors` may be used, `managed` where the policy
    says so. `in_call`: a call is up, so the work is slowed down if the settings say so.
    """

    items: tuple[QueuedRecording, ...] = ()
    settings: QueueSettings = field(default_factory=QueueSettings)
    blocked: frozenset[RecordingId] = frozenset()
    work: Work | None = None
    speeds: tuple[float, ...] = ()
    threads: int = 1
    processors: int = 1
    managed: bool = False
    in_call: bool = False
    ready: Mapping[RecordingId, datetime] = field(default_factory=dict)

    @property
    def waiting(self) -> tuple[QueuedRecording, ...]:
        """Those still to be done, in the order of work; the one worked on is first of all."""
        by_id = {queued.recording.id: queued for queued in self.items}
        order = [by_id[item.recording_id] for item in in_order([queued.item for queued in self.items])]
        working = self.work.recording_id if self.work is not None else None
        return tuple(sorted(order, key=lambda queued: queued.recording.id != working))

    @property
    def set_aside(self) -> tuple[QueuedRecording, ...]:
        """Those that cannot be done, with the reason."""
        return tuple(queued for queued in self.items if queued.item.state is QueueState.SET_ASIDE)

    @property
    def done(self) -> tuple[QueuedRecording, ...]:
        """Those that are finished, newest first."""
        done = [queued for queued in self.items if queued.item.state is QueueState.DONE]
        return tuple(sorted(done, key=lambda queued: queued.item.finished_at or EARLIEST, reverse=True))


EARLIEST = datetime.min


def likely_speed(now: QueueNow) -> float:
    """Return the speed to reckon with: the present one, else that of the newest finished, else 0."""
    if now.work is not None and now.work.speed > 0:
        return now.work.speed
    return next((queued.item.speed for queued in now.done if queued.item.speed > 0), 0.0)


def ready_of(now: QueueNow, at: datetime) -> dict[RecordingId, datetime]:
    """Return when each one that waits for nothing but its turn will be ready."""
    if now.settings.paused:
        return {}
    share = {now.work.recording_id: now.work.share} if now.work is not None else {}
    order = [queued for queued in now.waiting if queued.recording.id not in now.blocked]
    return ready_times(order, share, likely_speed(now), at)


def trend() -> "deque[float]":
    """Return an empty memory of speeds."""
    return deque(maxlen=TREND)
