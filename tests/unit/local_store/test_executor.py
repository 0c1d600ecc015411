"""The DB thread: one thread, in order, closed cleanly, faults with a sentence."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import Bug, EnvironmentFault
from local_store.connection import open_keyed
from local_store.executor import Database, DbThread

pytestmark = pytest.mark.anyio
SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[DbThread]:
    thread = DbThread(
        lambda: Database(*(open_keyed(tmp_path / name, name.encode() * 32) for name in ("a", "b", "c")))
    )
    yield thread
    thread.close()


async def test_everything_runs_on_one_thread_that_is_not_ours(db: DbThread) -> None:
    names = await asyncio.gather(*(db.run(lambda _: threading.get_ident()) for _ in range(20)))
    assert len(set(names)) == 1
    assert threading.get_ident() not in names


async def test_work_runs_in_the_order_it_was_given(db: DbThread) -> None:
    seen: list[int] = []
    await asyncio.gather(*(db.run(lambda _, n=n: seen.append(n)) for n in range(50)))  # type: ignore[misc]
    assert seen == list(range(50))


async def test_driver_errors_come_back_as_ours(db: DbThread) -> None:
    with pytest.raises(Bug):
        await db.run(lambda d: d.main.execute("SELECT * FROM nothing"))
    with pytest.raises(KeyError):
        await db.run(lambda _: {}["x"])


async def test_an_endless_query_can_be_interrupted(db: DbThread) -> None:
    started = threading.Event()

    def endless(d: Database) -> object:
        d.main.create_function("ready", 0, started.set)
        d.main.execute("SELECT ready()").fetchone()
        return d.main.execute(SLOW).fetchone()

    running = asyncio.ensure_future(db.run(endless))
    await asyncio.to_thread(started.wait)
    while not running.done():
        db.interrupt()
        await asyncio.sleep(0)
    with pytest.raises(EnvironmentFault) as caught:
        await running
    assert caught.value.explanation.code == "STO-208"


async def test_a_cancelled_caller_does_not_tear_the_work(db: DbThread) -> None:
    gate, begun, done = threading.Event(), threading.Event(), threading.Event()

    def work(_: Database) -> None:
        begun.set()
        gate.wait()
        done.set()

    task = asyncio.ensure_future(db.run(work))
    await asyncio.to_thread(begun.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gate.set()
    assert await db.run(lambda _: done.is_set())


async def test_after_closing_there_is_a_sentence_and_closing_twice_is_fine(db: DbThread) -> None:
    db.close()
    db.close()
    db.interrupt()
    with pytest.raises(EnvironmentFault) as caught:
        await db.run(lambda _: None)
    assert caught.value.explanation.code == "STO-209"


def test_what_opening_raises_comes_through_and_leaves_no_thread() -> None:
    def opener() -> Database:
        raise EnvironmentFault("STO-201", "Damaged.", "Ask IT.")

    before = threading.active_count()
    with pytest.raises(EnvironmentFault, match="STO-201"):
        DbThread(opener)
    assert threading.active_count() == before
