"""What the synchroniser does with answers that no honest platform gives, and with audio made here."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO, cast

import pytest

from app.changes import Changes
from app.domain.ids import ActionKey, CallId, CampaignId, RecordingId
from app.domain.recording import AudioState, Recording, RecordingItem
from app.errors import Bug, EnvironmentFault, UserFacing
from app.ports.platform import Platform
from app.ports.stores import Stores
from app.protocol.messages import ActionResult, ActionsResponse, ChangePage, EventKind, SealedAction
from app.services.synchronise import Pace, Synchroniser, SyncState

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PAGE = ChangePage((), (), (), (), (), (), (), (), "c1", False, NOW)


def sealed(*keys: str) -> list[SealedAction]:
    return [SealedAction(ActionKey(key), "box") for key in keys]


def recording(name: str) -> Recording:
    return Recording(
        RecordingId(name),
        CallId("c"),
        CampaignId("k"),
        "",
        "",
        None,
        "",
        "en",
        NOW,
        NOW,
        1.0,
        8000,
        5,
        f"sha-{name}",
        1,
    )


@dataclass
class Around:
    """Platform and stores in one: what they are asked is written into `asked`."""

    queue: list[SealedAction] = field(default_factory=list)
    uploads: dict[str, Exception | None] = field(default_factory=dict)
    expired: set[str] = field(default_factory=set)
    pages: list[ChangePage] = field(default_factory=lambda: [PAGE])
    answers: Any = None
    keeps: bool = False
    contacts: list[Exception] = field(default_factory=list)
    rounds: asyncio.Queue[int] = field(default_factory=asyncio.Queue)
    asked: list[str] = field(default_factory=list)
    streams: list[BytesIO] = field(default_factory=list)

    async def waiting(self, limit: int) -> tuple[SealedAction, ...]:
        return tuple(self.queue[:limit])

    async def items(self) -> tuple[object, ...]:
        self.rounds.put_nowait(len(self.asked))  # asked for at the end of each round
        return ()

    async def settle(self, results: Sequence[ActionResult]) -> Changes:
        if not self.keeps:
            self.queue = self.queue[len(results) :]
        return Changes(outbox=True)

    async def deliver(self, actions: tuple[SealedAction, ...]) -> ActionsResponse:
        self.asked.append("deliver " + ",".join(action.key for action in actions))
        keys = [action.key for action in actions] if self.answers is None else self.answers
        return ActionsResponse(tuple(ActionResult(key, True) for key in keys))

    async def cursor(self) -> str:
        return "c0"

    async def changes(self, cursor: str) -> ChangePage:
        self.asked.append(f"changes {cursor}")
        return self.pages.pop(0) if len(self.pages) > 1 else self.pages[0]

    async def apply(self, page: ChangePage) -> Changes:
        self.asked.append(f"apply {page.cursor}")
        return Changes()

    async def waiting_upload(self) -> tuple[RecordingId, ...]:
        return tuple(RecordingId(name) for name in self.uploads)

    async def open(self, recording_id: RecordingId) -> BinaryIO:
        self.streams.append(BytesIO(b"audio"))
        return self.streams[-1]

    async def uploaded(self, recording_id: RecordingId) -> None:
        self.asked.append(f"uploaded {recording_id}")

    async def get(self, recording_id: RecordingId) -> RecordingItem | None:
        if recording_id in self.expired:
            return None
        return RecordingItem(recording(recording_id), AudioState.HERE, None, False)

    async def upload_audio(self, recording_id: RecordingId, audio: BinaryIO, sha256: str) -> None:
        self.asked.append(f"upload {recording_id} {sha256}")
        error = self.uploads[recording_id]
        if error is not None:
            raise error

    async def events(self) -> AsyncIterator[EventKind]:
        yield EventKind.CONTACT


def synchroniser(around: Around, contact: Exception | None = None) -> Synchroniser:
    async def check_in() -> Changes:
        around.asked.append("contact")
        if contact is not None:
            raise contact
        if around.contacts:
            raise around.contacts.pop()
        return Changes()

    anything = cast("Any", around)
    stores = Stores(*(anything for _ in fields(Stores)))
    states: list[SyncState] = []
    published: list[Changes] = []
    return Synchroniser(
        cast("Platform", around), stores, check_in, lambda: NOW, states.append, published.append, Pace()
    )


async def test_a_round_goes_in_order_contact_deliver_pull_upload() -> None:
    more = replace(PAGE, cursor="c2", more=True)
    around = Around(sealed("a", "b"), {"r1": None}, pages=[more, replace(PAGE, cursor="c3")])
    state = await synchroniser(around).once()
    assert around.asked == [
        "contact",
        "deliver a,b",
        "changes c0",
        "apply c2",
        "changes c2",
        "apply c3",
        "upload r1 sha-r1",
        "uploaded r1",
    ]
    assert state == SyncState(True, NOW, NOW, 0, None)


async def test_contact_is_made_once_until_it_is_due() -> None:
    around = Around(pages=[PAGE, PAGE])
    sync = synchroniser(around)
    await sync.once()
    await sync.once()
    assert around.asked.count("contact") == 1


async def test_a_contact_that_failed_stays_due_and_stops_the_round() -> None:
    around = Around(sealed("a"), pages=[PAGE, PAGE])
    sync = synchroniser(around, EnvironmentFault("NET-101", "Gone.", "Wait."))
    state = await sync.once()
    await sync.once()
    assert around.asked == ["contact", "contact"]
    assert not state.online and state.problem is not None


async def test_a_nudge_delivers_at_once_and_only_while_online() -> None:
    around = Around()
    sync = synchroniser(around)
    running = asyncio.create_task(sync.run())
    try:
        await around.rounds.get()
        around.queue = sealed("a")
        sync.nudge()
        await around.rounds.get()
        assert around.queue == [] and sync.state.online
        around.contacts = [EnvironmentFault("NET-101", "Gone.", "Wait.")]
        await sync._listen()
        await around.rounds.get()
        assert not sync.state.online
        asked = len(around.asked)
        sync.nudge()
        await asyncio.sleep(0)
        assert len(around.asked) == asked
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_an_order_hinted_at_is_asked_for_until_the_contact_succeeds() -> None:
    around = Around(pages=[PAGE] * 4)
    sync = synchroniser(around)
    await sync.once()
    await sync._listen()
    around.contacts = [EnvironmentFault("NET-101", "Gone.", "Wait.")]
    for contacts in (2, 3, 3):
        await sync.once()
        assert around.asked.count("contact") == contacts


@pytest.mark.parametrize("answers", [["b", "a"], ["a"], [], ["a", "b", "c"], ["a", "x"]])
async def test_answers_for_other_actions_settle_nothing(answers: list[str]) -> None:
    around = Around(sealed("a", "b"), answers=answers)
    state = await synchroniser(around).once()
    assert state.problem is not None and state.problem.code == "NET-124"
    assert len(around.queue) == 2 and not any(asked.startswith("changes") for asked in around.asked)


async def test_an_outbox_that_does_not_empty_is_a_bug_and_not_an_endless_loop() -> None:
    with pytest.raises(Bug):
        await synchroniser(Around(sealed("a"), keeps=True)).once()


async def test_a_cursor_that_stands_still_ends_the_round() -> None:
    around = Around(pages=[replace(PAGE, cursor="c0", more=True)])
    state = await synchroniser(around).once()
    assert state.problem is not None and state.problem.code == "NET-125"
    assert "apply c0" not in around.asked


async def test_one_refused_upload_keeps_no_other_from_going() -> None:
    refused = UserFacing("NET-135", "Too large.", "Tell somebody.")
    around = Around(uploads={"r1": refused, "r2": None, "gone": None}, expired={"gone"})
    state = await synchroniser(around).once()
    assert "uploaded r2" in around.asked and "uploaded r1" not in around.asked
    assert not any("gone" in asked for asked in around.asked), "what has expired does not travel"
    assert state.online and state.problem == refused.explanation
    assert all(stream.closed for stream in around.streams)


async def test_a_fault_of_our_own_disk_is_no_break_of_the_line() -> None:
    around = Around()

    async def full(page: ChangePage) -> Changes:
        raise EnvironmentFault("STO-101", "The disk is full.", "Make room.")

    around.apply = full  # type: ignore[method-assign]
    state = await synchroniser(around).once()
    assert state.online and state.problem is not None and state.problem.code == "STO-101"
    assert state.last_synced_at is None
