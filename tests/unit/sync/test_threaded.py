"""The platform on its own thread: answers, errors, streams, cancellation cross; nothing stays behind."""

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator
from typing import cast

import pytest

from app.domain.ids import CampaignId, RecordingId
from app.errors import EnvironmentFault
from app.ports.platform import Platform
from app.protocol.messages import ChangePage
from app.sync.threaded import ThreadedPlatform

RECORDING = RecordingId("r")


class Probe:
    """Notes on which thread it was made and used, and whether it was let finish."""

    def __init__(self) -> None:
        self.made_on = threading.current_thread().name
        self.used_on: list[str] = []
        self.cancelled = threading.Event()
        self.waiting = threading.Event()
        self.stream_closed = threading.Event()
        self.closed = False

    async def changes(self, cursor: str) -> str:
        self.used_on.append(threading.current_thread().name)
        if cursor == "broken":
            raise EnvironmentFault("NET-101", "The platform cannot be reached.", "Try again.")
        return cursor

    async def next_contact(self, campaign_id: CampaignId) -> None:
        self.waiting.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise

    async def download_audio(self, recording_id: RecordingId) -> AsyncGenerator[bytes, None]:
        try:
            for piece in (b"one", b"two", b"three"):
                self.used_on.append(threading.current_thread().name)
                yield piece
        finally:
            self.stream_closed.set()

    async def close(self) -> None:
        self.closed = True


@pytest.fixture
async def parts() -> AsyncIterator[tuple[ThreadedPlatform, list[Probe]]]:
    made: list[Probe] = []

    def make() -> Platform:
        made.append(Probe())
        return cast("Platform", made[-1])

    platform = ThreadedPlatform(make)
    yield platform, made
    await platform.close()


Parts = tuple[ThreadedPlatform, list[Probe]]


@pytest.mark.anyio
async def test_it_is_made_once_and_used_on_its_own_thread(parts: Parts) -> None:
    platform, made = parts
    assert made == []
    answers = [cast("str", cast("object", await platform.changes(cursor))) for cursor in ("a", "b")]
    assert answers == ["a", "b"]
    (probe,) = made
    assert {probe.made_on, *probe.used_on} == {"platform"}


@pytest.mark.anyio
async def test_what_it_raises_is_raised_here(parts: Parts) -> None:
    with pytest.raises(EnvironmentFault, match="NET-101"):
        page: ChangePage = await parts[0].changes("broken")
        assert page


@pytest.mark.anyio
async def test_cancelling_here_cancels_there(parts: Parts) -> None:
    platform, made = parts
    task = asyncio.create_task(platform.next_contact(CampaignId("c")))
    await platform.changes("")
    assert await asyncio.to_thread(made[0].waiting.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(made[0].cancelled.wait, 10)


@pytest.mark.anyio
async def test_a_stream_crosses_piece_by_piece(parts: Parts) -> None:
    platform, made = parts
    assert [piece async for piece in platform.download_audio(RECORDING)] == [b"one", b"two", b"three"]
    assert set(made[0].used_on) == {"platform"}
    assert made[0].stream_closed.is_set()


@pytest.mark.anyio
async def test_a_stream_left_early_is_closed_there(parts: Parts) -> None:
    platform, made = parts
    stream = platform.download_audio(RECORDING)
    assert await anext(stream) == b"one"
    await stream.aclose()
    assert made[0].stream_closed.is_set()


@pytest.mark.anyio
async def test_closing_ends_the_thread_and_a_later_call_begins_anew(parts: Parts) -> None:
    platform, made = parts
    await platform.changes("a")
    await platform.close()
    assert made[0].closed
    assert not [thread for thread in threading.enumerate() if thread.name == "platform"]
    await platform.changes("b")
    assert len(made) == 2
