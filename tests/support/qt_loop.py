"""An asyncio loop that turns inside Qt's, as in the running console."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
import qasync
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

PATIENCE_S = 10.0
"""How long a condition may take on a busy machine before the test fails."""


@pytest.fixture
def qt_loop(qapp: QApplication) -> Iterator[qasync.QEventLoop]:
    """Set as the current loop for the test; closed afterwards."""
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    # asyncio asks for its running loop: outside `run_until_complete` Qt turns this one.
    with loop:
        yield loop
    # Its timer object still runs those of cancelled time-outs: gone now, on this thread, before the garbage
    # collector meets it on another one.
    loop._timer.deleteLater()
    QCoreApplication.sendPostedEvents(loop._timer, QEvent.Type.DeferredDelete)
    asyncio.set_event_loop(None)


def until(loop: qasync.QEventLoop, condition: Callable[[], object]) -> None:
    """Turn both loops until the condition holds; fails the test if it never does."""

    async def wait() -> None:
        async with asyncio.timeout(PATIENCE_S):
            # The condition is any fact about widgets: there is no event to wait for.
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0)

    loop.run_until_complete(wait())


def turn(loop: qasync.QEventLoop, rounds: int = 5) -> None:
    """Let everything that is ready run."""

    async def wait() -> None:
        for _ in range(rounds):
            await asyncio.sleep(0)

    loop.run_until_complete(wait())
