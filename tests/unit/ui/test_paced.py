"""A large page shows what is new in parts."""

import gc
import weakref

import qasync
from PySide6.QtCore import QObject, QTimer

from tests.support.qt_loop import turn, until
from ui.paced import Paced


class Page(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.paced = Paced((self.head, self.body, self.foot), self)

    def head(self) -> None:
        self.done.append("head")

    def body(self) -> None:
        self.done.append("body")

    def foot(self) -> None:
        self.done.append("foot")


class Changing(Page):
    def head(self) -> None:
        super().head()
        if len(self.done) == 1:
            self.paced.begin()
            self.paced.begin()


def test_parts_come_in_order_each_in_a_turn_of_its_own(qt_loop: qasync.QEventLoop) -> None:
    page = Page()
    turns = QTimer(page, interval=0)
    turns.timeout.connect(lambda done=page.done: done.append("turn"))
    turns.start()
    page.paced.begin()
    assert page.done == []
    until(qt_loop, lambda: page.done.count("foot") == 1)
    turn(qt_loop)
    shown = [what for what in page.done if what != "turn"]
    assert shown == ["head", "body", "foot"]
    assert all("turn" in pair for pair in zip(page.done, page.done[1:], strict=False))


def test_a_change_meanwhile_starves_no_part_and_is_shown_once(qt_loop: qasync.QEventLoop) -> None:
    page = Changing()
    page.paced.begin()
    until(qt_loop, lambda: len(page.done) == 4)
    turn(qt_loop)
    assert page.done == ["head", "body", "foot", "head"]


def test_a_page_goes_without_the_garbage_collector(qt_loop: qasync.QEventLoop) -> None:
    page = Page()
    page.paced.begin()
    turn(qt_loop)
    gone = weakref.ref(page)
    gc.disable()
    try:
        del page
        assert gone() is None
    finally:
        gc.enable()
