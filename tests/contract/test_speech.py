"""What every `Models` and every `Transcriber` does, in memory and for real."""

import io
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path

import pytest

from app.domain.ids import RecordingId
from app.domain.recording import Transcript, TranscriptSource
from app.ports.transcriber import Model, Models, Pace, Transcriber, TranscriptionProgress
from app.transcription.models import ModelLibrary, Wanted
from app.transcription.supervisor import ChildTranscriber
from tests.support.speech import call, flac
from tests.support.things import SetClock, transcript
from tests.support.tiny_model import build
from ui.gallery.memory.speech import MemoryModels, MemoryTranscriber

pytestmark = pytest.mark.anyio
R1 = RecordingId("recording-1")
PLENTY = 100
"""Steps that the transcriber in memory may take at once."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> ModelLibrary:
    """Return a library with one English model called tiny."""
    models = ModelLibrary(tmp_path_factory.mktemp("models"), SetClock())
    models.add(Wanted(str(build(tmp_path_factory.mktemp("tiny"))), "tiny", ("en",)))
    return models


@pytest.fixture(scope="module")
def spoken() -> bytes:
    return flac(call(2)[0]).getvalue()


@pytest.fixture(params=["memory", "installed"])
def models(request: pytest.FixtureRequest, library: ModelLibrary) -> Models:
    size = library.models()[0].size_bytes
    return MemoryModels(Model("tiny", ("en",), size)) if request.param == "memory" else library


@pytest.fixture(params=["memory", "installed"])
def no_models(request: pytest.FixtureRequest, tmp_path: Path) -> Models:
    return MemoryModels() if request.param == "memory" else ModelLibrary(tmp_path / "none", SetClock())


@pytest.fixture(params=["memory", "child"])
async def transcriber(request: pytest.FixtureRequest, library: ModelLibrary) -> AsyncIterator[Transcriber]:
    made: Transcriber
    if request.param == "memory":
        said = transcript(1, "one", "two", source=TranscriptSource.RECOGNISED, model="tiny")
        memory = MemoryTranscriber({R1: said})
        memory.step(PLENTY)
        made = memory
    else:
        made = ChildTranscriber(library, SetClock(), threads=1)
    yield made
    await made.close()


async def everything(
    transcriber: Transcriber, spoken: bytes, at_each: Callable[[], None] = lambda: None
) -> list[TranscriptionProgress | Transcript]:
    found = []
    async with aclosing(transcriber.transcribe(R1, io.BytesIO(spoken), "en", "tiny")) as steps:
        async for step in steps:
            found.append(step)
            at_each()
    return found


@pytest.mark.parametrize(
    ("language", "name"), [("en", "tiny"), ("en-GB", "tiny"), ("", "tiny"), ("nl", None)]
)
async def test_a_model_is_chosen_by_language(models: Models, language: str, name: str | None) -> None:
    chosen = await models.for_language(language)
    assert (chosen and chosen.name) == name
    assert chosen is None or chosen in await models.installed()


async def test_where_nothing_is_installed_nothing_is_chosen(no_models: Models) -> None:
    assert await no_models.installed() == ()
    assert await no_models.for_language("") is None


async def test_progress_only_grows_and_reaches_the_end_before_the_transcript(
    transcriber: Transcriber, spoken: bytes
) -> None:
    *steps, last = await everything(transcriber, spoken)
    assert isinstance(last, Transcript)
    assert (last.recording_id, last.source, last.model) == (R1, TranscriptSource.RECOGNISED, "tiny")
    progress = [step for step in steps if isinstance(step, TranscriptionProgress)]
    assert len(progress) == len(steps) > 1
    assert [step.done_s for step in progress] == sorted(step.done_s for step in progress)
    assert progress[-1].done_s == pytest.approx(progress[-1].total_s)
    assert len({step.total_s for step in progress}) == 1


async def test_closed_early_it_yields_no_transcript_and_takes_the_next(
    transcriber: Transcriber, spoken: bytes
) -> None:
    steps = transcriber.transcribe(R1, io.BytesIO(spoken), "en", "tiny")
    assert isinstance(await anext(steps), TranscriptionProgress)
    await steps.aclose()
    with pytest.raises(StopAsyncIteration):
        await anext(steps)
    assert isinstance((await everything(transcriber, spoken))[-1], Transcript)


async def test_at_every_pace_that_goes_on_it_comes_to_the_end(
    transcriber: Transcriber, spoken: bytes
) -> None:
    transcriber.pace(Pace.HELD)
    transcriber.pace(Pace.HALF)
    found = await everything(transcriber, spoken, lambda: transcriber.pace(Pace.FULL))
    assert isinstance(found[-1], Transcript)


async def test_it_may_be_closed_twice(transcriber: Transcriber) -> None:
    await transcriber.close()
