"""A window that shows one screen, as the console does."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.console import Console

PutUp = Callable[[QWidget], None]


@pytest.fixture
def put_up(qtbot: QtBot, themed: QApplication) -> Iterator[PutUp]:
    windows: list[Console] = []

    def show(screen: QWidget) -> None:
        window = Console()
        window.allow_close()
        windows.append(window)
        qtbot.addWidget(window)
        window.show_screen(screen)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()

    yield show
