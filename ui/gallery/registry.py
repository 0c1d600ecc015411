"""What the gallery shows: a list of named pages. Page authors add one entry each.

A factory takes nothing and returns the finished top-level widget, 1440 x 900 px, or a coroutine of it where
the page loads through its services. It builds the page's own view and model over in-memory ports; nothing is
drawn for the gallery alone.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.gallery import campaigns, components, components_large


@dataclass(frozen=True, slots=True)
class Entry:
    """``name`` becomes the file name: ``<name>.png`` and ``<name>-dark.png``."""

    name: str
    factory: Callable[[], QWidget | Coroutine[Any, Any, QWidget]]


ENTRIES: list[Entry] = [
    Entry("10-components", components.build),
    Entry("11-components-large", components_large.build),
    *(Entry(name, made) for name, made in campaigns.STATES),
]
