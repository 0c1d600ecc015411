"""Background work that nobody forgets: it is cancelled and awaited when its owner closes."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from app.errors import Bug

T = TypeVar("T")


class TaskSet:
    """The tasks of one window. After ``close`` nothing of it runs and nothing can be added."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    def __len__(self) -> int:
        return len(self._tasks)

    def spawn(self, work: Coroutine[Any, Any, T], name: str = "") -> asyncio.Task[T]:
        """Start a coroutine on the running loop. Raises Bug after ``close``."""
        if self._closed:
            work.close()
            raise Bug("Work was started in a window that is closed.")
        task = asyncio.get_event_loop().create_task(work, name=name or None)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """Cancel what runs and wait until it has ended; safe to call twice."""
        self._closed = True
        while tasks := [task for task in self._tasks if task is not asyncio.current_task()]:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            self._tasks.difference_update(tasks)
