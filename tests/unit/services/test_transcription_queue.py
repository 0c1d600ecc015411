"""The queue at work, over stores and a transcriber in memory."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import BinaryIO

import pytest

from app.changes import Changes
from app.domain.ids import RecordingId
from app.domain.recording import Speaker, Transcript, TranscriptSource, Turn
from app.domain.transcription_queue import Partial, QueueItem, QueueState
from app.errors import EnvironmentFault, UserFacing
from app.ports.transcriber import NOTHING_KNOWN, AudioIncomplete, Known, Model, Pace, TranscriptionProgress
from app.services.transcribe_recording import TranscribeRecording
from app.services.transcription_queue import TranscriptionQueue
from tests.support.things import NOW, SetClock, policy, recording
from ui.gallery.memory.campaigns import MemoryCampaigns
from ui.gallery.memory.media import MemoryMedia
from ui.gallery.memory.recordings import MemoryRecordings
from ui.gallery.memory.replica import MemoryReplica
from ui.gallery.memory.speech import MemoryModels
from ui.gallery.memory.transcription_queue import MemoryTranscriptionQueue
from ui.gallery.memory.world import World

pytestmark = pytest.mark.anyio
SMALL = Model("small", ("en",), 1)
WHOLE_S = 10.0
CRASH = EnvironmentFault("TRN-201", "Speech recognition stopped twice.", "Try a smaller model.")


def key(number: int) -> RecordingId:
    return RecordingId(f"recording-{number}")


def turn(at: float) -> Turn:
    return Turn(Speaker.AGENT, at, at + 1, f"said at {at:g}")


@dataclass
class Stepping:
    """A transcriber that hears one turn at each step it is allowed, and fails where it is told to."""

    fails: dict[RecordingId, Exception] = field(default_factory=dict)
    began: list[tuple[RecordingId, Known]] = field(default_factory=list)
    paces: list[Pace] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)
    steps: int = 2

    def __post_init__(self) -> None:
        self.go = asyncio.Semaphore(0)

    async def transcribe(
        self,
        recording_id: RecordingId,
        audio: BinaryIO,
        language: str,
        model: str,
        known: Known = NOTHING_KNOWN,
    ) -> AsyncGenerator[TranscriptionProgress | Transcript, None]:
        self.began.append((recording_id, known))
        turns = list(known.since.turns) if known.since else []
        if recording_id in self.fails:
            raise self.fails[recording_id]
        for number in range(len(turns), self.steps):
            await self.go.acquire()
            done = WHOLE_S * (number + 1) / self.steps
            turns.append(turn(float(number)))
            yield TranscriptionProgress(2 * done, 2 * WHOLE_S, (turns[-1],), (done, done), "en")
        yield Transcript(recording_id, TranscriptSource.RECOGNISED, model, "en", tuple(turns), NOW, 0)

    def pace(self, pace: Pace) -> None:
        self.paces.append(pace)

    def limit(self, threads: int) -> None:
        self.threads.append(threads)

    async def close(self) -> None:
        """There is no child."""


@dataclass
class Stores:
    queue: MemoryTranscriptionQueue
    recordings: MemoryRecordings
    media: MemoryMedia
    campaigns: MemoryCampaigns
    replica: MemoryReplica


class Desk:
    def __init__(self, count: int = 3) -> None:
        self.clock = SetClock()
        self.world = World(self.clock)
        for number in range(1, count + 1):
            self.world.add_recordings(replace(recording(number), duration_s=WHOLE_S, language="en"))
            self.world.shelf.audio[key(number)] = b"flac"
        world = self.world
        self.stores = Stores(
            MemoryTranscriptionQueue(world),
            MemoryRecordings(world),
            MemoryMedia(world),
            MemoryCampaigns(world),
            MemoryReplica(world, None),
        )
        self.models = MemoryModels(SMALL)
        self.published: list[Changes] = []
        self.restart()

    def restart(self) -> None:
        """As after the console ended: what is in the stores is all that is left."""
        self.engine = Stepping()
        work = TranscribeRecording(self.stores, self.models, self.engine)
        self.queue = TranscriptionQueue(self.stores, work, self.clock, self.published.append, processors=8)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        worker = asyncio.ensure_future(self.queue.run())
        try:
            yield
        finally:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)
            await self.queue.close()

    async def step(self, count: int = 1) -> None:
        """Let it hear turns, one after the other, and let each be kept."""
        for _ in range(count):
            heard = self.turns()
            self.engine.go.release()
            await until(lambda heard=heard: self.turns() > heard)

    def turns(self) -> int:
        kept = sum(len(partial.turns) for partial in self.world.partials.values())
        return kept + sum(len(text.turns) for text in self.world.transcripts.values())

    def item(self, number: int) -> QueueItem:
        return self.world.queue[key(number)]

    def order(self) -> list[RecordingId]:
        return [queued.recording.id for queued in self.queue.now.waiting]


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110
            await asyncio.sleep(0)


async def test_everything_is_done_in_order_and_counted() -> None:
    desk = Desk()
    async with desk.working():
        assert await desk.queue.add_all() == 3
        await until(lambda: desk.engine.began)
        desk.clock.move(seconds=2)
        for _ in range(6):
            desk.engine.go.release()
        await until(lambda: len(desk.queue.now.done) == 3)
    assert [began for began, _ in desk.engine.began] == [key(3), key(2), key(1)]
    done = desk.item(1)
    assert (done.model, done.words, done.unsure, done.tries) == ("small", 6, 0, 0)
    assert desk.world.partials == {}
    assert [key for changes in desk.published for key in changes.recordings] == [
        b for b, _ in desk.engine.began
    ]
    assert await desk.queue.add_all() == 0


async def test_what_a_person_waits_for_makes_the_rest_wait_and_nothing_heard_is_lost() -> None:
    desk = Desk()
    told: list[float] = []
    async with desk.working():
        await desk.queue.add_all()
        await until(lambda: desk.engine.began)
        background = desk.engine.began[0][0]
        await desk.step()
        other = next(number for number in (1, 2, 3) if key(number) != background)
        wanted = asyncio.ensure_future(
            desk.queue.transcribe(key(other), lambda done, total: told.append(done / total))
        )
        await until(lambda: len(desk.engine.began) == 2)
        assert desk.order()[0] == key(other)
        desk.engine.go.release()
        desk.engine.go.release()
        assert (await wanted).recordings == {key(other)}
        await until(lambda: len(desk.engine.began) == 3)
    assert told == [0.5, 1.0]
    resumed, known = desk.engine.began[2]
    assert resumed == background
    assert known.since is not None
    assert [one.start_s for one in known.since.turns] == [0.0]
    assert desk.published == [], "whoever waits tells it to the pages"


async def test_after_a_kill_it_goes_on_at_the_last_finished_segment() -> None:
    desk = Desk(1)
    async with desk.working():
        await desk.queue.add_all()
        await until(lambda: desk.engine.began)
        await desk.step()
    assert desk.item(1).tries == 0, "ending the console in good order is no failed try"
    assert desk.turns() == 1
    desk.restart()
    async with desk.working():
        await until(lambda: desk.engine.began)
        assert desk.queue.now.work is not None
        assert desk.queue.now.work.share == pytest.approx(0.5)
        desk.engine.go.release()
        await until(lambda: desk.queue.now.done)
    assert [t.text for t in desk.world.transcripts[key(1)].turns] == ["said at 0", "said at 1"]


async def test_after_two_kills_it_goes_on_with_all_that_was_heard() -> None:
    desk = Desk(1)
    for heard in (2, 4):
        desk.restart()
        desk.engine.steps = 6
        async with desk.working():
            await desk.queue.add_all()
            await until(lambda: desk.engine.began)
            await desk.step(2)
        assert [one.start_s for one in desk.world.partials[key(1)].turns] == [float(n) for n in range(heard)]


async def test_words_dropped_in_the_middle_of_the_work_leave_no_hole() -> None:
    desk = Desk(1)
    desk.engine.steps = 3
    async with desk.working():
        await desk.queue.add_all()
        await until(lambda: desk.engine.began)
        await desk.step()
        await desk.stores.queue.forget(key(1))
        desk.engine.go.release()
        before = desk.item(1).done_s
        await until(lambda: desk.item(1).done_s > before)
        assert desk.world.partials == {}, "the second turn alone would look like the whole"
    desk.restart()
    async with desk.working():
        await until(lambda: desk.engine.began)
        assert desk.engine.began[0][1].since is None


async def test_words_of_another_model_are_not_gone_on_from() -> None:
    desk = Desk(1)
    await desk.stores.queue.put((QueueItem(key(1), 0, NOW),))
    await desk.stores.queue.gain(desk.item(1), Partial(key(1), "other", "en", (5.0, 5.0), (turn(0),)))
    async with desk.working():
        await until(lambda: desk.engine.began)
        assert desk.engine.began[0][1].since is None
    assert desk.world.partials == {}


async def test_one_that_crashes_the_recogniser_is_set_aside_and_the_next_is_done() -> None:
    desk = Desk(2)
    await desk.queue.add_all()
    poisoned, other = desk.order()
    desk.engine.fails[poisoned] = CRASH
    async with desk.working():
        desk.engine.go.release()
        desk.engine.go.release()
        await until(lambda: desk.queue.now.done)
        assert [queued.recording.id for queued in desk.queue.now.done] == [other]
        aside = desk.queue.now.set_aside
        assert [(q.recording.id, q.item.code) for q in aside] == [(poisoned, "TRN-201")]
        assert "stopped twice" in aside[0].item.reason
        desk.engine.fails.clear()
        await desk.queue.retry(poisoned)
        desk.engine.go.release()
        desk.engine.go.release()
        await until(lambda: len(desk.queue.now.done) == 2)
    assert desk.queue.now.set_aside == ()


async def test_any_other_failure_gets_a_second_try() -> None:
    desk = Desk(1)
    desk.engine.fails[key(1)] = UserFacing("TRN-101", "This is not an audio file.", "Fetch it again.")
    async with desk.working():
        with pytest.raises(UserFacing, match="TRN-101"):
            await desk.queue.transcribe(key(1), lambda done, total: None)
        assert len(desk.engine.began) == 2
    assert (desk.item(1).state, desk.item(1).reason) == (QueueState.SET_ASIDE, "This is not an audio file.")


async def test_a_console_that_ends_twice_over_a_recording_sets_it_aside() -> None:
    desk = Desk(1)
    await desk.stores.queue.put((replace(QueueItem(key(1), 0, NOW), tries=2),))
    async with desk.working():
        await until(lambda: desk.queue.now.set_aside)
    assert desk.engine.began == []
    assert desk.item(1).code == "TRN-204"


async def test_of_audio_that_breaks_off_the_text_is_kept_and_the_reason_said() -> None:
    desk = Desk(1)
    cut = Transcript(key(1), TranscriptSource.RECOGNISED, "small", "en", (turn(0),), NOW, 0)
    desk.engine.fails[key(1)] = AudioIncomplete(422.0, cut)
    async with desk.working():
        await desk.queue.add_all()
        await until(lambda: desk.queue.now.set_aside)
    assert len(desk.engine.began) == 1
    assert "7:02" in desk.item(1).reason
    assert desk.world.transcripts[key(1)] == cut


async def test_paused_nothing_is_begun_and_resumed_it_goes_on() -> None:
    desk = Desk(1)
    async with desk.working():
        await desk.queue.add_all()
        await until(lambda: desk.engine.began)
        await desk.step()
        await desk.queue.pause(True)
        await until(lambda: desk.queue.now.work is None)
        assert desk.world.queue_settings.paused
        assert desk.queue.now.ready == {}
        await desk.queue.pause(False)
        desk.engine.go.release()
        await until(lambda: desk.queue.now.done)
    assert len(desk.engine.began) == 2


async def test_cancelled_it_leaves_the_queue_with_what_was_heard() -> None:
    desk = Desk(2)
    async with desk.working():
        waiting = asyncio.ensure_future(desk.queue.transcribe(key(1), lambda done, total: None))
        await until(lambda: desk.engine.began)
        await desk.step()
        await desk.queue.cancel(key(1))
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert key(1) not in desk.world.queue
        assert desk.world.partials == {}
        await desk.queue.ask(key(2))
        await until(lambda: len(desk.engine.began) == 2)
    assert desk.world.transcripts == {}


async def test_a_page_that_goes_away_does_not_take_the_work_along() -> None:
    desk = Desk(1)
    async with desk.working():
        waiting = asyncio.ensure_future(desk.queue.transcribe(key(1), lambda done, total: None))
        await until(lambda: desk.engine.began)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        desk.engine.go.release()
        desk.engine.go.release()
        await until(lambda: desk.queue.now.done)
    assert desk.published == [Changes(recordings=frozenset({key(1)}))]


async def test_without_a_model_it_waits_for_one_and_holds_up_nobody() -> None:
    desk = Desk(2)
    await desk.queue.add_all()
    first = desk.order()[0]
    desk.world.add_recordings(replace(desk.world.recordings[first], language="nl"))
    async with desk.working():
        desk.engine.go.release()
        desk.engine.go.release()
        await until(lambda: desk.queue.now.done)
        assert desk.queue.now.blocked == {first}
        with pytest.raises(UserFacing, match="TRN-110"):
            await desk.queue.transcribe(first, lambda done, total: None)
        desk.models.models = (SMALL, Model("kleine", ("nl",), 1))
        await desk.queue.refresh()
        desk.engine.go.release()
        desk.engine.go.release()
        await until(lambda: len(desk.queue.now.done) == 2)


async def test_what_is_deleted_or_frozen_meanwhile_leaves_the_queue() -> None:
    desk = Desk(1)
    async with desk.working():
        await desk.queue.add_all()
        await until(lambda: desk.engine.began)
        desk.world.recordings[key(1)] = replace(desk.world.recordings[key(1)], restricted=True)
        desk.engine.go.release()
        desk.engine.go.release()
        await until(lambda: key(1) not in desk.world.queue)
    assert desk.world.transcripts == {}


async def test_moved_up_it_is_done_sooner() -> None:
    desk = Desk()
    await desk.queue.add_all()
    before = desk.order()
    await desk.queue.move(before[2], -1)
    assert desk.order() == [before[0], before[2], before[1]]


async def test_a_call_slows_it_down_unless_a_person_wants_otherwise() -> None:
    desk = Desk()
    desk.queue.calm(True)
    await desk.queue.slow_in_calls(False)
    desk.queue.calm(False)
    assert desk.engine.paces == [Pace.HALF, Pace.FULL, Pace.FULL]
    assert not desk.world.queue_settings.slow_in_calls


async def test_the_policy_limits_the_threads() -> None:
    desk = Desk(1)
    async with desk.working():
        await desk.queue.add_all()
        await until(lambda: desk.engine.began)
        assert (desk.engine.threads, desk.queue.now.managed) == ([4], False)
        await desk.queue.pause(True)
        desk.world.policy = replace(policy(), transcription_threads=3)
        await desk.queue.pause(False)
        await until(lambda: len(desk.engine.began) == 2)
    assert desk.engine.threads == [4, 3]
    assert (desk.queue.now.threads, desk.queue.now.processors, desk.queue.now.managed) == (3, 8, True)


async def test_progress_is_told_as_times_real_time_and_a_finishing_time() -> None:
    desk = Desk(2)
    async with desk.working():
        await desk.queue.add_all()
        await until(lambda: desk.queue.now.work is not None and desk.engine.began)
        desk.clock.move(seconds=2)
        await desk.step()
        work = desk.queue.now.work
        assert work is not None
        assert (work.share, work.speed) == (0.5, 2.5)
        ready = desk.queue.now.ready
        seconds = [(ready[k] - desk.clock.now()).total_seconds() for k in desk.order()]
        assert seconds == pytest.approx([2.0, 6.0])


async def test_names_of_the_call_are_told_to_the_recogniser() -> None:
    desk = Desk(1)
    async with desk.working():
        await desk.queue.add_all()
        await until(lambda: desk.engine.began)
    recorded = desk.world.recordings[key(1)]
    assert recorded.contact_name in desk.engine.began[0][1].vocabulary
