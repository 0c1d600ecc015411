"""One recording after another through one child, which is replaced when it dies. Blocking: for a thread."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.recording import Turn
from app.errors import EnvironmentFault, UserFacing
from app.ports.transcriber import Pace, TranscriptionProgress
from app.transcription.audio_source import AudioSource
from app.transcription.child import Child, ChildEnded
from app.transcription.frames import (
    Audio,
    Begin,
    End,
    Finished,
    Heard,
    Load,
    Loaded,
    Refused,
    SetPace,
    Want,
)

PIECE_S = 120.0
"""Audio sent at a time: the child holds two pieces at most, however long the recording."""
KILLED = -9


class Cancelled(Exception):
    """The work was cancelled."""


@dataclass
class Job:
    """A recording on its way, and how far it is. `done_s` has one entry a channel, in seconds."""

    source: AudioSource
    language: str
    done_s: list[float] = field(default_factory=list)
    sent_s: float = 0.0
    turns: list[Turn] = field(default_factory=list)
    vocabulary: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.done_s = [0.0] * self.source.channels

    @property
    def total_s(self) -> float:
        """Seconds of all channels together."""
        return self.source.duration_s * self.source.channels

    @property
    def complete(self) -> bool:
        """Whether all the audio that the header promises could be read."""
        return self.sent_s >= self.source.duration_s - 0.001


class Line:
    """Owns the child. `work` runs on one thread at a time; `stop` and `pace` may come from any."""

    def __init__(self, threads: int, start: Sequence[str] | None = None) -> None:
        self._threads = threads
        self._start = start
        self._child: Child | None = None
        self._loaded: tuple[Path, int] | None = None
        self._pace = Pace.FULL
        self._stopped = False
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """Process id of the child, None while there is none."""
        child = self._child
        return child.pid if child else None

    def admit(self) -> None:
        """Let the next `work` begin after a `stop`."""
        self._stopped = False

    def limit(self, threads: int) -> None:
        """Load models with this many threads from now on; one that is loaded with more is loaded again."""
        self._threads = threads

    def stop(self) -> None:
        """Kill the child now; a `work` going on raises Cancelled."""
        with self._lock:
            self._stopped = True
            if self._child:
                self._child.kill()

    def end(self) -> None:
        """Kill the child and wait until it is gone."""
        with self._lock:
            child, self._child, self._loaded = self._child, None, None
        if child:
            child.end()

    def pace(self, pace: Pace) -> None:
        """Set the pace from now on."""
        with self._lock:
            self._pace = pace
            if self._child:
                with suppress(ChildEnded):  # the next child is told as it starts
                    self._child.send(SetPace(pace.value))

    def work(self, job: Job, folder: Path, emit: Callable[[TranscriptionProgress], None]) -> None:
        """Bring a job to its end; a child that dies is replaced and goes on where the last clip ended.

        Raises Cancelled, UserFacing (the model is of no use), EnvironmentFault (it died twice in one place).
        """
        died_at: list[float] | None = None
        while True:
            try:
                child = self._child_with(folder)
                self._converse(child, job, emit)
                return
            except ChildEnded as ended:
                self.end()
                if self._stopped:
                    raise Cancelled from ended
                if died_at == job.done_s:
                    raise _died_twice(job, ended) from ended
                died_at = list(job.done_s)
            except BaseException:
                self.end()
                raise

    def _child_with(self, folder: Path) -> Child:
        """Return a child that has this model loaded."""
        wanted = folder, self._threads
        if self._child and self._child.alive and self._loaded == wanted:
            return self._child
        self.end()
        with self._lock:
            if self._stopped:
                raise Cancelled
            child = self._child = Child(self._start)
            child.send(SetPace(self._pace.value))
        child.send(Load(str(folder), wanted[1]))
        answer = child.receive()
        if isinstance(answer, Refused):
            raise UserFacing(
                "TRN-104",
                f"The model {folder.name} cannot be loaded: {answer.reason}.",
                f"Check it with `callnex models verify {folder.name}`, or add it again.",
            )
        if not isinstance(answer, Loaded):
            raise ChildEnded(None)
        self._loaded = wanted
        return child

    def _converse(self, child: Child, job: Job, emit: Callable[[TranscriptionProgress], None]) -> None:
        job.sent_s = job.source.go_to(min(job.done_s))
        child.send(Begin(job.source.rate, job.language, job.sent_s, tuple(job.done_s), job.vocabulary))
        while True:
            message = child.receive()
            if isinstance(message, Want):
                self._send_next(child, job)
            elif isinstance(message, Heard):
                job.done_s = [max(was, now) for was, now in zip(job.done_s, message.done_s, strict=True)]
                job.language = message.language
                job.turns += message.turns
                emit(_progress(job, message.turns))
            elif isinstance(message, Finished):
                return
            elif isinstance(message, Refused):
                raise UserFacing(
                    "TRN-105",
                    f"The model cannot hear this recording: {message.reason}.",
                    "Name another language, or none and it is detected.",
                )
            else:
                raise ChildEnded(None)

    def _send_next(self, child: Child, job: Job) -> None:
        samples = job.source.read(PIECE_S)
        job.sent_s += len(samples) / (2 * job.source.channels * job.source.rate)
        child.send(Audio(samples) if samples else End())


def _progress(job: Job, newest: tuple[Turn, ...]) -> TranscriptionProgress:
    done_s = min(sum(job.done_s), job.total_s)
    return TranscriptionProgress(done_s, job.total_s, newest, tuple(job.done_s), job.language)


def _died_twice(job: Job, ended: ChildEnded) -> EnvironmentFault:
    at = int(min(job.done_s))
    why = "it may need more memory than there is" if ended.status == KILLED else f"status {ended.status}"
    return EnvironmentFault(
        "TRN-201",
        f"Speech recognition stopped twice at {at // 60}:{at % 60:02d} of this recording ({why}).",
        "Try a smaller model, or check the model with `callnex models verify`.",
    )
