"""Speech to text beside the bare engine: same file, model, settings and threads, a process for each run.

The model has random weights, so nothing is said here about how well or how fast a real one hears: what is
measured is what the program adds.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure
from tests.support.speech import call, flac
from tests.support.tiny_model import TinyModel, build

Run = dict[str, float]
TURNS, REPEATS = 8, 8
THREADS = max(1, (os.cpu_count() or 2) // 2)
HEAVIER = TinyModel(width=768, chained=True, window_s=30)
"""Wide enough that the engine has work to do: with less, only the start of a process would be measured."""


def measure(rounds: int) -> list[Figure]:
    """Return the pipeline's time over the engine's, and what is left of its memory 5 s after the end."""
    with tempfile.TemporaryDirectory(prefix="callnex-bench-") as folder:
        model, audio = build(Path(folder) / "tiny", HEAVIER), Path(folder) / "call.flac"
        samples = call(TURNS)[0]
        audio.write_bytes(flac(np.tile(samples, (REPEATS, 1))).getvalue())
        length_s = len(samples) * REPEATS / 16000
        # Turn by turn, so that a busy machine is as busy for both.
        pairs = [(_run("pipeline", model, audio), _run("raw", model, audio)) for _ in range(rounds)]
        memory = _run("memory", model, audio)
    whole, alone = (statistics.median(run["took_s"] for run in runs) for runs in zip(*pairs, strict=True))
    idle, after = memory["idle_mb"], memory["after_mb"]
    detail = f"{rounds} rounds, {length_s:.0f} s of stereo, {THREADS} threads"
    return [
        Figure("speech to text, times the bare engine", _ratio(pairs, "took_s"), "x", 1.05, detail),
        Figure("  the same in processor time", _ratio(pairs, "processor_s"), "x"),
        Figure("  the pipeline", whole, "s"),
        Figure("  faster-whisper alone", alone, "s"),
        Figure("memory 5 s after the queue ended, times idle", after / idle, "x", 1.1, f"idle {idle:.0f} MB"),
        Figure(
            "  the most while it worked", memory["peak_mb"], "MB", None, "console and recogniser together"
        ),
    ]


def _ratio(pairs: Sequence[tuple[Run, Run]], what: str) -> float:
    return statistics.median(pipeline[what] / raw[what] for pipeline, raw in pairs)


def _run(what: str, model: Path, audio: Path) -> Run:
    command = [
        sys.executable,
        "-m",
        "benchmarks.transcription_run",
        what,
        str(model),
        str(audio),
        str(THREADS),
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: Run = json.loads(done.stdout.splitlines()[-1])
    return found
