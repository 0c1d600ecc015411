"""How often the GUI thread did not answer for more than 50 ms while the demo's whole scenario ran."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure


def measure(rounds: int) -> list[Figure]:
    """Run the scenario in processes of its own; returns the stalls of all rounds and the longest."""
    reports = [_run() for _ in range(rounds)]
    stalls = sum(report["gui_stalls_over_50_ms"] for report in reports)
    longest = max(report["longest_gui_stall_ms"] for report in reports)
    work = max(report["longest_gui_work_ms"] for report in reports)
    calls = sum(report["calls_made"] for report in reports)
    return [
        Figure("stalls over 50 ms in the demo", stalls, "", 0, f"{rounds} runs, {calls} calls"),
        Figure("  the longest", longest, "ms"),
        Figure("  the GUI thread's own work, longest", work, "ms", None, "processor time between two ticks"),
    ]


def _run() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="callnex-bench-") as folder:
        command = [sys.executable, "-m", "app", "demo", "--headless", "--seed", "small", "--out", folder]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the demo failed: {done.stdout}")
        report: dict[str, float] = json.loads((Path(folder) / "report.json").read_text("utf-8"))
        return report
