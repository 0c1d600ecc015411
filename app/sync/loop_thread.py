"""An event loop on a thread of its own: sockets and files of what runs there are no business of the GUI."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class LoopThread:
    """Begins with the first work and ends with `close`, after which new work begins it anew."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: threading.Thread | None = None
        self._loop: Future[asyncio.AbstractEventLoop] = Future()

    @property
    def turning(self) -> bool:
        """Whether there is a loop now."""
        return self._thread is not None

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Await work there; cancelling here cancels it there."""
        # Made on its thread, since a new loop opens sockets.
        if self._thread is None:
            self._thread = threading.Thread(target=_turn, args=(self._loop,), name=self._name, daemon=True)
            self._thread.start()
        try:
            # Shielded: who stops waiting must not take the loop from the others.
            loop = await asyncio.shield(asyncio.wrap_future(self._loop))
        except BaseException:
            work.close()
            raise
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, loop))

    async def close(self) -> None:
        """End the thread; what still runs there is cancelled. Idempotent."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        loop = await asyncio.shield(asyncio.wrap_future(self._loop))
        self._loop = Future()
        loop.call_soon_threadsafe(loop.stop)
        await asyncio.to_thread(thread.join)


def _turn(made: "Future[asyncio.AbstractEventLoop]") -> None:
    # The runner cancels what is left, then ends generators and worker threads.
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        asyncio.set_event_loop(loop)
        made.set_result(loop)
        loop.run_forever()
