"""The queue for transcripts, in the encrypted store and in memory."""

from dataclasses import replace

import pytest

from app.domain.ids import RecordingId
from app.domain.recording import Speaker, Turn
from app.domain.transcription_queue import Partial, QueueItem, QueueSettings, QueueState
from tests.contract.conftest import Bench
from tests.support.things import NOW, page, recording

pytestmark = pytest.mark.anyio
R1, R2 = RecordingId("recording-1"), RecordingId("recording-2")


def item(number: int, place: int = 0) -> QueueItem:
    return QueueItem(RecordingId(f"recording-{number}"), place, NOW)


def turn(text: str, at: float) -> Turn:
    return Turn(Speaker.AGENT, at, at + 1, text)


async def filled(bench: Bench) -> None:
    await bench.stores.replica.apply(page(recordings=(recording(1), recording(2))))
    await bench.stores.queue.put((item(1, 5), item(2, 3)))


async def test_items_come_by_place_and_replace_themselves(bench: Bench) -> None:
    await filled(bench)
    assert [queued.recording.id for queued in await bench.stores.queue.items()] == [R2, R1]
    done = replace(item(2, 9), state=QueueState.DONE, finished_at=NOW, words=12, speed=3.5)
    await bench.stores.queue.put((done,))
    bench.reopen()
    assert [queued.item for queued in await bench.stores.queue.items()] == [item(1, 5), done]


async def test_a_place_in_the_queue_keeps_what_was_recognised(bench: Bench) -> None:
    await filled(bench)
    assert await bench.stores.queue.partial(R1) is None
    first = Partial(R1, "small", "en", (4.0, 2.5), (turn("one", 1), turn("two", 2)))
    second = Partial(R1, "small", "en", (4.0, 6.0), (turn("three", 5),))
    await bench.stores.queue.gain(replace(item(1, 5), tries=0, done_s=6.5), first)
    await bench.stores.queue.gain(replace(item(1, 5), tries=0, done_s=10.0), second, first.done_s)
    bench.reopen()
    assert await bench.stores.queue.partial(R1) == replace(second, turns=first.turns + second.turns)
    assert [queued.item.done_s for queued in await bench.stores.queue.items()] == [0.0, 10.0]
    await bench.stores.queue.put((item(1, 1),))
    assert await bench.stores.queue.partial(R1) is not None, "changing the place loses the words"


async def test_it_can_be_forgotten_and_removed(bench: Bench) -> None:
    await filled(bench)
    gained = Partial(R1, "small", "en", (4.0, 2.5), (turn("one", 1),))
    await bench.stores.queue.gain(item(1), gained)
    await bench.stores.queue.forget(R1)
    assert await bench.stores.queue.partial(R1) is None
    assert len(await bench.stores.queue.items()) == 2
    await bench.stores.queue.gain(item(1), gained)
    await bench.stores.queue.remove(R1)
    assert [queued.recording.id for queued in await bench.stores.queue.items()] == [R2]
    await bench.stores.queue.put((item(1),))
    assert await bench.stores.queue.partial(R1) is None, "the words came back with the place"


async def test_what_has_lost_its_beginning_is_not_gone_on_with(bench: Bench) -> None:
    await filled(bench)
    first = Partial(R1, "small", "en", (4.0, 2.5), (turn("one", 1),))
    later = Partial(R1, "small", "en", (9.0, 9.0), (turn("three", 8),))
    await bench.stores.queue.gain(item(1), later, first.done_s)
    assert await bench.stores.queue.partial(R1) is None, "nothing was there to be added to"
    await bench.stores.queue.gain(item(1), first)
    await bench.stores.queue.gain(item(1), later, (7.0, 7.0))
    assert await bench.stores.queue.partial(R1) == first, "what was heard between is missing"
    await bench.stores.queue.forget(R1)
    await bench.stores.queue.gain(item(1), later, first.done_s)
    assert await bench.stores.queue.partial(R1) is None, "forgotten in the middle of the work"


async def test_a_beginning_drops_what_was_recognised_before(bench: Bench) -> None:
    await filled(bench)
    await bench.stores.queue.gain(item(1), Partial(R1, "small", "en", (4.0, 2.5), (turn("one", 1),)))
    anew = Partial(R1, "large", "en", (3.0, 3.0), (turn("won", 1),))
    await bench.stores.queue.gain(item(1), anew)
    assert await bench.stores.queue.partial(R1) == anew


async def test_nothing_is_kept_without_a_recording(bench: Bench) -> None:
    await bench.stores.queue.put((item(9),))
    await bench.stores.queue.gain(item(9), Partial(RecordingId("recording-9"), "m", "", (1.0,), ()))
    assert await bench.stores.queue.items() == ()
    assert await bench.stores.queue.partial(RecordingId("recording-9")) is None


async def test_what_may_not_be_seen_is_not_in_the_queue(bench: Bench) -> None:
    await filled(bench)
    await bench.stores.queue.gain(item(1), Partial(R1, "small", "en", (1.0, 1.0), (turn("one", 1),)))
    frozen = replace(recording(1), restricted=True, revision=2)
    await bench.stores.replica.apply(page(recordings=(frozen,), cursor="2"))
    assert [queued.recording.id for queued in await bench.stores.queue.items()] == [R2]
    assert await bench.stores.queue.partial(R1) is None
    bench.clock.at = NOW
    bench.clock.move(days=91)
    assert await bench.stores.queue.items() == ()


async def test_settings_are_kept(bench: Bench) -> None:
    assert await bench.stores.queue.settings() == QueueSettings()
    await bench.stores.queue.put_settings(QueueSettings(paused=True, slow_in_calls=False))
    bench.reopen()
    assert await bench.stores.queue.settings() == QueueSettings(paused=True, slow_in_calls=False)
