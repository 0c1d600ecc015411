"""A Campaigns page in a window, driven by real keys and clicks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.support.qt_loop import qt_loop, turn, until
from ui.campaigns.page import CampaignsPage
from ui.gallery.campaigns import AgentDesk

__all__ = ["qt_loop"]
NONE = Qt.KeyboardModifier.NoModifier


@dataclass
class Cockpit:
    """The desk with its page on screen, and hands."""

    desk: AgentDesk
    page: CampaignsPage
    loop: qasync.QEventLoop

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is; returns once nothing is left to do."""
        QTest.keyClick(QApplication.focusWidget() or self.page, key, modifiers)
        turn(self.loop)

    def write(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(QApplication.focusWidget() or self.page, text)
        turn(self.loop)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NONE, widget.rect().center())
        turn(self.loop)

    def turn(self) -> None:
        """Let everything that is due happen."""
        turn(self.loop)

    def until(self, happened: Callable[[], object]) -> None:
        """Wait for it, and then until the page shows it."""
        until(self.loop, happened)
        turn(self.loop)

    def do(self, work: object) -> None:
        self.loop.run_until_complete(work)
        turn(self.loop)

    def preview(self) -> None:
        self.do(self.desk.preview(self.page))

    def connect(self) -> None:
        """Dial with F2 and be answered."""
        self.press(Qt.Key.Key_F2)
        self.until(lambda: self.desk.line.busy)
        self.desk.line.answer()
        self.until(lambda: self.page.model.view.bar.live)

    def hang_up(self) -> None:
        self.press(Qt.Key.Key_F8)
        self.until(lambda: self.page.model.view.wrap_up.can_save)

    @property
    def kinds(self) -> list[str]:
        """Kinds of the actions in the outbox, oldest first."""
        return [action.kind for action in self.desk.world.actions.values()]


@pytest.fixture
def cockpit(qt_loop: qasync.QEventLoop, qtbot: QtBot) -> Iterator[Cockpit]:
    desk = AgentDesk()
    page = qt_loop.run_until_complete(desk.page())
    page.resize(1352, 820)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.setFocus()
    yield Cockpit(desk, page, qt_loop)
    qt_loop.run_until_complete(desk.operations.tasks.close())
    if isValid(page):
        page.close()
        page.deleteLater()
    # Now, on this thread: a timer that the garbage collector meets on another one complains.
    turn(qt_loop)
