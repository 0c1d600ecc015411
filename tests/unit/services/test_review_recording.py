"""A reviewer's use cases over the real encrypted store."""

import asyncio
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.domain.ids import RecordingId
from app.domain.outcome import OutcomeBy
from app.domain.recording import AudioState, RecordingFilter, RecordingItem
from app.errors import EnvironmentFault, UserFacing
from app.ports.stores import Stores
from app.services.review_recording import ReviewRecording
from tests.support.profiles import TestProfile
from tests.support.things import AGENT, NOW, call, mark, page, recording, transcript
from ui.gallery.memory.audio_platform import MemoryAudioPlatform

pytestmark = pytest.mark.anyio
R1, R2 = RecordingId("recording-1"), RecordingId("recording-2")


def flac(seconds: float = 20.0) -> bytes:
    noise = np.random.default_rng(5).integers(-9000, 9000, (round(8000 * seconds), 2)).astype(np.int16)
    file = io.BytesIO()
    soundfile.write(file, noise, 8000, format="FLAC")
    return file.getvalue()


AUDIO = flac()


class Desk:
    def __init__(self, profile: TestProfile) -> None:
        self.profile = profile
        self.stores: Stores = profile.open().stores
        self.platform = MemoryAudioPlatform({R1: AUDIO, R2: AUDIO})
        self.review = ReviewRecording(self.stores, self.platform, AGENT, profile.clock)
        self.told: list[float] = []

    async def given(self, **things: object) -> None:
        await self.stores.replica.apply(page(**things))

    async def keep(self, data: bytes = AUDIO, recording_id: RecordingId = R1) -> None:
        writer = await self.stores.media.writer(recording_id)
        await writer.write(data)
        await writer.commit()

    async def state(self) -> AudioState:
        item = await self.stores.recordings.get(R1)
        assert item is not None
        return item.audio


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    profile = TestProfile(tmp_path / "profile")
    yield Desk(profile)
    profile.close()


async def test_opening_gives_what_is_here_of_the_recording_and_its_call(desk: Desk) -> None:
    by_agent = call(1, outcome="sold", outcome_by=OutcomeBy.AGENT, note="Ring the bell")
    await desk.given(
        recordings=(recording(1),), calls=(by_agent,), transcripts=(transcript(1),), marks=(mark(1),)
    )
    opened = await desk.review.open(R1)
    assert opened.item.recording == recording(1)
    assert opened.transcript == transcript(1)
    assert opened.marks == (mark(1),)
    assert opened.call == by_agent
    assert opened.peaks is None


async def test_a_recording_that_is_gone_says_so(desk: Desk) -> None:
    with pytest.raises(UserFacing) as caught:
        await desk.review.open(R1)
    assert caught.value.explanation.code == "REC-101"


async def test_fetching_tells_how_far_it_is_and_keeps_every_byte(desk: Desk) -> None:
    await desk.given(recordings=(recording(1, size_bytes=len(AUDIO)),))
    await desk.review.fetch(R1, desk.told.append)
    assert await desk.state() is AudioState.HERE
    assert desk.told == sorted(desk.told)
    assert len(desk.told) > 2
    assert desk.told[-1] == 1.0
    with await desk.review.audio(R1) as stream:
        assert stream.read() == AUDIO


async def test_what_is_here_is_not_fetched_again(desk: Desk) -> None:
    await desk.given(recordings=(recording(1),))
    await desk.keep()
    desk.platform.online = False
    await desk.review.fetch(R1, desk.told.append)
    assert desk.told == []


