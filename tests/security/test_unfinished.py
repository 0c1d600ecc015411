"""Words of an unfinished transcript end with it, at once, even for one who has every key and every page."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from app.domain.ids import RecordingId
from app.domain.recording import Speaker, Turn
from app.domain.transcription_queue import Partial, QueueItem
from app.ports.stores import Stores
from app.protocol.messages import Removed, ThingKind
from app.services.retain import Retain
from tests.support.canary_forms import words
from tests.support.canary_profile import receipts_of
from tests.support.oracle import decrypted, survivors
from tests.support.profiles import TestProfile
from tests.support.things import NOW, page, recording, transcript
from tests.support.unfinished import MAIN, Kept

pytestmark = pytest.mark.anyio
COUNT, TURNS = 6, 4
EVERY = tuple(RecordingId(f"recording-{n}") for n in range(COUNT))


class Begun:
    """A profile with transcripts under way; each turn is one random word."""

    def __init__(self, root: Path) -> None:
        self.profile = TestProfile(root)
        self.words = words(5, COUNT * TURNS)
        self.kept = Kept()

    async def fill(self) -> None:
        stores = self.profile.open().stores
        await stores.replica.apply(page(recordings=tuple(recording(n) for n in range(COUNT))))
        for turn in range(TURNS):
            for n, key in enumerate(EVERY):
                said = Turn(Speaker.AGENT, turn, turn + 1.0, self.words[n * TURNS + turn])
                after = (float(turn),) if turn else ()
                gained = Partial(key, "small", "en", (turn + 1.0,), (said,))
                await stores.queue.gain(QueueItem(key, n, NOW), gained, after)
        self.kept.take(self.profile.paths)

    @property
    def stores(self) -> Stores:
        assert self.profile.opened is not None
        return self.profile.opened.stores

    def in_pages(self) -> set[str]:
        """Return the words that lie open in console.db or its log."""
        return survivors(decrypted(self.profile.paths.console, MAIN), self.words)

    def left(self) -> set[str]:
        """Return the words that can be read in any way."""
        return self.in_pages() | survivors(self.kept.opened(self.profile.paths), self.words)


@pytest.fixture
async def begun(tmp_path: Path) -> AsyncIterator[Begun]:
    made = Begun(tmp_path / "p")
    await made.fill()
    yield made
    made.profile.close()


async def test_while_it_is_under_way_the_words_lie_sealed_and_the_oracle_can_open_them(begun: Begun) -> None:
    assert begun.in_pages() == set()
    assert begun.left() == set(begun.words)


async def taken_out(begun: Begun, key: RecordingId) -> None:
    await begun.stores.queue.remove(key)


async def forgotten(begun: Begun, key: RecordingId) -> None:
    await begun.stores.queue.forget(key)


async def finished(begun: Begun, key: RecordingId) -> None:
    await begun.stores.recordings.put_transcript(transcript(int(key[-1]), "other words"))


async def begun_anew(begun: Begun, key: RecordingId) -> None:
    said = Turn(Speaker.AGENT, 0.0, 1.0, "hello")
    await begun.stores.queue.gain(QueueItem(key, 0, NOW), Partial(key, "large", "en", (1.0,), (said,)), ())


async def recording_removed(begun: Begun, key: RecordingId) -> None:
    await begun.stores.replica.apply(page(removed=(Removed(ThingKind.RECORDING, key),)))


async def transcript_removed(begun: Begun, key: RecordingId) -> None:
    await begun.stores.replica.apply(page(removed=(Removed(ThingKind.TRANSCRIPT, key),)))


ENDS = (taken_out, forgotten, finished, begun_anew, recording_removed, transcript_removed)


@pytest.mark.parametrize("end", ENDS)
async def test_nothing_is_left_once_it_ends(
    begun: Begun, end: Callable[[Begun, RecordingId], Awaitable[None]]
) -> None:
    for key in EVERY[:-1]:
        await end(begun, key)
    still = set(begun.words[-TURNS:])
    assert begun.left() == still, "while the store is open: the one that goes on, and nothing else"
    begun.profile.close()
    assert begun.left() == still, "after closing it"


@pytest.mark.parametrize("end", ENDS)
async def test_the_one_beside_it_goes_on(
    begun: Begun, end: Callable[[Begun, RecordingId], Awaitable[None]]
) -> None:
    await end(begun, EVERY[0])
    begun.profile.open()
    held = await begun.stores.queue.partial(EVERY[1])
    assert held is not None
    assert [turn.text for turn in held.turns] == begun.words[TURNS : 2 * TURNS]


async def test_nothing_is_left_once_the_recording_is_purged(begun: Begun) -> None:
    begun.profile.clock.move(days=100)
    await Retain(begun.stores.retention, receipts_of(begun.profile), lambda _: None).sweep()
    assert begun.left() == set()
