"""Making one transcript, over stores and a transcriber in memory."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import BinaryIO

import pytest

from app.domain.ids import RecordingId
from app.domain.recording import Transcript, TranscriptSource
from app.errors import UserFacing
from app.ports.transcriber import NOTHING_KNOWN, AudioIncomplete, Known, Model, Pace, TranscriptionProgress
from app.services.transcribe_recording import TranscribeRecording
from tests.support.things import SetClock, recording, transcript
from ui.gallery.memory.media import MemoryMedia
from ui.gallery.memory.recordings import MemoryRecordings
from ui.gallery.memory.replica import MemoryReplica
from ui.gallery.memory.speech import MemoryModels, MemoryTranscriber
from ui.gallery.memory.world import World

pytestmark = pytest.mark.anyio
R1 = RecordingId("recording-1")
ENGLISH = Model("small.en", ("en",), 1)
HEARD = transcript(1, "heard here", source=TranscriptSource.RECOGNISED, model="small.en")


@dataclass
class Stores:
    recordings: MemoryRecordings
    media: MemoryMedia
    replica: MemoryReplica


class Desk:
    def __init__(self) -> None:
        self.world = World(SetClock())
        self.world.add_recordings(recording(1))
        self.world.shelf.audio[R1] = b"flac"
        self.stores = Stores(
            MemoryRecordings(self.world), MemoryMedia(self.world), MemoryReplica(self.world, None)
        )
        self.models = MemoryModels(ENGLISH)
        self.transcriber = MemoryTranscriber({R1: HEARD})
        self.service = TranscribeRecording(self.stores, self.models, self.transcriber)
        self.told: list[tuple[float, float]] = []

    async def transcribe(self) -> object:
        return await self.service.transcribe(R1, lambda done, total: self.told.append((done, total)))


async def test_the_transcript_is_kept_and_every_step_told() -> None:
    desk = Desk()
    desk.transcriber.step(4)
    changes = await desk.service.transcribe(R1, lambda done, total: desk.told.append((done, total)))
    assert changes.recordings == {R1}
    assert await desk.stores.recordings.transcript(R1) == HEARD
    assert [done / total for done, total in desk.told] == [0.25, 0.5, 0.75, 1.0]
    assert all(stream.closed for stream in desk.world.shelf.streams[R1])


async def test_cancelled_it_keeps_nothing_and_lets_go_of_the_audio() -> None:
    desk = Desk()
    work = await begun(desk)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert await desk.stores.recordings.transcript(R1) is None
    assert all(stream.closed for stream in desk.world.shelf.streams[R1])


async def test_closed_it_cancels_what_is_under_way_before_the_child_ends() -> None:
    desk = Desk()
    works = [await begun(desk), asyncio.ensure_future(desk.transcribe())]
    await asyncio.sleep(0)
    await desk.service.close()
    assert [work.cancelled() for work in works] == [True, True]
    assert desk.world.transcripts == {}
    assert all(stream.closed for stream in desk.world.shelf.streams[R1])
    await desk.service.close()


async def test_without_a_model_for_the_language_it_says_how_to_get_one() -> None:
    desk = Desk()
    desk.models.models = (Model("kleine.nl", ("nl",), 1),)
    assert await desk.service.model_for("en") is None
    with pytest.raises(UserFacing) as caught:
        await desk.transcribe()
    assert caught.value.explanation.code == "TRN-110"
    assert "callnex models add" in caught.value.explanation.next_step


async def test_a_recording_that_is_gone_is_not_transcribed() -> None:
    desk = Desk()
    desk.world.add_recordings(recording(1, restricted=True))
    with pytest.raises(UserFacing) as caught:
        await desk.transcribe()
    assert caught.value.explanation.code == "REC-101"


async def begun(desk: Desk) -> "asyncio.Future[object]":
    work = asyncio.ensure_future(desk.transcribe())
    desk.transcriber.step()
    while not desk.told:  # noqa: ASYNC110
        await asyncio.sleep(0)
    return work


@pytest.mark.parametrize("frozen", [False, True])
async def test_what_is_deleted_or_frozen_meanwhile_gets_no_transcript(frozen: bool) -> None:
    desk = Desk()
    work = await begun(desk)
    held = desk.world.recordings.pop(R1)
    if frozen:
        desk.world.recordings[R1] = replace(held, restricted=True)
    desk.transcriber.step(3)
    with pytest.raises(UserFacing) as caught:
        await work
    assert caught.value.explanation.code == "REC-101"
    assert desk.world.transcripts == {}


class Paced(MemoryTranscriber):
    def __init__(self) -> None:
        super().__init__({})
        self.paces: list[Pace] = []

    def pace(self, pace: Pace) -> None:
        self.paces.append(pace)


async def test_a_call_slows_it_down_until_it_is_over() -> None:
    desk, paced = Desk(), Paced()
    service = TranscribeRecording(desk.stores, desk.models, paced)
    service.calm(True)
    service.calm(False)
    assert paced.paces == [Pace.HALF, Pace.FULL]


class BreaksOff(MemoryTranscriber):
    async def transcribe(
        self,
        recording_id: RecordingId,
        audio: BinaryIO,
        language: str,
        model: str,
        known: Known = NOTHING_KNOWN,
    ) -> AsyncGenerator[TranscriptionProgress | Transcript, None]:
        yield TranscriptionProgress(3.0, 9.0, ())
        raise AudioIncomplete(3.0, HEARD)


async def test_of_audio_that_breaks_off_the_text_is_kept_as_far_as_it_goes() -> None:
    desk = Desk()
    service = TranscribeRecording(desk.stores, desk.models, BreaksOff({}))
    with pytest.raises(AudioIncomplete):
        await service.transcribe(R1, lambda done, total: None)
    assert await desk.stores.recordings.transcript(R1) == HEARD


class SaysNothing(MemoryTranscriber):
    async def transcribe(
        self,
        recording_id: RecordingId,
        audio: BinaryIO,
        language: str,
        model: str,
        known: Known = NOTHING_KNOWN,
    ) -> AsyncGenerator[TranscriptionProgress | Transcript, None]:
        yield TranscriptionProgress(9.0, 9.0, ())


async def test_a_model_that_ends_without_a_transcript_is_an_error() -> None:
    desk = Desk()
    service = TranscribeRecording(desk.stores, desk.models, SaysNothing({}))
    with pytest.raises(UserFacing) as caught:
        await service.transcribe(R1, lambda done, total: None)
    assert caught.value.explanation.code == "TRN-111"
