"""What a page must offer to stand in the shell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

from PySide6.QtWidgets import QWidget

from ui.widgets import Hint


class HasHints(Protocol):
    """A page that says which keys it has."""

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys for the hint bar."""
        ...


class HasShortcuts(Protocol):
    """A page with more keys than its hint bar has room for."""

    def shortcuts(self) -> tuple[Hint, ...]:
        """Return the keys that are printed on a control and not in the hint bar."""
        ...


class ShowsThings(Protocol):
    """A page that other pages send people to, for one thing on it."""

    def show_thing(self, thing: str) -> None:
        """Show the thing of this id."""
        ...


@dataclass(frozen=True)
class PageSpec:
    """A destination of the rail. `letter` follows G; `factory` makes the page when it is first visited.

    A page may have the signals `said(str)`, a sentence to show shortly, and `left_for(page key, thing id)`.
    """

    key: str
    title: str
    icon: str
    letter: str
    factory: Callable[[], QWidget]


def hints_of(page: QWidget) -> tuple[Hint, ...]:
    """Return the keys of a page, none where it has none."""
    return cast("HasHints", page).hints() if hasattr(page, "hints") else ()


def shortcuts_of(page: QWidget) -> tuple[Hint, ...]:
    """Return every key of a page: those of the hint bar, then those printed on its controls alone."""
    more = cast("HasShortcuts", page).shortcuts() if hasattr(page, "shortcuts") else ()
    return (*hints_of(page), *more)


def show_thing(page: QWidget, thing: str) -> None:
    """Have a page show one thing, where it can."""
    if hasattr(page, "show_thing"):
        cast("ShowsThings", page).show_thing(thing)
