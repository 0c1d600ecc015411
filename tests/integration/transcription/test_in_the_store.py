"""From encrypted audio to searchable words: the service, the real engine, the real store."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.changes import Changes
from app.domain.ids import RecordingId
from app.domain.recording import RecordingFilter, Speaker, TranscriptSource
from app.ports.stores import Stores
from app.services.transcribe_recording import TranscribeRecording
from app.services.transcription_queue import TranscriptionQueue
from app.transcription.models import ModelLibrary, Wanted
from app.transcription.supervisor import ChildTranscriber
from tests.support.profiles import TestProfile
from tests.support.speech import call, flac
from tests.support.things import page, recording
from tests.support.tiny_model import TinyModel, build

pytestmark = pytest.mark.anyio
R1 = RecordingId("recording-1")
WORD = "solar"
"""In what the tiny model says, and in no other thing of this store."""


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[TestProfile]:
    made = TestProfile(tmp_path / "profile")
    yield made
    made.close()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("tiny"))


async def keep_audio(stores: Stores, turns: int = 1) -> None:
    writer = await stores.media.writer(R1)
    await writer.write(flac(call(turns)[0]).getvalue())
    await writer.commit()


async def found(stores: Stores, word: str) -> int:
    return (await stores.recordings.page(RecordingFilter(text=word), None, 10)).total


async def test_words_are_heard_kept_encrypted_and_found(
    profile: TestProfile, model: Path, tmp_path: Path
) -> None:
    library = ModelLibrary(tmp_path / "models", profile.clock)
    library.add(Wanted(str(model), "tiny"))
    stores = profile.open().stores
    await stores.replica.apply(page(recordings=(recording(1, language="en-GB"),)))
    await keep_audio(stores)
    transcriber = ChildTranscriber(library, profile.clock, threads=1)
    shares: list[float] = []
    try:
        service = TranscribeRecording(stores, library, transcriber)
        changes = await service.transcribe(R1, lambda done, total: shares.append(done / total))
    finally:
        await transcriber.close()
    assert changes == Changes(recordings=frozenset({R1}))
    assert shares[-1] == pytest.approx(1.0)
    stores = profile.open().stores
    assert await found(stores, WORD) == 1
    kept = await stores.recordings.transcript(R1)
    assert kept is not None
    assert (kept.source, kept.model) == (TranscriptSource.RECOGNISED, "tiny")
    profile.close()
    everywhere = [path for path in profile.root.rglob("*") if path.is_file()]
    assert everywhere
    assert not [path for path in everywhere if WORD.encode() in path.read_bytes()]


async def queued(
    profile: TestProfile, library: ModelLibrary, transcriber: ChildTranscriber
) -> TranscriptionQueue:
    work = TranscribeRecording(profile.open().stores, library, transcriber)
    assert profile.opened is not None
    return TranscriptionQueue(profile.opened.stores, work, profile.clock, lambda changes: None)


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        # Any fact of the queue: there is no event to wait for.
        while not happened():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_after_a_kill_the_queue_goes_on_at_the_last_finished_segment(
    profile: TestProfile, tmp_path: Path
) -> None:
    library = ModelLibrary(tmp_path / "models", profile.clock)
    library.add(Wanted(str(build(tmp_path / "tiny", TinyModel(chained=True))), "tiny"))
    stores = profile.open().stores
    await stores.replica.apply(page(recordings=(recording(1, language="en-GB"),)))
    await keep_audio(stores, turns=4)
    transcriber = ChildTranscriber(library, profile.clock, threads=1)
    queue = await queued(profile, library, transcriber)
    worker = asyncio.ensure_future(queue.run())
    await queue.ask(R1)
    await until(lambda: queue.now.items and queue.now.items[0].item.done_s > 0)
    # What a kill leaves: the child dead, the worker gone without a word, the files as they are.
    assert transcriber.pid is not None
    os.kill(transcriber.pid, signal.SIGKILL)
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    await transcriber.close()
    queue = await queued(profile, library, transcriber)
    assert profile.opened is not None
    before = await profile.opened.stores.queue.partial(R1)
    assert before is not None
    assert before.turns
    worker = asyncio.ensure_future(queue.run())
    await until(lambda: queue.now.done)
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    await queue.close()
    kept = await profile.opened.stores.recordings.transcript(R1)
    assert kept is not None
    assert [turn.speaker for turn in kept.turns] == [Speaker.AGENT, Speaker.CUSTOMER] * 4
    heard = {word for turn in kept.turns for word in turn.words}
    assert {word for turn in before.turns for word in turn.words} <= heard
    assert await profile.opened.stores.queue.partial(R1) is None
    profile.close()
    everywhere = [path for path in profile.root.rglob("*") if path.is_file()]
    assert not [path for path in everywhere if WORD.encode() in path.read_bytes()]
