"""Keep this workstation and the platform the same: deliver what was done here, take what changed there."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from app.changes import Changes
from app.domain.actions import Delivery
from app.domain.ids import RecordingId
from app.errors import Bug, EnvironmentFault, Explanation, UserFacing
from app.ports.platform import Platform
from app.ports.stores import Stores
from app.protocol.messages import EventKind, SealedAction
from app.protocol.problem import ErrorCode
from app.services.hand_over import Distrusted
from app.services.redact_recording import RedactRecording
from app.sync.backoff import Backoff
from app.sync.faults import PlatformSaysNo

BATCH = 50
POLL_S = 60.0
CONTACT_EVERY_S = 900.0
T = TypeVar("T")


@dataclass(frozen=True)
class SyncState:
    """How things stand with the platform. `since`: when `online` last changed. `waiting`: actions unsent."""

    online: bool
    since: datetime
    last_synced_at: datetime | None = None
    waiting: int = 0
    problem: Explanation | None = None


@dataclass(frozen=True)
class Pace:
    """Seconds between polls, and between contacts with no hint."""

    poll_s: float = POLL_S
    contact_s: float = CONTACT_EVERY_S


class Synchroniser:
    """Runs while a person is signed in. All on one event loop.

    `check_in` makes contact; `on_state` and `on_changes` are told of everything that happens.
    """

    def __init__(
        self,
        platform: Platform,
        stores: Stores,
        check_in: Callable[[], Awaitable[Changes]],
        now: Callable[[], datetime],
        on_state: Callable[[SyncState], None],
        on_changes: Callable[[Changes], None],
        pace: Pace = Pace(),
    ) -> None:
        self._platform = platform
        self._stores = stores
        self._redact = RedactRecording(stores.media, stores.recordings, stores.replica)
        self._check_in = check_in
        self._now = now
        self._on_state = on_state
        self._on_changes = on_changes
        self._pace = pace
        self._wake = asyncio.Event()
        self._contact_due = True
        self._contacted_at = float("-inf")
        self._reached = True
        self._backoff = Backoff()
        self._state = SyncState(online=False, since=now())

    @property
    def state(self) -> SyncState:
        """How things stand now."""
        return self._state

    def nudge(self) -> None:
        """Something was done here: deliver it. While offline the next try comes by itself."""
        if self._state.online:
            self._wake.set()

    def retry(self) -> None:
        """The user asks: try now, even while offline."""
        self._backoff.reset()
        self._wake.set()

    async def run(self) -> None:
        """Synchronise until cancelled; a failure is shown and tried again, never raised."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._loop())

    async def once(self) -> SyncState:
        """Do one whole round: contact if due, deliver, pull, upload. Returns how things stand after it."""
        self._reached = True
        problem: Explanation | None = None
        for step in (self._contact, self._exchange):
            try:
                problem = await step() or problem
            except (EnvironmentFault, UserFacing) as error:
                problem = error.explanation
            if not self._reached:
                break
        await self._show(problem)
        return self._state

    async def _loop(self) -> None:
        while True:
            self._wake.clear()
            state = await self.once()
            if state.problem is None:
                self._backoff.reset()
            wait_s = self._pace.poll_s if state.problem is None else self._backoff.next_s()
            # Not wait_for: before Python 3.12 it loses a cancellation that comes together with the wake.
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._wake.wait()

    async def _listen(self) -> None:
        """Turn hints into rounds. When the session ends the poll goes on and says so."""
        try:
            async for hint in self._platform.events():
                self._contact_due = self._contact_due or hint is EventKind.CONTACT
                self._wake.set()
        except UserFacing as error:
            await self._show(error.explanation)

    async def _contact(self) -> None:
        """Make contact if it is due. An answer not to be believed does not keep work from being delivered."""
        moment = asyncio.get_running_loop().time()
        if not self._contact_due and moment - self._contacted_at < self._pace.contact_s:
            return
        self._contact_due = False
        try:
            self._publish(await self._ask(self._check_in()))
        except BaseException:
            self._contact_due = True
            raise
        self._contacted_at = moment

    async def _exchange(self) -> Explanation | None:
        await self._deliver()
        await self._pull()
        self._state = replace(self._state, last_synced_at=self._now())
        return await self._upload()

    async def _deliver(self) -> None:
        """Deliver the outbox in the order in which things were done."""
        previous: tuple[SealedAction, ...] = ()
        while waiting := await self._stores.outbox.waiting(BATCH):
            if previous and waiting[0].key == previous[0].key:
                raise Bug("The outbox hands out an entry that was settled.")
            previous = waiting
            results = (await self._ask(self._platform.deliver(waiting))).results
            if [result.key for result in results] != [action.key for action in waiting]:
                raise EnvironmentFault(
                    "NET-124",
                    "The platform answered for other actions than we sent.",
                    "Nothing is lost: they stay here. Tell your administrator, with this code.",
                )
            self._publish(await self._stores.outbox.settle(results))

    async def _pull(self) -> None:
        cursor = await self._stores.replica.cursor()
        while True:
            try:
                page = await self._ask(self._platform.changes(cursor))
            except PlatformSaysNo as refusal:
                if refusal.code is not ErrorCode.CURSOR_INVALID or not cursor:
                    raise
                await self._stores.replica.begin_again()
                cursor = ""
                continue
            if page.more and page.cursor == cursor:
                raise EnvironmentFault(
                    "NET-125",
                    "The platform's changes do not go on.",
                    "Wait a moment; the console tries again.",
                )
            silenced = await self._redact.before_keeping(page.transcripts)
            self._publish(await self._stores.replica.apply(page))
            for recording_id in silenced:
                # Audio that arrived between the two knew of nothing to take out.
                await self._redact.after_fetching(recording_id)
            cursor = page.cursor
            if not page.more:
                return

    async def _upload(self) -> Explanation | None:
        """Upload audio made here; one that is refused keeps no other from going."""
        problem: Explanation | None = None
        for recording_id in await self._stores.media.waiting_upload():
            try:
                await self._upload_one(recording_id)
            except UserFacing as error:
                problem = error.explanation
        return problem

    async def _upload_one(self, recording_id: RecordingId) -> None:
        item = await self._stores.recordings.get(recording_id)
        if item is None:
            return  # its time is up: it must not travel any more
        audio = await self._stores.media.open(recording_id)
        try:
            await self._ask(self._platform.upload_audio(recording_id, audio, item.recording.sha256))
        finally:
            await asyncio.to_thread(audio.close)
        await self._stores.media.uploaded(recording_id)

    async def _ask(self, answer: Awaitable[T]) -> T:
        """Await the platform; remember when it was not there, apart from faults of our own disk."""
        try:
            return await answer
        except Distrusted:
            raise
        except EnvironmentFault:
            self._reached = False
            raise

    def _publish(self, changes: Changes) -> None:
        if changes != Changes():
            self._on_changes(changes)

    async def _show(self, problem: Explanation | None) -> None:
        items = await self._stores.outbox.items()
        waiting = sum(item.delivery is Delivery.WAITING for item in items)
        since = self._state.since if self._state.online == self._reached else self._now()
        self._state = replace(
            self._state, online=self._reached, since=since, waiting=waiting, problem=problem
        )
        self._on_state(self._state)
