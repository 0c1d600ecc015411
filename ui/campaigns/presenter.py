"""What the parts of the presenter ask of the whole."""

from collections.abc import Coroutine
from typing import Any, Protocol


class Presenter(Protocol):
    """The page's model, as its parts see it."""

    def ask(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a use case; its errors are shown on the page."""
        ...

    def render(self) -> None:
        """Work the view out again."""
        ...

    def dismiss_problem(self) -> None:
        """Take away what was wrong before."""
        ...
