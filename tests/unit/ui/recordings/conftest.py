"""The page over memory, in a window of its own, moved by real keys and clicks."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import pytest
import qasync
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.domain.ids import RecordingId
from app.ports.transcriber import Model
from tests.support.qt_loop import qt_loop, until
from ui.gallery.recording_facts import OLIVER
from ui.gallery.recordings import MODEL, ReviewDesk
from ui.recordings.page import RecordingsPage
from ui.recordings.state import RecordingView

__all__ = ["qt_loop"]
W = TypeVar("W", bound=QWidget)


class Hands:
    """A page, what is behind it, and a person in front of it."""

    def __init__(self, desk: ReviewDesk, page: RecordingsPage, loop: qasync.QEventLoop) -> None:
        self.desk, self.page, self.loop = desk, page, loop
        self.window = QWidget()

    @property
    def view(self) -> RecordingView:
        view = self.page.model.view
        assert view is not None
        return view

    @property
    def at(self) -> int:
        return self.page.deck.wave.position

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.page, key, modifiers)

    def ctrl(self, key: Qt.Key) -> None:
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def write(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    def find(self, kind: type[W], name: str) -> W:
        widget = self.window.findChild(kind, name)
        assert isinstance(widget, kind)
        return widget

    def click(self, name: str) -> None:
        widget = self.find(QWidget, name)
        assert widget.isVisible()
        assert widget.isEnabled()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def until(self, happened: Callable[[], object]) -> None:
        until(self.loop, happened)

    def settle(self) -> None:
        """Let everything that was begun end."""
        self.until(lambda: not len(self.desk.operations.tasks))

    def listed(self) -> list[str]:
        return [row.title for row in self.page.model.finding.view.rows]


def many(desk: ReviewDesk) -> None:
    """More recordings than a page has."""
    one = desk.world.recordings[RecordingId("charlotte-wood")]
    for number in range(150):
        key = RecordingId(f"more-{number:03d}")
        desk.world.add_recordings(replace(one, id=key, contact_name=f"More {number:03d}"))


Sit = Callable[..., Hands]
WIDE = (1440 - 88, 820)
"""What the shell leaves to a page in a window of 1440 x 900."""


@pytest.fixture
def sit(qt_loop: qasync.QEventLoop, themed: QApplication) -> Iterator[Sit]:
    """Sit down at a page: `sit(key, prepare=..., models=...)`."""
    made: list[Hands] = []

    def sit_down(
        key: RecordingId | None = OLIVER,
        *,
        prepare: Callable[[ReviewDesk], object] = lambda desk: None,
        models: tuple[Model, ...] = (MODEL,),
        filled: bool = True,
    ) -> Hands:
        desk = ReviewDesk(filled=filled, models=models)
        prepare(desk)
        page = qt_loop.run_until_complete(desk.page(key))
        hands = Hands(desk, page, qt_loop)
        made.append(hands)
        row = QHBoxLayout(hands.window)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(page)
        hands.window.resize(*WIDE)
        hands.window.show()
        hands.window.activateWindow()
        page.setFocus()
        hands.settle()
        return hands

    yield sit_down
    for hands in made:
        hands.page.model.close()
        # First the work, then the page that its end is told to; qtbot would close the page before.
        qt_loop.run_until_complete(hands.desk.operations.tasks.close())
        qt_loop.run_until_complete(hands.desk.workers.close())
        hands.window.close()
        hands.window.deleteLater()
        QApplication.sendPostedEvents(hands.window, QEvent.Type.DeferredDelete)


@pytest.fixture
def hands(sit: Sit) -> Hands:
    """In front of Oliver's call, whose audio is here."""
    return sit()
