"""Starts the recogniser's process, talks to it, and ends it. Blocking: for a thread of its own."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from app.transcription import frames
from app.transcription.frames import Message

WORKER = "app.transcription.worker"
FROZEN_COMMAND = "transcription-worker"
"""In the packaged program, which has no `python -m`, this command of `callnex` runs the child."""


def command() -> list[str]:
    """Return how to start the child. `-P` keeps the folder one happens to be in off the import path."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_COMMAND]
    return [sys.executable, "-P", "-m", WORKER]


def environment() -> dict[str, str]:
    """Return this process's environment, with every library in the child told to stay offline."""
    ours = {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "OMP_WAIT_POLICY": "passive"}
    return {**os.environ, **ours}


class ChildEnded(Exception):
    """The child is gone, or speaks no language of ours. `status` as Popen gives it: -9 is a kill."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"the recogniser ended with status {status}")
        self.status = status


class Child:
    """One child process. `send` and `kill` may come from any thread."""

    def __init__(self, start: Sequence[str] | None = None) -> None:
        # Windows: BELOW_NORMAL_PRIORITY_CLASS | CREATE_NO_WINDOW
        flags = 0x4000 | 0x08000000 if sys.platform == "win32" else 0
        self._process = subprocess.Popen(
            list(start or command()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(),
            creationflags=flags,
        )
        self._sending = threading.Lock()

    def __enter__(self) -> "Child":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def send(self, message: Message) -> None:
        """Send one message; raises ChildEnded."""
        assert self._process.stdin is not None
        try:
            with self._sending:
                frames.write(self._process.stdin, message)
        except (OSError, ValueError) as gone:
            raise ChildEnded(self._process.poll()) from gone

    def receive(self) -> Message:
        """Wait for the next message; raises ChildEnded."""
        assert self._process.stdout is not None
        try:
            message = frames.read(self._process.stdout)
        except (OSError, ValueError) as broken:
            raise ChildEnded(None) from broken
        if message is None:
            raise ChildEnded(self._process.wait())
        return message

    def kill(self) -> None:
        """End the process now, whatever it does. Returns at once; `end` waits and cleans up."""
        with suppress(ProcessLookupError):
            self._process.kill()

    def end(self) -> None:
        """Kill the process, wait until it is gone, and close the pipes."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError), self._sending:
                pipe.close()


def check_model(folder: Path, start: Sequence[str] | None = None) -> "frames.Loaded | frames.Refused":
    """Load a model in a process of its own; returns what it says. A file that crashes the engine is refused.

    The loader is native code reading a file from anywhere, so it never runs in the console.
    """
    with Child(start) as child:
        try:
            child.send(frames.Load(str(folder), 1, trial=True))
            answer = child.receive()
        except ChildEnded as ended:
            return frames.Refused(f"the engine fails on it (status {ended.status})")
    if isinstance(answer, frames.Loaded | frames.Refused):
        return answer
    return frames.Refused("the engine gives no answer")
