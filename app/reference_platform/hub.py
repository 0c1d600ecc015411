"""Hints to connected consoles. Changes are made in worker threads; listeners live on the event loop."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.protocol.messages import EventKind


@dataclass(eq=False)
class Listener:
    """One event stream. `hints` collapses repeats: a hint says that, never what or how often."""

    enrolment_id: str
    family: str
    loop: asyncio.AbstractEventLoop
    hints: dict[EventKind, None] = field(default_factory=dict)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    def take(self) -> list[EventKind]:
        """Return and forget the waiting hints."""
        taken = list(self.hints)
        self.hints.clear()
        self.wake.clear()
        return taken


class Hub:
    """Knows the listeners; every method but `listening` may be called from any thread."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()

    @contextmanager
    def listening(self, enrolment_id: str, family: str) -> Iterator[Listener]:
        """Register a listener for the time of a stream; on the event loop only."""
        listener = Listener(enrolment_id, family, asyncio.get_running_loop())
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    @property
    def listeners(self) -> int:
        """How many streams are open."""
        return len(self._listeners)

    def changed(self) -> None:
        """Hint to all that something changed."""
        for listener in tuple(self._listeners):
            _tell(listener, EventKind.CHANGED)

    def contact(self, enrolment_id: str) -> None:
        """Hint to one device that an order waits."""
        for listener in tuple(self._listeners):
            if listener.enrolment_id == enrolment_id:
                _tell(listener, EventKind.CONTACT)

    def contact_all(self) -> None:
        """Hint to every device to check in: there is a new policy."""
        for listener in tuple(self._listeners):
            _tell(listener, EventKind.CONTACT)

    def close_family(self, family: str) -> None:
        """End the streams whose token was revoked."""
        for listener in tuple(self._listeners):
            if listener.family == family:
                listener.loop.call_soon_threadsafe(_close, listener)

    def close_all(self) -> None:
        """End every stream: the platform stops."""
        for listener in tuple(self._listeners):
            listener.loop.call_soon_threadsafe(_close, listener)


def _tell(listener: Listener, kind: EventKind) -> None:
    def on_loop() -> None:
        listener.hints[kind] = None
        listener.wake.set()

    listener.loop.call_soon_threadsafe(on_loop)


def _close(listener: Listener) -> None:
    listener.closed = True
    listener.wake.set()
