"""The console's look for every widget test. That Qt had nothing to complain about is checked everywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.qt_loop import qt_loop
from ui.theme import Mode, theme

__all__ = ["qt_loop"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform says this of windows and menus; it is about the platform, not about us.
    ignore = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(ignore)


@pytest.fixture(scope="session")
def themed(qapp: QApplication) -> QApplication:
    """The application in the light theme; its fonts stay open for the whole run."""
    theme().apply(qapp, Mode.LIGHT)
    return qapp


@pytest.fixture(autouse=True)
def light(themed: QApplication) -> Iterator[None]:
    """Undo a switch of the theme."""
    yield
    if theme().mode is not Mode.LIGHT:
        theme().apply(themed, Mode.LIGHT)
