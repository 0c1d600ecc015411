"""The queue for transcripts: one recording after another, through pauses, calls, crashes and restarts."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from app.changes import Changes
from app.domain.ids import RecordingId
from app.domain.recording import AudioState, RecordingFilter
from app.domain.transcription_queue import (
    Partial,
    QueuedRecording,
    QueueItem,
    QueueState,
    again,
    behind,
    failed,
    gained,
    in_order,
    moved,
    tried,
    worn_out,
)
from app.domain.vocabulary import vocabulary_of
from app.errors import Bug, CallNexError, EnvironmentFault, UserFacing
from app.ports.clock import Clock
from app.ports.stores import CampaignStore, RecordingStore, Replica, TranscriptionQueueStore
from app.ports.transcriber import AudioIncomplete, Known, Model
from app.services.listeners import Listeners
from app.services.queue_now import Attempt, QueueNow, Work, ready_of, trend
from app.services.transcribe_recording import Progress, TranscribeRecording, no_model

log = logging.getLogger(__name__)
GONE = "REC-101"
PAGE = 200
KILLER = EnvironmentFault(
    "TRN-204",
    "The console ended twice while it worked on this recording.",
    "Try again when other programs need less memory, or with a smaller model.",
)


class QueueStores(Protocol):
    """The stores that the queue works on."""

    @property
    def queue(self) -> TranscriptionQueueStore:
        """The queue itself."""
        ...

    @property
    def recordings(self) -> RecordingStore:
        """Recordings and their transcripts."""
        ...

    @property
    def campaigns(self) -> CampaignStore:
        """Campaigns, for the names that are said in their calls."""
        ...

    @property
    def replica(self) -> Replica:
        """The policy, for the limit of processor threads."""
        ...


@dataclass(frozen=True)
class _Waiter:
    """A person who looks at a recording until its text is there."""

    progress: Progress
    done: "asyncio.Future[Changes]"


class TranscriptionQueue:
    """Everything on one event loop. `run` is the worker; all else tells it what to do.

    `heard` is told when anything moved; what there is to see is `now`.
    """

    def __init__(
        self,
        stores: QueueStores,
        transcribe: TranscribeRecording,
        clock: Clock,
        publish: Callable[[Changes], None],
        *,
        processors: int = 1,
    ) -> None:
        """`publish` hears of transcripts that nobody waits for; `processors`: threads of this computer."""
        self.heard: Listeners[None] = Listeners()
        self.now = QueueNow(processors=processors, threads=max(1, processors // 2))
        self._stores = stores
        self._transcribe = transcribe
        self._clock = clock
        self._publish = publish
        self._wake = asyncio.Event()
        self._attempt: Attempt | None = None
        self._task: asyncio.Task[Changes] | None = None
        self._waiters: dict[RecordingId, list[_Waiter]] = {}
        self._speeds = trend()

    async def run(self) -> None:
        """Work until cancelled; what is under way then is gone on with at the next start."""
        while True:
            self._wake.clear()
            queued = await self._next()
            if queued is None:
                await self._wake.wait()
            else:
                await self._work_on(queued)

    async def close(self) -> None:
        """End the child; `run` has ended already."""
        for waiter in [waiter for waiters in self._waiters.values() for waiter in waiters]:
            waiter.done.cancel()
        await self._transcribe.close()

    async def refresh(self) -> None:
        """Look at the store, the models and the policy again, and go on with what can be done now."""
        await self._load()
        self._wake.set()

    def calm(self, on: bool) -> None:
        """A call comes first: work at half speed while it is up, unless a person wants otherwise."""
        self._show(in_call=on)
        self._transcribe.calm(on and self.now.settings.slow_in_calls)

    async def model_for(self, language: str) -> Model | None:
        """Return the installed model for a language, None where there is none."""
        return await self._transcribe.model_for(language)

    async def transcribe(self, recording_id: RecordingId, progress: Progress) -> Changes:
        """Put a recording first, for a person who waits; return when its text is kept.

        Cancelling the task ends the waiting, not the work: `cancel` does that. Raises what kept it from being
        done, TRN-110 at once where no model fits.
        """
        found = await self._stores.recordings.get(recording_id)
        if found is not None and await self.model_for(found.recording.language) is None:
            raise no_model()
        waiter = _Waiter(progress, asyncio.get_running_loop().create_future())
        self._waiters.setdefault(recording_id, []).append(waiter)
        try:
            await self.ask(recording_id)
            return await waiter.done
        finally:
            self._waiters[recording_id].remove(waiter)

    async def ask(self, recording_id: RecordingId) -> None:
        """Put a recording first; what nobody waits for makes way and is gone on with later."""
        await self._load()
        if await self._stores.recordings.get(recording_id) is None:
            raise UserFacing(GONE, "This recording cannot be shown any more.", "Choose another one.")
        items = self._items()
        item = self._item(recording_id)
        if item is None or item.state is QueueState.DONE:
            item = QueueItem(recording_id, 0, self._clock.now())
        await self._put(again([other for other in items if other.recording_id != recording_id], item))
        working = self._attempt
        if working is not None and working.queued.recording.id != recording_id:
            seen = self._item(working.queued.recording.id)
            if seen is None or not seen.asked:
                self._interrupt()

    async def add_all(self) -> int:
        """Put every recording that has its audio here and no text at the end; return how many."""
        await self._load()
        after, fresh = None, list[QueueItem]()
        known = {item.recording_id for item in self._items()}
        while True:
            page = await self._stores.recordings.page(RecordingFilter(), after, PAGE)
            for found in page.items:
                here = found.audio is AudioState.HERE and not found.has_transcript
                if here and found.recording.id not in known:
                    item = QueueItem(found.recording.id, 0, self._clock.now())
                    fresh.append(behind([*self._items(), *fresh], item))
            after = page.next_after
            if after is None:
                break
        await self._put(*fresh)
        return len(fresh)

    async def cancel(self, recording_id: RecordingId) -> None:
        """Take a recording out of the queue; what was recognised of it is dropped."""
        await self._stores.queue.remove(recording_id)
        await self._load()
        if self._attempt is not None and self._attempt.queued.recording.id == recording_id:
            self._interrupt()
        for waiter in tuple(self._waiters.get(recording_id, ())):
            waiter.done.cancel()

    async def retry(self, recording_id: RecordingId) -> None:
        """Give one that was set aside its tries again, before all that nobody waits for."""
        await self.ask(recording_id)

    async def move(self, recording_id: RecordingId, by: int) -> None:
        """Move one up (`by` < 0) or down among those that wait."""
        await self._put(*moved(self._items(), recording_id, by))

    async def pause(self, on: bool) -> None:
        """Hold everything, or go on; the memory of the model is free meanwhile."""
        await self._stores.queue.put_settings(replace(self.now.settings, paused=on))
        await self._load()
        if on:
            self._interrupt()
        self._wake.set()

    async def slow_in_calls(self, on: bool) -> None:
        """Work at half speed beside a call, or at full speed."""
        await self._stores.queue.put_settings(replace(self.now.settings, slow_in_calls=on))
        await self._load()
        self.calm(self.now.in_call)

    async def _next(self) -> QueuedRecording | None:
        await self._load()
        if self.now.settings.paused:
            return None
        for item in in_order(self._items()):
            if worn_out(item):
                await self._put(_failed(item, KILLER))
            elif item.recording_id not in self.now.blocked:
                return next(q for q in self.now.items if q.recording.id == item.recording_id)
        return None

    async def _work_on(self, queued: QueuedRecording) -> None:
        known = await self._known(queued)
        item = tried(queued.item)
        await self._stores.queue.put((item,))
        share = _share(queued, known.since)
        kept_s = () if known.since is None else known.since.done_s
        self._attempt = Attempt(queued, self._clock.boot_seconds(), share, share, kept_s=kept_s)
        self._show(work=self._work())
        work = self._transcribe.transcribe(queued.recording.id, self._progress, known, self._gained)
        self._task = asyncio.create_task(work)
        try:
            await asyncio.wait([self._task])
        except asyncio.CancelledError:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            await self._spare(item.recording_id)
            raise
        finally:
            attempt, task, self._attempt, self._task = self._attempt, self._task, None, None
        await self._settle(item.recording_id, attempt, task)
        self._show(work=None)

    async def _settle(self, key: RecordingId, attempt: Attempt, task: "asyncio.Task[Changes]") -> None:
        await self._load()
        if task.cancelled():
            await self._spare(key)
            return
        error = task.exception()
        if error is None:
            await self._finished(key, attempt, task.result())
        elif isinstance(error, CallNexError):
            await self._unfinished(key, error)
        else:
            log.error("bug while transcribing", exc_info=error)
            await self._unfinished(key, Bug("The transcription stopped by a mistake in the console."))

    async def _spare(self, key: RecordingId) -> None:
        """An attempt that was called off is no failed one."""
        item = self._item(key)
        if item is not None:
            await self._put(replace(item, tries=0))

    async def _finished(self, key: RecordingId, attempt: Attempt, changes: Changes) -> None:
        text, item = await self._stores.recordings.transcript(key), self._item(key)
        if item is not None and text is not None:
            words = sum(len(turn.words) or len(turn.text.split()) for turn in text.turns)
            done = replace(
                item,
                state=QueueState.DONE,
                asked=False,
                tries=0,
                model=text.model,
                words=words,
                unsure=text.words_to_check,
                speed=attempt.speed,
                finished_at=self._clock.now(),
            )
            await self._stores.queue.forget(key)
            await self._put(done)
        waiters = self._waiters.get(key, ())
        for waiter in tuple(waiters):
            _tell(waiter, changes)
        if not waiters:
            self._publish(changes)

    async def _unfinished(self, key: RecordingId, error: CallNexError) -> None:
        item = self._item(key)
        if error.explanation.code == GONE:
            await self._stores.queue.remove(key)
            await self._load()
        elif item is not None:
            item = _failed(
                item, error, for_good=isinstance(error, AudioIncomplete | Bug) or _tried_twice(error)
            )
            await self._put(item)
        if isinstance(error, AudioIncomplete):
            await self._stores.queue.forget(key)
            self._publish(Changes(recordings=frozenset({key})))
        if item is None or item.state is QueueState.SET_ASIDE:
            for waiter in tuple(self._waiters.get(key, ())):
                _tell(waiter, error)

    async def _known(self, queued: QueuedRecording) -> Known:
        recording = queued.recording
        campaign = await self._stores.campaigns.get(recording.campaign_id)
        policy = await self._stores.replica.policy()
        threads = self.now.processors // 2
        if policy is not None:
            threads = min(policy.transcription_threads, self.now.processors)
        self._show(threads=max(1, threads), managed=policy is not None)
        self._transcribe.limit(self.now.threads)
        since = await self._stores.queue.partial(recording.id)
        model = await self.model_for(recording.language)
        if since is not None and model is not None and since.model != model.name:
            await self._stores.queue.forget(recording.id)
            since = None
        return Known(vocabulary_of(recording, campaign), since)

    def _progress(self, done_s: float, total_s: float) -> None:
        attempt = self._attempt
        if attempt is None or not total_s:
            return
        attempt.reach(done_s / total_s, self._clock.boot_seconds())
        if attempt.speed > 0:
            self._speeds.append(attempt.speed)
        for waiter in self._waiters.get(attempt.queued.recording.id, ()):
            waiter.progress(done_s, total_s)
        self._show(work=self._work(), speeds=tuple(self._speeds))

    async def _gained(self, newest: Partial) -> None:
        item, attempt = self._item(newest.recording_id), self._attempt
        if item is None or attempt is None:
            return
        await self._stores.queue.gain(gained(item, sum(newest.done_s)), newest, attempt.kept_s)
        attempt.kept_s = newest.done_s
        await self._load()

    async def _put(self, *items: QueueItem) -> None:
        await self._stores.queue.put(items)
        await self._load()
        self._wake.set()

    async def _load(self) -> None:
        items = await self._stores.queue.items()
        settings = await self._stores.queue.settings()
        waiting = [queued for queued in items if queued.item.state is QueueState.WAITING]
        languages = {queued.recording.language for queued in waiting}
        without = {language for language in languages if await self.model_for(language) is None}
        blocked = frozenset(queued.recording.id for queued in waiting if queued.recording.language in without)
        self._show(items=items, settings=settings, blocked=blocked)

    def _show(self, **changed: object) -> None:
        now = replace(self.now, **changed)  # type: ignore[arg-type]
        self.now = replace(now, ready=ready_of(now, self._clock.now()))
        self.heard.tell(None)

    def _work(self) -> Work | None:
        attempt = self._attempt
        return None if attempt is None else Work(attempt.queued.recording.id, attempt.share, attempt.speed)

    def _items(self) -> list[QueueItem]:
        return [queued.item for queued in self.now.items]

    def _item(self, key: RecordingId) -> QueueItem | None:
        return next((item for item in self._items() if item.recording_id == key), None)

    def _interrupt(self) -> None:
        if self._task is not None:
            self._task.cancel()


def _failed(item: QueueItem, error: CallNexError, *, for_good: bool = False) -> QueueItem:
    explained = error.explanation
    for_good = for_good or error is KILLER
    return failed(item, explained.code, explained.what, for_good=for_good)


def _tried_twice(error: CallNexError) -> bool:
    """The recogniser died twice in one place already; a third time would tell nothing new."""
    return error.explanation.code == "TRN-201"


def _share(queued: QueuedRecording, since: Partial | None) -> float:
    if since is None or not since.done_s or not queued.recording.duration_s:
        return 0.0
    return min(1.0, sum(since.done_s) / (len(since.done_s) * queued.recording.duration_s))


def _tell(waiter: _Waiter, result: Changes | CallNexError) -> None:
    with suppress(asyncio.InvalidStateError):  # whoever waited has gone meanwhile
        if isinstance(result, CallNexError):
            waiter.done.set_exception(result)
        else:
            waiter.done.set_result(result)
