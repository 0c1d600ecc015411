"""Who wants to hear when something moves; no framework needed for that."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Listeners(Generic[T]):
    """Callbacks, called in the order in which they came, on the thread of whoever tells them."""

    def __init__(self) -> None:
        self._callbacks: list[Callable[[T], None]] = []

    @property
    def count(self) -> int:
        """How many listen."""
        return len(self._callbacks)

    def add(self, callback: Callable[[T], None]) -> Callable[[], None]:
        """Add a callback; returns what takes it away again (safe to call twice)."""
        self._callbacks.append(callback)

        def remove() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return remove

    def tell(self, value: T) -> None:
        """Call everyone. One that was taken away meanwhile is not called."""
        for callback in tuple(self._callbacks):
            if callback in self._callbacks:
                callback(value)