async def test_two_who_want_it_at_once_fetch_it_once(desk: Desk) -> None:
    await desk.given(recordings=(recording(1),))
    await asyncio.gather(*(desk.review.fetch(R1, desk.told.append) for _ in range(2)))
    assert len(desk.told) == -(-len(AUDIO) // 65_536)


async def test_a_torn_download_leaves_nothing_behind(desk: Desk) -> None:
    await desk.given(recordings=(recording(1),))
    desk.platform.pause_after = 1
    fetching = asyncio.ensure_future(desk.review.fetch(R1, desk.told.append))
    while not desk.platform.paused:  # noqa: ASYNC110
        await asyncio.sleep(0)
    assert await desk.state() is AudioState.DOWNLOADING
    desk.platform.online = False
    desk.platform.go_on()
    with pytest.raises(EnvironmentFault):
        await fetching
    assert await desk.state() is AudioState.REMOTE
    assert not list(desk.profile.paths.media.iterdir())


async def test_cancelling_a_download_leaves_nothing_behind(desk: Desk) -> None:
    await desk.given(recordings=(recording(1),))
    desk.platform.pause_after = 1
    fetching = asyncio.ensure_future(desk.review.fetch(R1, desk.told.append))
    while not desk.platform.paused:  # noqa: ASYNC110
        await asyncio.sleep(0)
    fetching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetching
    assert await desk.state() is AudioState.REMOTE
    assert not list(desk.profile.paths.media.iterdir())


async def test_peaks_are_made_once_and_kept(desk: Desk) -> None:
    await desk.given(recordings=(recording(1),))
    await desk.keep()
    made = await desk.review.peaks(R1)
    assert made.frames == 160_000
    await desk.stores.media.put_peaks(R1, made.to_bytes())
    opened = await desk.review.open(R1)
    assert opened.peaks is not None
    assert opened.peaks.to_bytes() == made.to_bytes() == (await desk.review.peaks(R1)).to_bytes()


async def test_broken_audio_is_replaced_and_nothing_else(desk: Desk) -> None:
    await desk.given(recordings=(recording(1),))
    await desk.keep(b"fLaC" + bytes(999))
    with pytest.raises(UserFacing) as caught:
        await desk.review.peaks(R1)
    assert caught.value.explanation.code == "AUD-103"
    assert "object at" not in str(caught.value)
    await desk.review.fetch_again(R1, desk.told.append)
    assert (await desk.review.peaks(R1)).frames == 160_000


async def test_a_failed_replacement_keeps_what_was_there(desk: Desk) -> None:
    await desk.given(recordings=(recording(1),))
    await desk.keep()
    desk.platform.online = False
    with pytest.raises(EnvironmentFault):
        await desk.review.fetch_again(R1, desk.told.append)
    with await desk.review.audio(R1) as stream:
        assert stream.read() == AUDIO


async def test_audio_that_the_platform_does_not_have_is_never_replaced(desk: Desk) -> None:
    await desk.stores.recordings.add(recording(1))
    await desk.keep()
    with pytest.raises(UserFacing) as caught:
        await desk.review.fetch_again(R1, desk.told.append)
    assert caught.value.explanation.code == "REC-103"
    assert await desk.state() is AudioState.HERE


async def test_marks_are_put_taken_away_and_brought_back_as_they_were(desk: Desk) -> None:
    await desk.given(recordings=(recording(1),))
    changes = await desk.review.put_mark(R1, 12.5, None, "Listen")
    assert changes.recordings == {R1}
    assert changes.outbox
    await desk.review.put_mark(R1, 2.0, 9.0, "")
    region, point = (await desk.review.open(R1)).marks
    assert (region.start_s, region.end_s, region.text) == (2.0, 9.0, "")
    assert (point.text, point.author, point.created_at) == ("Listen", AGENT.name, NOW)
    await desk.review.remove_mark(point)
    assert (await desk.review.open(R1)).marks == (region,)
    await desk.review.restore_mark(point)
    back = (await desk.review.open(R1)).marks[1]
    assert (back.id, back.text, back.start_s) == (point.id, point.text, point.start_s)
    assert [item.kind for item in await desk.stores.outbox.items()] == [
        "put_mark",
        "put_mark",
        "remove_mark",
        "put_mark",
    ]


async def test_what_the_filters_let_through_is_counted_without_the_words(desk: Desk) -> None:
    await desk.given(recordings=(recording(1), recording(2)), transcripts=(transcript(1, "apples"),))
    assert await desk.review.without_words(RecordingFilter("pears")) == 2
    assert (await desk.review.page(RecordingFilter("apples"))).total == 1


class Frozen:
    """A store that still lists a restricted recording, as one could that is written later."""

    def __init__(self, stores: Stores) -> None:
        self.media, self.calls, self.outbox = stores.media, stores.calls, stores.outbox
        self.replica = stores.replica
        self.recordings = self
        self._stores = stores

    async def get(self, recording_id: RecordingId) -> RecordingItem:
        return RecordingItem(recording(1, restricted=True), AudioState.HERE, None, True)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stores.recordings, name)


async def test_a_frozen_recording_is_neither_heard_nor_read_nor_fetched(desk: Desk) -> None:
    await desk.given(recordings=(recording(1),), transcripts=(transcript(1),), marks=(mark(1),))
    await desk.keep()
    review = ReviewRecording(Frozen(desk.stores), desk.platform, AGENT, desk.profile.clock)  # type: ignore[arg-type]
    opened = await review.open(R1)
    assert (opened.transcript, opened.marks, opened.peaks) == (None, (), None)
    for act in (
        review.audio(R1),
        review.peaks(R1),
        review.fetch(R1, desk.told.append),
        review.fetch_again(R1, desk.told.append),
    ):
        with pytest.raises(UserFacing) as caught:
            await act
        assert caught.value.explanation.code == "REC-102"
