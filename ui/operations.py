"""Use cases from the GUI: progress when slow, errors as explanations, changes told to everyone."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Changes
from app.errors import Bug, CallNexError, Explanation
from ui.bridge import Bridge
from ui.task_set import TaskSet

T = TypeVar("T")
log = logging.getLogger(__name__)

SLOW_MS = 300
"""Work shorter than this shows no progress: a flash is noise."""


class Operation(QObject):
    """One piece of work under way. ``slow`` fires once if it takes longer than 300 ms, ``ended`` always."""

    slow = Signal()
    ended = Signal()

    def __init__(self, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self._task: asyncio.Task[Any] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.slow)

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._task is not None and not self._task.done()

    def cancel(self) -> None:
        """Stop the work; neither ``done`` nor ``failed`` is called."""
        if self._task is not None:
            self._task.cancel()

    def follow(self, task: "asyncio.Task[Any]") -> None:
        """Belong to a task from now on."""
        self._task = task
        self._timer.start(SLOW_MS)

    def finish(self) -> None:
        """Stop the clock and say so."""
        self._timer.stop()
        self.ended.emit()
        self.deleteLater()


class Operations(QObject):
    """Runs the use cases of one window. One for all its pages.

    Signals: ``busy(Operation)`` when something has become slow, ``failed(Explanation)`` for errors whose
    caller gave no handler of its own.
    """

    busy = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, tasks: TaskSet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.tasks = tasks

    def start(
        self,
        work: Coroutine[Any, Any, T],
        done: Callable[[T], None],
        failed: Callable[[Explanation], None] | None,
        title: str,
    ) -> Operation:
        """Run ``work`` as a task; see ``run_op`` and ``run_query``."""
        operation = Operation(title, self)
        operation.slow.connect(lambda: self.busy.emit(operation))

        def settle(task: "asyncio.Task[T]") -> None:
            operation.finish()
            if task.cancelled():
                return
            error = task.exception()
            if error is None:
                done(task.result())
            else:
                (failed or self.failed.emit)(explain(error, title))

        task = self.tasks.spawn(work, title)
        operation.follow(task)
        task.add_done_callback(settle)
        return operation


def run_op(
    operations: Operations,
    work: Coroutine[Any, Any, Changes],
    *,
    done: Callable[[Changes], None] | None = None,
    failed: Callable[[Explanation], None] | None = None,
    title: str = "",
) -> Operation:
    """Run a use case that changes something; its Changes are broadcast before ``done`` is called."""

    def finish(changes: Changes) -> None:
        operations.bridge.publish(changes)
        if done is not None:
            done(changes)

    return operations.start(work, finish, failed, title)


def run_query(
    operations: Operations,
    work: Coroutine[Any, Any, T],
    *,
    done: Callable[[T], None],
    failed: Callable[[Explanation], None] | None = None,
    title: str = "",
) -> Operation:
    """Run a use case that only reads; ``done`` gets the result on the GUI thread."""
    return operations.start(work, done, failed, title)


def explain(error: BaseException, doing: str = "") -> Explanation:
    """Return what a person reads about an error. One that is not ours is a bug: it is logged whole."""
    if isinstance(error, CallNexError) and not isinstance(error, Bug):
        return error.explanation
    log.error("bug while %s", doing or "working", exc_info=error)
    if isinstance(error, Bug):
        return error.explanation
    return Bug("Something went wrong inside the console. What you typed is kept.").explanation
