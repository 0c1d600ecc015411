"""The engine's process, seen from the console: started, spoken to, and always reaped."""

import asyncio
import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.errors import EnvironmentFault
from app.voice.messages import Message, Order, frame, prepare, read_message

GRACE_S = 3.0
"""How long an engine may take to hang up and leave before it is killed."""
FROZEN_ARGUMENT = "voice-engine"
"""The command of the frozen program that runs `app.voice.engine.main`: it has no `-m`."""


def start_engine(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start the process; raises EnvironmentFault AUD-101. Blocking: it waits for the program to be loaded."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if sys.stderr is not None else subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise EnvironmentFault(
            "AUD-101",
            f"The voice engine could not be started ({error}).",
            "Close other programs and try again; reinstall the console if it stays.",
        ) from error
    prepare()  # while the process starts, and not on the event loop at the first order
    return process


@dataclass(frozen=True)
class Exited:
    """The process has ended and is reaped. A negative code is the signal that ended it."""

    code: int


def engine_command() -> tuple[str, ...]:
    """Return the command that starts the engine from this same program."""
    if getattr(sys, "frozen", False):
        return (sys.executable, FROZEN_ARGUMENT)
    return (sys.executable, "-m", "app.voice.engine")


class Child:
    """One engine process. A thread reads its reports and hands them to `receive` on the event loop.

    Threads and plain pipes, because the loops of Qt cannot watch a subprocess on every system.
    """

    def __init__(
        self, process: "subprocess.Popen[bytes]", receive: Callable[[Message | Exited], None]
    ) -> None:
        """Take over a process from `start_engine`, on the event loop."""
        self._loop = asyncio.get_running_loop()
        self._receive = receive
        self._gone = asyncio.Event()
        self._process = process
        self._reader = threading.Thread(target=self._read, name="voice reports", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def send(self, order: Order) -> None:
        """Send an order; one to a process that has just ended is lost, and `Exited` follows."""
        assert self._process.stdin is not None
        try:
            # Orders are small and rare: they fit the pipe's buffer, so this does not wait for the child.
            self._process.stdin.write(frame(order))
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError):
            return

    async def stop(self) -> None:
        """End the process, by closing its pipe or, if it does not go, by killing it; returns when reaped."""
        self._close_pipe()
        try:
            await asyncio.wait_for(self._gone.wait(), GRACE_S)
        except TimeoutError:
            self._process.kill()
            await self._gone.wait()
        self._reader.join()

    def _close_pipe(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it ended by itself with an order still in the buffer
            self._process.stdin.close()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def _read(self) -> None:
        assert self._process.stdout is not None
        try:
            with self._process.stdout as reports:
                while (message := read_message(reports)) is not None:
                    self._hand_over(message)
        finally:
            # Whatever stopped the reading, an engine that is not read is of no use.
            self._hand_over(Exited(self._ended()))

    def _ended(self) -> int:
        try:
            return self._process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def _hand_over(self, message: Message | Exited) -> None:
        try:
            self._loop.call_soon_threadsafe(self._deliver, message)
        except RuntimeError:
            return  # the loop is closed: nobody is left to tell, and the pipe's end has ended the engine

    def _deliver(self, message: Message | Exited) -> None:
        if isinstance(message, Exited):
            self._close_pipe()
            self._gone.set()
        self._receive(message)
