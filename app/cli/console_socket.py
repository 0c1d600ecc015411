"""The private socket of a running console: `callnex maintain` asks here instead of doing the work itself.

One line asks, one line answers that the console's own loop still turns, and one, when the work is done, says
what was done (JSON of `Report`). The first answer tells a busy console from one that hangs. A console that
nobody has signed in to lends the device instead, until whoever asked hangs up.
"""

import asyncio
import os
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from pydantic import ValidationError

from app.cli.upkeep import Report
from app.errors import CallNexError, EnvironmentFault
from app.protocol.codec import decode, encode
from app.sync.loop_thread import LoopThread
from local_store.files import OWNER_ONLY, disk_fault

ASK, HERE, YOURS = b"check in now\n", b"here\n", b"yours\n"
ASK_WITHIN_S = 10.0
CLOSE_WITHIN_S = 2.0
MOST_BYTES = 1 << 16
LONGEST_ADDRESS = 100
"""Bytes; the smallest room that a system leaves for one is 104 (macOS)."""

T = TypeVar("T")


class Hangs(Exception):
    """A console listens there, but its loop does not turn."""


class ConsoleSocket:
    """Listens from `open` to `close`, on a thread of its own; `work` runs on the loop that opened it.

    `work` returns None when it lends the device; `back` is awaited once that is over.
    """

    def __init__(
        self,
        path: Path,
        work: Callable[[], Awaitable[Report | None]],
        back: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        self._path = path
        self._work = work
        self._back = back
        self._thread = LoopThread("console socket")
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[Any]] = set()
        self._home: asyncio.AbstractEventLoop | None = None

    async def open(self) -> None:
        """Begin to listen. Raises EnvironmentFault; does nothing where sockets cannot have a path."""
        if sys.platform != "win32":
            self._home = asyncio.get_running_loop()
            self._server = await self._thread.run(self._listen())

    async def close(self) -> None:
        """Answer nobody any more; who is being answered gets a moment for it. Idempotent."""
        server, self._server = self._server, None
        if server is not None:
            await self._thread.run(self._end(server))
        await self._thread.close()

    async def _listen(self) -> asyncio.Server:
        with suppress(FileNotFoundError):
            self._path.unlink()
        door = socket.socket(socket.AF_UNIX)
        try:
            with _address(self._path) as address:
                door.bind(address)
            self._path.chmod(OWNER_ONLY)
            return await asyncio.start_unix_server(self._serve, sock=door, limit=MOST_BYTES)
        except OSError as error:
            door.close()
            raise disk_fault(error, self._path) from error

    async def _end(self, server: asyncio.Server) -> None:
        self._path.unlink(missing_ok=True)
        server.close()
        if self._serving:
            await asyncio.wait(self._serving, timeout=CLOSE_WITHIN_S)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        try:
            async with asyncio.timeout(ASK_WITHIN_S):
                asked = await reader.readline()
            if asked == ASK:
                await self._at_home(asyncio.sleep(0))
                writer.write(HERE)
                await writer.drain()
                await self._answer(reader, writer, await self._at_home(self._report()))
        except (OSError, ValueError, TimeoutError):
            return  # whoever asked is gone, or said nothing that is understood
        finally:
            self._serving.discard(task)
            writer.close()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, report: Report | None
    ) -> None:
        if report is not None:
            writer.write(encode(report) + b"\n")
            await writer.drain()
            return
        with suppress(OSError):
            writer.write(YOURS)
            await writer.drain()
            await reader.read()
        await self._at_home(self._back())

    async def _report(self) -> Report | None:
        try:
            return await self._work()
        except CallNexError as fault:
            return Report(troubles=(str(fault),))

    async def _at_home(self, work: Coroutine[Any, Any, T]) -> T:
        assert self._home is not None
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._home))


@dataclass(frozen=True)
class Lent:
    """The console lets whoever asked have the device, until `close`."""

    line: socket.socket

    def close(self) -> None:
        """Give it back."""
        self.line.close()


def ask_console(path: Path, here_within_s: float, done_within_s: float) -> Report | Lent | None:
    """Have the console that listens at `path` check in; None where nobody listens. Blocking.

    Raises Hangs when it does not answer within `here_within_s`, EnvironmentFault PRO-102 when it is there but
    has not done it within `done_within_s`.
    """
    if sys.platform == "win32":
        return None
    with ExitStack() as opened:
        line = opened.enter_context(socket.socket(socket.AF_UNIX))
        line.settimeout(here_within_s)
        try:
            with _address(path) as address:
                line.connect(address)
            line.sendall(ASK)
            answers = opened.enter_context(line.makefile("rb"))
            here = answers.readline(MOST_BYTES)
        except TimeoutError as error:
            raise Hangs from error
        except OSError:
            return None
        done = _done(line, answers, done_within_s) if here == HERE else None
        if done == YOURS:
            return Lent(line.dup())
        return None if done is None else _report(done)


def _done(line: socket.socket, answers: BinaryIO, within_s: float) -> bytes:
    line.settimeout(within_s)
    try:
        return answers.readline(MOST_BYTES)
    except OSError as error:
        raise _unfinished() from error


def _report(done: bytes) -> Report:
    try:
        return decode(Report, done)
    except ValidationError as error:
        raise _unfinished() from error


def _unfinished() -> EnvironmentFault:
    return EnvironmentFault(
        "PRO-102",
        "The console that is open took over, and did not say that it had finished.",
        "Nothing to do: it goes on by itself, and the next round asks again.",
    )


@contextmanager
def _address(path: Path) -> Iterator[str]:
    """Yield an address for `path`; Linux reaches a path that is too long for one through its open folder."""
    if len(os.fsencode(path)) <= LONGEST_ADDRESS or sys.platform != "linux":
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
