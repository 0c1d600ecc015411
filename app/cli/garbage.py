"""When Python looks for garbage: not before the console is loaded."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """Nothing is garbage yet, and looking would stop the GUI thread; `begin_to_collect` ends it early."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def begin_to_collect() -> None:
    """From now on. What was loaded stays: looking through it each time would take a tenth of a second."""
    gc.freeze()
    gc.enable()
