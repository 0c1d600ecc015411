"""The real recogniser in its child: progress, cancel, damage, silence; audio crosses through memory alone."""

import io
import os
import signal
from collections.abc import AsyncIterator
from contextlib import aclosing, closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from app.domain.ids import RecordingId
from app.domain.recording import Speaker, Transcript, TranscriptSource
from app.domain.transcription_queue import Partial
from app.errors import CallNexError, UserFacing
from app.ports.transcriber import AudioIncomplete, Known, TranscriptionProgress
from app.transcription.audio_source import AudioSource
from app.transcription.line import Job, Line
from app.transcription.models import ModelLibrary, Wanted
from app.transcription.supervisor import ChildTranscriber
from tests.support.speech import RATE, call, flac
from tests.support.tiny_model import SAYS, build
from ui.gallery.memory.clock import MemoryClock

pytestmark = pytest.mark.anyio
RECORDING = RecordingId("recording")
CLOCK = MemoryClock(datetime(2026, 4, 16, 12, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> ModelLibrary:
    root = tmp_path_factory.mktemp("models")
    models = ModelLibrary(root, CLOCK)
    models.add(Wanted(str(build(tmp_path_factory.mktemp("tiny"))), "tiny"))
    return models


@pytest.fixture
async def transcriber(library: ModelLibrary) -> AsyncIterator[ChildTranscriber]:
    made = ChildTranscriber(library, CLOCK, threads=1)
    yield made
    await made.close()


def long_call() -> io.BytesIO:
    return flac(call(8)[0])


def short_call() -> bytes:
    return flac(call(1)[0]).getvalue()


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


async def run(
    transcriber: ChildTranscriber, audio: bytes
) -> tuple[list[TranscriptionProgress], Transcript | None]:
    progress: list[TranscriptionProgress] = []
    transcript = None
    async with aclosing(transcriber.transcribe(RECORDING, io.BytesIO(audio), "en", "tiny")) as steps:
        async for step in steps:
            if isinstance(step, Transcript):
                transcript = step
            else:
                progress.append(step)
    return progress, transcript


async def test_each_channel_is_heard_by_itself_and_progress_reaches_the_end(
    transcriber: ChildTranscriber,
) -> None:
    samples, times = call(2)
    progress, transcript = await run(transcriber, flac(samples).getvalue())
    assert transcript is not None
    assert (transcript.source, transcript.model) == (TranscriptSource.RECOGNISED, "tiny")
    speakers = [Speaker.AGENT, Speaker.CUSTOMER] * 2
    assert [turn.speaker for turn in transcript.turns] == speakers
    for turn, (start, end) in zip(transcript.turns, times, strict=True):
        assert start - 0.5 < turn.start_s < turn.end_s < end + 1.0
    assert all(SAYS.startswith(turn.text[:20]) for turn in transcript.turns)
    assert all(turn.words for turn in transcript.turns)
    done = [step.done_s for step in progress]
    assert done == sorted(done)
    assert done[-1] == pytest.approx(progress[-1].total_s)


async def test_the_region_of_a_language_does_not_matter(transcriber: ChildTranscriber) -> None:
    steps = transcriber.transcribe(RECORDING, io.BytesIO(short_call()), "en-GB", "tiny")
    async with aclosing(steps):
        found = [step async for step in steps]
    assert isinstance(found[-1], Transcript)
    assert found[-1].language == "en"


def test_a_language_that_the_model_cannot_hear_is_refused_and_not_tried_twice(library: ModelLibrary) -> None:
    line = Line(1)
    with closing(AudioSource(io.BytesIO(short_call()))) as source, pytest.raises(UserFacing) as caught:
        line.work(Job(source, "xx"), library.folder_for("tiny", ""), lambda progress: None)
    assert caught.value.explanation.code == "TRN-105"
    assert "xx" in caught.value.explanation.what
    assert line.pid is None


async def test_silence_yields_no_word(transcriber: ChildTranscriber) -> None:
    _, transcript = await run(transcriber, flac(np.zeros((RATE * 20, 2), np.int16)).getvalue())
    assert transcript is not None
    assert transcript.turns == ()


async def test_hiss_yields_no_word(transcriber: ChildTranscriber) -> None:
    noise = np.random.default_rng(3).normal(0, 30, (RATE * 20, 2)).astype(np.int16)
    _, transcript = await run(transcriber, flac(noise).getvalue())
    assert transcript is not None
    assert transcript.turns == ()


async def test_cancelling_ends_the_work_and_the_next_one_goes_through(transcriber: ChildTranscriber) -> None:
    steps = transcriber.transcribe(RECORDING, long_call(), "en", "tiny")
    await anext(steps)
    child = transcriber.pid
    assert child is not None
    await steps.aclose()
    assert not alive(child)
    _, transcript = await run(transcriber, short_call())
    assert transcript is not None


async def test_a_truncated_file_keeps_what_was_heard(transcriber: ChildTranscriber) -> None:
    audio = long_call().getvalue()
    with pytest.raises(AudioIncomplete) as caught:
        await run(transcriber, audio[: len(audio) * 2 // 3])
    assert caught.value.transcript.turns


@pytest.mark.parametrize("audio", [b"", b"this is no audio at all" * 100], ids=["empty", "text"])
async def test_what_is_no_audio_is_refused_with_a_next_step(
    transcriber: ChildTranscriber, audio: bytes
) -> None:
    with pytest.raises(CallNexError) as caught:
        await run(transcriber, audio)
    assert caught.value.explanation.next_step


async def test_a_child_that_dies_is_replaced_and_the_work_goes_on(transcriber: ChildTranscriber) -> None:
    async with aclosing(transcriber.transcribe(RECORDING, long_call(), "en", "tiny")) as steps:
        await anext(steps)
        child = transcriber.pid
        assert child is not None
        os.kill(child, signal.SIGKILL)
        rest = [step async for step in steps]
    assert isinstance(rest[-1], Transcript)
    assert {turn.speaker for turn in rest[-1].turns} == {Speaker.AGENT, Speaker.CUSTOMER}
    assert transcriber.pid != child


async def test_an_interrupt_from_the_terminal_is_for_the_console_to_answer(
    transcriber: ChildTranscriber,
) -> None:
    async with aclosing(transcriber.transcribe(RECORDING, io.BytesIO(short_call()), "en", "tiny")) as steps:
        await anext(steps)
        child = transcriber.pid
        assert child is not None
        os.kill(child, signal.SIGINT)
        rest = [step async for step in steps]
    assert isinstance(rest[-1], Transcript)
    assert transcriber.pid == child


async def test_names_to_expect_reach_the_engine(transcriber: ChildTranscriber) -> None:
    # This model answers by place: whatever comes before the text silences it, so the names came.
    steps = transcriber.transcribe(
        RECORDING, io.BytesIO(short_call()), "en", "tiny", Known(("Helderzon", "Lotte Peeters"))
    )
    async with aclosing(steps):
        found = [step async for step in steps]
    assert isinstance(found[-1], Transcript)
    assert found[-1].turns == ()


async def test_what_was_recognised_before_is_kept_and_not_heard_again(transcriber: ChildTranscriber) -> None:
    audio = long_call().getvalue()
    progress, whole = await run(transcriber, audio)
    assert whole is not None
    at = next(n for n, step in enumerate(progress) if step.turns) + 1
    turns = tuple(turn for step in progress[:at] for turn in step.turns)
    since = Partial(RECORDING, "tiny", "en", progress[at - 1].channels_s, turns)
    steps = transcriber.transcribe(RECORDING, io.BytesIO(audio), "en", "tiny", Known(since=since))
    async with aclosing(steps):
        found = [step async for step in steps]
    assert isinstance(found[-1], Transcript)
    assert [turn.speaker for turn in found[-1].turns] == [turn.speaker for turn in whole.turns]
    fresh = [turn for step in found[:-1] if isinstance(step, TranscriptionProgress) for turn in step.turns]
    assert len(fresh) == sum(len(step.turns) for step in progress) - len(turns)
    assert isinstance(found[0], TranscriptionProgress)
    assert found[0].done_s >= progress[at - 1].done_s
