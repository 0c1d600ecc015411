"""From encrypted audio to searchable words: the service, the real engine, the real store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.changes import Changes
from app.domain.ids import RecordingId
from app.domain.recording import RecordingFilter, TranscriptSource
from app.ports.stores import Stores
from app.services.transcribe_recording import TranscribeRecording
from app.transcription.models import ModelLibrary, Wanted
from app.transcription.supervisor import ChildTranscriber
from tests.support.profiles import TestProfile
from tests.support.speech import call, flac
from tests.support.things import page, recording
from tests.support.tiny_model import build

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


async def keep_audio(stores: Stores) -> None:
    writer = await stores.media.writer(R1)
    await writer.write(flac(call(1)[0]).getvalue())
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
