"""The voice engine: the program of the child process. Orders come on stdin, reports leave on stdout.

The end of stdin, however it comes about, ends the engine: it never outlives the console.
"""

import asyncio
import os
import queue
import signal
import threading
from collections.abc import Callable
from typing import BinaryIO

from app import core_dumps
from app.voice.devices import describe_devices
from app.voice.messages import (
    Answer,
    DeviceList,
    HangUp,
    Hold,
    ListDevices,
    Message,
    Mute,
    Place,
    frame,
    read_message,
)
from app.voice.session import Session

ORPHAN_S = 5.0
"""How long the engine may take to hang up after the console has gone."""


class Engine:
    """Carries out orders, one call at a time."""

    def __init__(self, emit: Callable[[Message], None]) -> None:
        self._emit = emit
        self._session: Session | None = None
        self._devices: DeviceList | None = None

    async def serve(self, orders: "asyncio.Queue[Message | None]") -> None:
        """Obey until None; a call that is up then is hung up."""
        call: asyncio.Task[None] | None = None
        while True:
            next_order = asyncio.ensure_future(orders.get())
            await asyncio.wait([t for t in (next_order, call) if t], return_when=asyncio.FIRST_COMPLETED)
            if call is not None and call.done():
                call.result()
                call, self._session = None, None
            order = await next_order
            if order is None:
                break
            if isinstance(order, Place):
                self._session = Session(order, self._emit)
                call = asyncio.ensure_future(self._session.run())
            else:
                await self._obey(order)
        if call is not None and self._session is not None:
            self._session.end()
            await call

    async def _obey(self, order: Message) -> None:
        if isinstance(order, ListDevices):
            await self._list_devices()
        elif self._session is None:
            return  # the call ended while the order was on its way
        elif isinstance(order, Answer):
            await self._session.answered(order.sdp)
        elif isinstance(order, Mute):
            self._session.mute(order.on)
        elif isinstance(order, Hold):
            self._session.hold(order.on)
        elif isinstance(order, HangUp):
            self._session.end()

    async def _list_devices(self) -> None:
        # Reading the card afresh would cut the streams of a call.
        if self._devices is None or self._session is None:
            found = await asyncio.to_thread(describe_devices)
            self._devices = DeviceList(found.devices, found.null)
        self._emit(self._devices)


def main() -> None:
    """Serve the console that started this process, until it closes the pipe."""
    # Ctrl+C in a terminal reaches every process of the group; the console decides when a call ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    core_dumps.off()
    reports = _own_stdout()
    outgoing: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
    writer = threading.Thread(target=_write, args=(reports, outgoing), name="reports")
    writer.start()
    try:
        asyncio.run(_serve(outgoing.put))
    finally:
        outgoing.put(None)
        writer.join()


async def _serve(emit: Callable[[Message], None]) -> None:
    loop = asyncio.get_running_loop()
    orders: asyncio.Queue[Message | None] = asyncio.Queue()

    def read() -> None:
        # Not sys.stdin: a windowed program has none, yet descriptor 0 is our pipe.
        with open(0, "rb", closefd=False) as pipe:
            while (order := read_message(pipe)) is not None:
                loop.call_soon_threadsafe(orders.put_nowait, order)
        loop.call_soon_threadsafe(orders.put_nowait, None)
        # Should the orderly end hang, a process that nobody holds any more must still go.
        threading.Event().wait(ORPHAN_S)
        os._exit(1)

    threading.Thread(target=read, name="orders", daemon=True).start()
    await Engine(emit).serve(orders)


def _own_stdout() -> BinaryIO:
    """Keep the pipe for reports alone: whatever a library prints goes to stderr."""
    mine = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return mine


def _write(reports: BinaryIO, outgoing: "queue.SimpleQueue[Message | None]") -> None:
    """Write in a thread of its own: a slow reader must not make the sound stutter."""
    try:
        while (message := outgoing.get()) is not None:
            reports.write(frame(message))
            reports.flush()
    except BrokenPipeError:
        return  # the console is gone; the end of stdin ends this process


if __name__ == "__main__":
    main()
