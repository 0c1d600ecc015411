"""`python -m benchmarks.transcription_run raw|pipeline|memory MODEL AUDIO THREADS`: one measured run."""

import asyncio
import json
import os
import resource
import sys
import time
from contextlib import aclosing
from pathlib import Path

from app.domain.ids import RecordingId
from app.transcription.worker import NICER

SETTLED_S = 5.0


class _Folder:
    """The one model there is, wherever it lies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folder_for(self, model: str, language: str) -> Path:
        """Return the folder."""
        return self._folder


class _Began:
    """A moment, by the wall and by the processor time of this process and its children that have ended."""

    def __init__(self) -> None:
        self._wall_s, self._processor_s = time.perf_counter(), _processor_s()

    def took(self) -> dict[str, float]:
        """Return the seconds since."""
        return {
            "took_s": time.perf_counter() - self._wall_s,
            "processor_s": _processor_s() - self._processor_s,
        }


def _processor_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def raw(model: Path, audio: Path, threads: int) -> dict[str, float]:
    """Hear both channels with faster-whisper alone, as its own documentation has it; everything included."""
    os.nice(NICER)  # as the child steps back
    began = _Began()
    from faster_whisper import BatchedInferencePipeline, WhisperModel, decode_audio

    engine = WhisperModel(str(model), device="cpu", cpu_threads=threads, local_files_only=True)
    words = 0
    for channel in decode_audio(str(audio), split_stereo=True):
        segments, _ = BatchedInferencePipeline(engine).transcribe(
            channel,
            language="en",
            batch_size=8,
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
            word_timestamps=True,
            vad_filter=True,
            vad_parameters={"min_silence_duration_ms": 500, "speech_pad_ms": 200},
        )
        words += sum(len(segment.words or ()) for segment in segments)
    return {**began.took(), "words": words}


def pipeline(model: Path, audio: Path, threads: int) -> dict[str, float]:
    """Hear the file as the console does: decoded here, heard in the child, guarded and merged.

    What the console has loaded anyway is loaded before; the child's start counts, as the engine's does above.
    """
    import app.transcription.supervisor  # noqa: F401

    began = _Began()
    words = asyncio.run(_transcribe(model, audio, threads))
    return {**began.took(), "words": words}


def memory(model: Path, audio: Path, threads: int) -> dict[str, float]:
    """Hear the file in a process with all of the console loaded; weigh it before, during and after."""
    from PySide6.QtWidgets import QApplication

    import app.cli.desk
    import app.cli.pages  # noqa: F401

    application = QApplication([])
    application.processEvents()
    return asyncio.run(_weigh(model, audio, threads))


async def _weigh(model: Path, audio: Path, threads: int) -> dict[str, float]:
    idle, peak = _weight_mb(), 0.0
    from app.security.system_clock import SystemClock
    from app.transcription.supervisor import ChildTranscriber

    transcriber = ChildTranscriber(_Folder(model), SystemClock(), threads=threads)
    with audio.open("rb") as stream:
        steps = transcriber.transcribe(RecordingId("bench"), stream, "en", "bench")
        async with aclosing(steps):
            async for _ in steps:
                peak = max(peak, _weight_mb())
    await asyncio.sleep(SETTLED_S)
    after = _weight_mb()
    await transcriber.close()
    return {"idle_mb": idle, "peak_mb": peak, "after_mb": after}


async def _transcribe(model: Path, audio: Path, threads: int) -> int:
    from app.domain.recording import Transcript
    from app.security.system_clock import SystemClock
    from app.transcription.supervisor import ChildTranscriber

    transcriber = ChildTranscriber(_Folder(model), SystemClock(), threads=threads)
    words = 0
    with audio.open("rb") as stream:
        steps = transcriber.transcribe(RecordingId("bench"), stream, "en", "bench")
        async with aclosing(steps):
            async for step in steps:
                if isinstance(step, Transcript):
                    words = sum(len(turn.words) for turn in step.turns)
    await transcriber.close()
    return words


def _weight_mb() -> float:
    """Return the memory of this process and its children (proportional set size, MB)."""
    children = Path("/proc/self/task").glob("*/children")
    pids = ["self", *" ".join(path.read_text() for path in children).split()]
    return sum(_pss_kb(pid) for pid in pids) / 1000


def _pss_kb(pid: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it has ended meanwhile
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def main() -> int:
    """Run what was asked for and print the figures as JSON."""
    what, model, audio, threads = sys.argv[1:5]
    found = {"raw": raw, "pipeline": pipeline, "memory": memory}[what](Path(model), Path(audio), int(threads))
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
