"""Locked: the whole window says why, and Enter tries again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.lease import Lease
from app.domain.policy import LeaseTerms
from app.errors import Explanation
from tests.unit.ui.state_screens.conftest import PutUp
from ui.state_screens.locked import LockedScreen, LockedView
from ui.widgets import Button, Label, LeaseBar

Key = Qt.Key
CONTACT = datetime(2026, 4, 9, 8, 2, tzinfo=UTC)
LEASE = Lease.of(LeaseTerms("P5D", "P7D", "P30D"), CONTACT)
VIEW = LockedView(
    "callnex.brugmans.example", "BRG-KTR-0142", False, CONTACT + timedelta(days=7, hours=6), LEASE
)
Show = Callable[[LockedView], LockedScreen]


@pytest.fixture
def show(put_up: PutUp) -> Show:
    def screen(view: LockedView) -> LockedScreen:
        made = LockedScreen(view)
        put_up(made)
        return made

    return screen


def words(screen: LockedScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(Label) if label.isVisible())


def again(screen: LockedScreen) -> Button:
    button = screen.findChild(Button, "try-again")
    assert isinstance(button, Button)
    return button


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
def test_a_key_tries_again_wherever_the_focus_is(show: Show, qtbot: QtBot, key: Qt.Key) -> None:
    screen = show(VIEW)
    with qtbot.waitSignal(screen.try_again):
        QTest.keyClick(QApplication.focusWidget() or screen.window(), key)


def test_a_click_tries_again_once(show: Show) -> None:
    screen = show(VIEW)
    heard: list[None] = []
    screen.try_again.connect(lambda: heard.append(None))
    QTest.mouseClick(again(screen), Qt.MouseButton.LeftButton)
    assert len(heard) == 1


def test_while_it_checks_nothing_can_be_pressed(show: Show) -> None:
    screen = show(replace(VIEW, busy=True))
    heard: list[None] = []
    screen.try_again.connect(lambda: heard.append(None))
    QTest.keyClick(screen.window(), Key.Key_Return)
    QTest.mouseClick(again(screen), Qt.MouseButton.LeftButton)
    assert heard == []
    assert again(screen).text() == "Checking …"


def test_the_lease_says_since_when_and_what_is_left(show: Show) -> None:
    screen = show(VIEW)
    assert "Connect to unlock your data" in words(screen)
    assert "has not reached callnex.brugmans.example since Thu 9 Apr, " in words(screen)
    assert "quote BRG-KTR-0142" in words(screen)
    bar = screen.findChild(LeaseBar)
    assert isinstance(bar, LeaseBar)
    assert "Wipes in 22 d 18 h" in bar.accessibleName() + bar.accessibleDescription()


def test_an_order_says_who_locked_it_and_shows_no_countdown(show: Show) -> None:
    screen = show(replace(VIEW, by_order=True, lease=None))
    assert "Locked by your organisation" in words(screen)
    assert screen.findChild(LeaseBar) is None


def test_a_workstation_that_never_had_contact_says_so(show: Show) -> None:
    assert "has not reached callnex.brugmans.example yet" in words(show(replace(VIEW, lease=None)))


def test_an_error_has_its_next_step_and_its_code(show: Show) -> None:
    error = Explanation("NET-101", "The platform cannot be reached.", "Check the network.")
    assert "The platform cannot be reached. Check the network. (NET-101)" in words(
        show(replace(VIEW, error=error))
    )
