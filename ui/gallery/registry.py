"""What the gallery shows: a list of named pages. Page authors add one entry each.

A factory takes nothing and returns the finished top-level widget, 1440 x 900 px, or a coroutine of it where
the page loads through its services. It builds the page's own view and model over in-memory ports; nothing is
drawn for the gallery alone.
"""

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from ui.gallery import (
    campaigns,
    components,
    components_large,
    entrance,
    privacy,
    recordings,
    shell,
    transcription,
)

Factory = Callable[[], QWidget | Coroutine[Any, Any, QWidget]]


@dataclass(frozen=True, slots=True)
class Entry:
    """``name`` becomes the file name: ``<name>.png`` and ``<name>-dark.png``."""

    name: str
    factory: Factory


def _entries(states: Iterable[tuple[str, Factory]]) -> list[Entry]:
    return [Entry(name, factory) for name, factory in states]


ENTRIES: list[Entry] = [
    Entry("10-components", components.build),
    Entry("11-components-large", components_large.build),
    *_entries(entrance.STATES),
    *_entries(campaigns.STATES),
    *_entries(recordings.STATES),
    *_entries(transcription.STATES),
    *_entries(privacy.STATES),
    *_entries(shell.STATES),
]
