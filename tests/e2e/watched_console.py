"""A console whose GUI thread is watched, in a process of its own.

`demo OUT` drives the whole scenario of `callnex demo --headless`; `planted OUT` opens the window alone and
does on the GUI thread what it must never do. What was seen lies in OUT/watch.json, by plant in
OUT/planted.json.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2

import app.cli.window
from app.cli.application import run_application
from app.cli.options import DeskOptions, Place
from app.cli.platform_child import platform_child
from app.cli.scenario.headless import run_headless
from app.cli.window import open_window
from tests.support.gui_watch import GuiWatch
from ui.console import Console

WATCH = GuiWatch()
WINDOWS: list[Console] = []


class WatchedConsole(Console):
    """The window; the watch lasts while it is up."""

    def show(self) -> None:
        WINDOWS.append(self)
        super().show()
        WATCH.begin()

    def allow_close(self) -> None:
        WATCH.end()
        super().allow_close()


def demo(out: Path) -> int:
    """Run the scenario; returns its exit status."""
    with (
        tempfile.TemporaryDirectory(prefix="callnex-watched-") as folder,
        platform_child(Path(folder) / "platform", "small") as platform,
    ):
        return run_headless(platform, Path(folder) / "console", out)


def _connect() -> None:
    with socket.socket() as plain:
        plain.settimeout(0.1)
        plain.connect_ex(("127.0.0.1", 1))


def _send() -> None:
    with SPARE[0].dup() as plain:
        plain.send(b"x")


def _query() -> None:
    list(KEPT[0].execute("SELECT 1"))


SPARE = socket.socketpair()
KEPT: list[dbapi2.Connection] = []
"""A connection from before the window came up."""
PLANTS: dict[str, Callable[[], object]] = {
    "open": lambda: Path(__file__).read_bytes(),
    "stat": lambda: Path(__file__).exists(),
    "list": lambda: list(Path(__file__).parent.iterdir()),
    "connect": _connect,
    "send": _send,
    "sql": lambda: dbapi2.connect(":memory:").execute("SELECT 1"),
    "query": _query,
    "process": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    "import": lambda: __import__("this_is_not_there_yet"),
}
"""What must be found out, each by itself."""


def planted(out: Path) -> int:
    """Open the window and do each of them, on another thread and then on the GUI thread."""
    found: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory(prefix="callnex-watched-") as folder:
        (Path(folder) / "this_is_not_there_yet.py").write_text("")
        sys.path.insert(0, folder)
        place = Place(Path(folder) / "console")
        KEPT.append(dbapi2.connect(":memory:"))

        async def console() -> int:
            desk = await open_window(place, DeskOptions())
            for kind, plant in PLANTS.items():
                before = len(WATCH.violations)
                if kind not in ("query", "import"):  # one thread's connection; a module is imported once
                    await asyncio.to_thread(plant)
                assert len(WATCH.violations) == before, "another thread's work was put on the GUI thread"
                plant()
                found[kind] = [violation.what for violation in WATCH.violations[before:]]
            WINDOWS[0].close()
            await desk.closed.wait()
            return 0

        status = run_application(console)
    (out / "planted.json").write_text(json.dumps(found), "utf-8")
    return status


def main(arguments: list[str]) -> int:
    """Run what the arguments say, watched."""
    what, out = arguments
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    assert threading.current_thread() is threading.main_thread()
    WATCH.install()
    app.cli.window.Console = WatchedConsole  # type: ignore[misc]
    status = demo(folder) if what == "demo" else planted(folder)
    WATCH.write(folder / "watch.json")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
