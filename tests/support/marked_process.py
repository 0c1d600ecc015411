"""A program run to its end in a process of its own, and every process that it started, however it hid."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MARK = "CALLNEX_TEST_RUN"
"""Inherited by every descendant, so that one which left its parent or its session is found as well."""

SETTLE_S = 3.0
"""Processes that are already ending get this long to be gone."""

HARMLESS = ("This plugin does not support propagateSizeHints()",)
"""The offscreen platform says this of windows; it is about the platform, not about us."""


@dataclass(frozen=True)
class Ran:
    """What a program said and left."""

    status: int
    out: str
    err: str
    left: tuple[str, ...]

    @property
    def complaints(self) -> list[str]:
        """Lines of stderr that nobody expects."""
        return [line for line in self.err.splitlines() if line.strip() and line not in HARMLESS]


def run_python(arguments: Sequence[str], timeout_s: float) -> Ran:
    """Run `python ARGUMENTS` headless until it ends by itself; raises TimeoutExpired if it does not."""
    mark = secrets.token_hex(8)
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    environment |= {MARK: mark, "QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        # Files and not pipes: a descendant that outlives the program would keep a pipe open.
        done = subprocess.run(
            [sys.executable, *arguments],
            stdout=out,
            stderr=err,
            timeout=timeout_s,
            env=environment,
            check=False,
        )
        out.seek(0)
        err.seek(0)
        said, complained = out.read(), err.read()
    return Ran(done.returncode, said, complained, _left(mark))


def _left(mark: str) -> tuple[str, ...]:
    deadline = time.monotonic() + SETTLE_S
    while (left := _marked(mark)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def _marked(mark: str) -> tuple[str, ...]:
    needle = f"{MARK}={mark}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if needle in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # ended while we looked, or somebody else's
    return tuple(found)
