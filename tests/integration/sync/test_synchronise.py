"""Delivering and pulling against a real platform and a real store: nothing acknowledged is ever lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.actions import Delivery, PutMark
from app.domain.ids import MarkId, RecordingId, new_id
from app.domain.people import User
from app.domain.recording import RecordingFilter
from app.protocol.messages import ChangePage
from app.services.synchronise import Synchroniser, SyncState
from tests.integration.sync.conftest import Script
from tests.integration.sync.station import Station
from tests.support.platform_process import PlatformProcess
from tests.support.platform_sql import rows

pytestmark = pytest.mark.anyio
SYNC, ACTIONS = "/v1/sync", "/v1/actions"


class Working(Station):
    """A workstation with a reviewer signed in."""

    user: User

    async def mark(self, text: str, recording_id: str = "") -> MarkId:
        """Leave one action in the outbox."""
        assert self.opened is not None
        stores = self.opened.stores
        if not recording_id:
            page = await stores.recordings.page(RecordingFilter(), None, 1)
            recording_id = page.items[0].recording.id
        mark_id = MarkId(new_id())
        action = PutMark(mark_id, RecordingId(recording_id), 1.0, None, text)
        await stores.outbox.enqueue(action, self.user, datetime.now(UTC))
        return mark_id

    async def waiting(self) -> int:
        assert self.opened is not None
        return len(await self.opened.stores.outbox.waiting(100))

    def held(self, mark_id: MarkId) -> int:
        """Return how many marks of this id the platform keeps."""
        sql = "SELECT count(*) FROM thing WHERE kind = 'mark' AND id = :id AND body IS NOT NULL"
        return int(rows(self.served, sql, id=mark_id)[0][0])


@pytest.fixture
async def working(
    tmp_path: Path, served: PlatformProcess, one_more_code: Callable[[], str]
) -> AsyncIterator[Working]:
    """Yield a workstation that has pulled everything once."""
    found = Working(tmp_path / "station", served)
    enrolled = await found.enrol(one_more_code())
    await found.check_in()
    login = served.login("reviewer")
    answer = await found.platform.sign_in(login.email, login.password, enrolled.enrolment.enrolment_id)
    found.user = answer.user
    found.open(answer.user)
    state = await found.synchroniser().once()
    assert state.problem is None
    yield found
    await found.close()


async def test_a_round_brings_everything_and_says_so(working: Working) -> None:
    assert working.opened is not None
    stores = working.opened.stores
    page = await stores.recordings.page(RecordingFilter(), None, 500)
    sql = "SELECT count(*) FROM thing WHERE kind = 'recording' AND body IS NOT NULL"
    assert page.total == rows(working.served, sql)[0][0] > 0
    state = working.states[-1]
    assert state.online and state.waiting == 0 and state.last_synced_at is not None
    assert any(changes.recordings for changes in working.published)
    cursor = await stores.replica.cursor()
    working.published.clear()
    await working.synchroniser().once()
    assert (await stores.replica.cursor() != "") and cursor != ""
    assert not any(changes.recordings for changes in working.published)


async def test_what_was_done_here_arrives_once_and_in_order(working: Working) -> None:
    marks = [await working.mark(f"mark {number}") for number in range(60)]
    state = await working.synchroniser().once()
    assert (state.waiting, state.problem) == (0, None)
    assert [working.held(mark) for mark in marks] == [1] * 60
    things = rows(working.served, "SELECT id FROM thing WHERE kind = 'mark' ORDER BY seq")
    assert [row[0] for row in things if row[0] in marks] == marks


@pytest.mark.parametrize("kind", ["lost", "torn", "dropped"])
async def test_an_answer_lost_on_the_way_neither_loses_nor_doubles_work(
    working: Working, script: Script, kind: str
) -> None:
    mark = await working.mark("said once")
    script(kind=kind, path=ACTIONS, times=0)
    sync = working.synchroniser()
    state = await sync.once()
    assert not state.online and state.problem is not None and state.problem.code == "NET-103"
    assert state.waiting == await working.waiting() == 1
    script()
    state = await sync.once()
    assert state.online and state.problem is None
    assert state.waiting == 0 and working.held(mark) == 1


async def test_a_torn_page_is_not_applied(working: Working, script: Script) -> None:
    assert working.opened is not None
    replica = working.opened.stores.replica
    await working.mark("changes something")
    cursor = await replica.cursor()
    script(kind="torn", path=SYNC, times=0)
    state = await working.synchroniser().once()
    assert state.problem is not None and state.problem.code == "NET-103"
    assert await replica.cursor() == cursor
    script()
    assert (await working.synchroniser().once()).problem is None
    assert await replica.cursor() != cursor


async def test_a_refused_action_says_why_and_holds_up_nothing(working: Working) -> None:
    await working.mark("nowhere", "no-such-recording")
    good = await working.mark("somewhere")
    state = await working.synchroniser().once()
    assert (state.waiting, state.problem) == (0, None)
    assert working.held(good) == 1
    assert working.opened is not None
    (item,) = await working.opened.stores.outbox.items()
    assert item.delivery is Delivery.REFUSED and item.reason


async def test_a_cursor_the_platform_does_not_know_begins_again(working: Working) -> None:
    assert working.opened is not None
    replica = working.opened.stores.replica
    now = datetime.now(UTC)
    await replica.apply(ChangePage((), (), (), (), (), (), (), (), "of-another-platform", False, now))
    state = await working.synchroniser().once()
    assert state.problem is None
    assert await replica.cursor() != "of-another-platform"


async def test_a_contact_not_to_be_believed_is_shown_and_work_still_goes_out(
    working: Working, script: Script
) -> None:
    mark = await working.mark("goes out")
    script(kind="clock_skew", path="/v1/device/contact", seconds=-100.0, times=1)
    sync = working.synchroniser()
    state = await sync.once()
    assert state.online and state.problem is not None and state.problem.code == "KEY-321"
    assert working.held(mark) == 1
    assert (await sync.once()).problem is None, "contact is due until it succeeds"


class Heard(list[SyncState]):
    """States as they are told, and a way to wait for the next."""

    def __init__(self) -> None:
        super().__init__()
        self._news = asyncio.Event()

    def append(self, state: SyncState) -> None:
        super().append(state)
        self._news.set()

    async def until(self, wanted: Callable[[SyncState], bool]) -> SyncState:
        """Return the next state that is `wanted`; a minute is as good as never."""
        async with asyncio.timeout(60):
            while True:
                self._news.clear()
                await self._news.wait()
                if wanted(self[-1]):
                    return self[-1]


async def test_it_runs_by_itself_through_a_break_of_the_line(working: Working, script: Script) -> None:
    heard = Heard()
    working.states = heard
    sync: Synchroniser = working.synchroniser()
    running = asyncio.create_task(sync.run())
    try:
        await heard.until(lambda state: state.online)
        mark = await working.mark("by a nudge")
        sync.nudge()
        await heard.until(lambda state: working.held(mark) == 1)

        script(kind="status", path=".*", status=503, times=0)
        broken = await heard.until(lambda state: not state.online)
        assert broken.problem is not None and broken.problem.code == "NET-121"
        late = await working.mark("while offline")
        sync.nudge()
        script()
        healed = await heard.until(lambda state: state.online and state.waiting == 0)
        assert healed.since > broken.since and healed.problem is None
        assert working.held(late) == 1
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert running.cancelled()


async def test_a_session_that_ended_is_told_and_the_work_stays(working: Working) -> None:
    await working.mark("kept")
    await working.platform.sign_out()
    state = await working.synchroniser().once()
    assert state.online and state.problem is not None and state.problem.code == "AUT-106"
    assert state.waiting == 1
