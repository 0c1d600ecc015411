import asyncio
import threading

import pytest
import qasync
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.domain.ids import CallId
from app.errors import Bug, EnvironmentFault, Explanation
from tests.support.qt_loop import turn, until
from ui.bridge import Bridge
from ui.operations import Operations, explain, run_op, run_query
from ui.task_set import TaskSet

TOUCHED = Changes(calls=frozenset({CallId("c1")}), origin="me")


@pytest.fixture
def operations(qt_loop: qasync.QEventLoop) -> Operations:
    return Operations(Bridge(), TaskSet())


def test_changes_are_broadcast_before_the_caller_is_told(
    operations: Operations, qt_loop: qasync.QEventLoop
) -> None:
    heard: list[object] = []
    operations.bridge.changed.connect(heard.append)

    async def work() -> Changes:
        return TOUCHED

    run_op(operations, work(), done=lambda changes: heard.append("done"))
    until(qt_loop, lambda: "done" in heard)
    assert heard == [TOUCHED, "done"]


def test_nothing_changed_is_not_broadcast(operations: Operations, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(operations.bridge.changed):
        operations.bridge.publish(Changes(origin="me"))


def test_bridge_refuses_another_thread(operations: Operations) -> None:
    caught: list[Bug] = []

    def publish() -> None:
        try:
            operations.bridge.publish(TOUCHED)
        except Bug as bug:
            caught.append(bug)

    thread = threading.Thread(target=publish)
    thread.start()
    thread.join()
    assert len(caught) == 1


def test_error_without_handler_reaches_the_window(operations: Operations, qt_loop: qasync.QEventLoop) -> None:
    shown: list[Explanation] = []
    operations.failed.connect(shown.append)

    async def work() -> int:
        raise EnvironmentFault("NET-101", "No connection.", "Try again.")

    run_query(operations, work(), done=lambda number: None)
    until(qt_loop, lambda: shown)
    assert shown == [Explanation("NET-101", "No connection.", "Try again.")]


def test_error_with_handler_stays_with_the_page(operations: Operations, qt_loop: qasync.QEventLoop) -> None:
    shown: list[str] = []
    operations.failed.connect(lambda _: shown.append("window"))

    async def work() -> int:
        raise EnvironmentFault("NET-101", "No connection.", "Try again.")

    run_query(operations, work(), done=lambda number: None, failed=lambda e: shown.append(e.code))
    until(qt_loop, lambda: shown)
    assert shown == ["NET-101"]


@pytest.mark.parametrize("expected_logs", [["bug while adding"]])
def test_what_is_not_ours_is_a_bug(expected_logs: list[str]) -> None:
    assert explain(ZeroDivisionError(), "adding").code == "BUG-001"


def test_progress_shows_only_when_slow(operations: Operations, qt_loop: qasync.QEventLoop) -> None:
    slow: list[object] = []
    operations.busy.connect(lambda operation: slow.append(operation.title))
    gate = asyncio.Event()

    async def quick() -> int:
        return 1

    async def long() -> int:
        await gate.wait()
        return 2

    results: list[int] = []
    run_query(operations, quick(), done=results.append, title="quick")
    run_query(operations, long(), done=results.append, title="long")
    until(qt_loop, lambda: slow)
    gate.set()
    until(qt_loop, lambda: len(results) == 2)
    assert slow == ["long"]


def test_cancel_calls_nobody(operations: Operations, qt_loop: qasync.QEventLoop) -> None:
    called: list[object] = []
    ended: list[bool] = []

    async def work() -> int:
        await asyncio.Event().wait()
        return 1

    operation = run_query(operations, work(), done=called.append, failed=called.append)
    operation.ended.connect(lambda: ended.append(True))
    turn(qt_loop)
    assert operation.running
    operation.cancel()
    until(qt_loop, lambda: ended)
    assert called == []


def test_close_cancels_and_waits_for_everything(operations: Operations, qt_loop: qasync.QEventLoop) -> None:
    ended: list[str] = []

    async def work() -> int:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append("cleaned up")
        return 1

    run_query(operations, work(), done=lambda number: None)
    turn(qt_loop)
    qt_loop.run_until_complete(operations.tasks.close())
    assert ended == ["cleaned up"]
    assert len(operations.tasks) == 0
    with pytest.raises(Bug, match="closed"):
        run_query(operations, work(), done=lambda number: None)
