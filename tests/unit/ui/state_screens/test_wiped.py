"""Wiped: what was destroyed and when, by its receipt, and the way back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.command import Receipt, ReceiptKind
from app.domain.ids import EnrolmentId
from tests.unit.ui.state_screens.conftest import PutUp
from ui.state_screens.wiped import WipedScreen, WipedView
from ui.widgets import Button, Label, ListRow

COUNTS = (("files", 312), ("size_bytes", 4_100_000_000), ("unsent_actions", 3), ("key_gone_us", 2100))
RECEIPT = Receipt(
    142,
    "9f3cabcd",
    ReceiptKind.WIPE,
    EnrolmentId("e"),
    datetime(2026, 4, 16, 12, 32, 7, tzinfo=UTC),
    "Workstation reported lost",
    COUNTS,
)
VIEW = WipedView("Brugmans Contact Center", "BRG-KTR-0142", False, RECEIPT)
NUMBER = "W-20260416-0142-9F3C"
Show = Callable[[WipedView], WipedScreen]


@pytest.fixture
def show(put_up: PutUp) -> Show:
    def screen(view: WipedView) -> WipedScreen:
        made = WipedScreen(view)
        put_up(made)
        return made

    return screen


def words(screen: WipedScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(Label) if label.isVisible())


def rows(screen: WipedScreen) -> list[str]:
    return [row.accessibleName() for row in screen.findChildren(ListRow)]


def button(screen: WipedScreen, text: str) -> Button:
    return next(made for made in screen.findChildren(Button) if made.text() == text)


def test_it_says_what_went_how_fast_and_under_which_receipt(show: Show) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    screen = show(VIEW)
    QLocale.setDefault(before)
    assert rows(screen)[0].startswith("Encryption key destroyed in 2.1 ms")
    assert rows(screen)[1:] == ["312 files, 4.1 GB removed", "3 unsent items stay sealed for the platform"]
    assert f"Receipt {NUMBER}" in words(screen)
    assert "Ordered by Brugmans Contact Center. Workstation reported lost. Done Thu 16 Apr at " in words(
        screen
    )


def test_nothing_is_said_of_unsent_items_where_there_were_none(show: Show) -> None:
    counts = tuple((name, 0 if name == "unsent_actions" else count) for name, count in COUNTS)
    assert len(rows(show(replace(VIEW, receipt=replace(RECEIPT, counts=counts))))) == 2


def test_the_number_of_the_receipt_is_copied(show: Show, qtbot: QtBot) -> None:
    screen = show(VIEW)
    with qtbot.waitSignal(screen.copied) as heard:
        QTest.mouseClick(button(screen, "Copy receipt number"), Qt.MouseButton.LeftButton)
    assert heard.args == [NUMBER]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_key_enrols_again(show: Show, qtbot: QtBot, key: Qt.Key) -> None:
    screen = show(VIEW)
    with qtbot.waitSignal(screen.enrol_again):
        QTest.keyClick(QApplication.focusWidget() or screen.window(), key)


def test_without_a_receipt_nothing_is_claimed(show: Show) -> None:
    screen = show(replace(VIEW, receipt=None, by_user=True))
    assert rows(screen) == []
    assert "Wiped from this workstation." in words(screen)
    assert [made.text() for made in screen.findChildren(Button)] == ["Enrol again"]


def test_enter_on_another_button_presses_that_one(show: Show, qtbot: QtBot) -> None:
    screen = show(VIEW)
    enrolled: list[None] = []
    screen.enrol_again.connect(lambda: enrolled.append(None))
    copy = button(screen, "Copy receipt number")
    copy.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(screen.copied):
        QTest.keyClick(copy, Qt.Key.Key_Return)
    assert enrolled == []
