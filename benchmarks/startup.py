"""From starting the process to a page that takes keys: the console against a bare window, taking turns."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from app.cli.application import run_application
from app.cli.options import DeskOptions, Place
from app.cli.platform_child import DemoPlatform, platform_child
from app.cli.scenario.office import office_of
from app.cli.scenario.robot import Robot
from app.cli.scenario.sign_in import enrol
from app.cli.window import open_window
from benchmarks.figures import Figure

MOST = 2.0
"""Asked: at most twice the time of a bare window."""


def measure(rounds: int) -> list[Figure]:
    """Return the ratio of medians, what it is made of, and how long the first page takes after that."""
    with (
        tempfile.TemporaryDirectory(prefix="callnex-bench-") as scratch,
        platform_child(Path(scratch) / "platform", "small") as platform,
    ):
        folder = Path(scratch) / "console"
        _enrolled(platform, folder)
        user = platform.user("agent")
        console = ["-m", "benchmarks.start_console", "run", "--data-dir", str(folder)]
        console += ["--ca-file", platform.ca_file]
        person = {"BENCH_EMAIL": user.email, "BENCH_PASSWORD": user.password}
        bare = ["-m", "benchmarks.start_bare"]
        for arm in (bare, console):  # compile and warm the disk's cache: not counted
            _start(arm, person)
        times: dict[str, list[float]] = {"bare": [], "console": [], "inside": []}
        for _ in range(rounds):
            times["bare"].append(_start(bare, person)[0])
            ready, inside = _start(console, person)
            times["console"].append(ready)
            times["inside"].append(inside)
    return _figures(times)


def _figures(times: Mapping[str, Sequence[float]]) -> list[Figure]:
    bare, console = median(times["bare"]), median(times["console"])
    rounds = f"medians of {len(times['bare'])} rounds"
    return [
        Figure("sign-in page takes keys / bare window does", console / bare, "x", MOST, rounds),
        Figure("  the sign-in page", console * 1000, "ms", None, _spread(times["console"])),
        Figure("  the bare window", bare * 1000, "ms", None, _spread(times["bare"])),
        Figure(
            "first page after signing in",
            median(times["inside"]) * 1000,
            "ms",
            None,
            _spread(times["inside"]),
        ),
    ]


def _spread(seconds: Sequence[float]) -> str:
    return f"{min(seconds) * 1000:.0f} .. {max(seconds) * 1000:.0f}"


def _start(arm: Sequence[str], person: Mapping[str, str]) -> tuple[float, float]:
    """Start one process; returns seconds to `ready`, and those it tells after `inside` (else 0)."""
    began = time.perf_counter()
    environment = {**os.environ, **person}
    with subprocess.Popen(
        [sys.executable, *arm], stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        assert child.stdout is not None
        first = child.stdout.readline().strip()
        ready = time.perf_counter() - began
        rest = child.stdout.read().split()
    if first != "ready" or child.returncode:
        raise RuntimeError(f"{arm} ended with {child.returncode} and said {first!r}")
    return ready, float(rest[1]) if rest else 0.0


def _enrolled(platform: DemoPlatform, folder: Path) -> None:
    place = Place(folder, Path(platform.ca_file))

    async def main() -> int:
        desk = await open_window(place, DeskOptions(platform.url, "BENCH-0001"))
        async with office_of(platform) as office:
            robot = Robot(folder)
            await enrol(robot, await office.code())
        robot.window.close()
        await desk.closed.wait()
        return 0

    run_application(main)
