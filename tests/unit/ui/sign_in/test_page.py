"""Enrolling and signing in with real keys."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.people import User
from app.errors import UserFacing
from app.services.device_facts import DeviceFacts
from app.services.sign_in import SignedIn
from tests.support.qt_loop import turn, until
from ui.bridge import Bridge
from ui.console import Console
from ui.gallery.campaign_facts import AGENT
from ui.gallery.memory.privacy import signed_trust
from ui.gallery.privacy import policy
from ui.operations import Operations
from ui.sign_in.model import SignInActions, SignInModel
from ui.sign_in.page import SignInPage
from ui.sign_in.state import view_of
from ui.sign_in.view import SignInView
from ui.task_set import TaskSet
from ui.widgets import Button, Label

Key = Qt.Key
NOW = datetime(2026, 4, 16, 12, 0, tzinfo=UTC)
SERVER, DEVICE = "callnex.brugmans.example", "BRG-KTR-0142"
WRONG = UserFacing("AUT-101", "The e-mail or the password is wrong.", "Check both and try again.")
NEW = view_of(DeviceFacts(NOW))


def enrolled() -> SignInView:
    trust = signed_trust(policy(), DEVICE, "Tom Wouters", NOW)
    enrolment = replace(trust.enrolment, platform_url=f"https://{SERVER}")
    return view_of(DeviceFacts(NOW, enrolment, policy()))


@dataclass
class Door:
    """The page in its window, what it set off, and what the platform says to it."""

    loop: qasync.QEventLoop
    operations: Operations
    facts: SignInView
    asked: list[tuple[str, ...]] = field(default_factory=list)
    entered: list[User] = field(default_factory=list)
    fault: list[UserFacing] = field(default_factory=list)
    answers: asyncio.Event = field(default_factory=asyncio.Event)

    window: Console = field(init=False)
    page: SignInPage = field(init=False)
    model: SignInModel = field(init=False)

    async def _facts(self) -> SignInView:
        return self.facts

    async def _enrol(self, server: str, code: str, device: str) -> None:
        self.asked.append((server, code, device))
        await self._answer()
        self.facts = enrolled()

    async def _sign_in(self, email: str, password: str) -> SignedIn:
        self.asked.append((email, password))
        await self._answer()
        return SignedIn(AGENT, online=True)

    async def _answer(self) -> None:
        await self.answers.wait()
        if self.fault:
            raise self.fault.pop()

    def open(self, qtbot: QtBot, server: str, device: str) -> None:
        actions = SignInActions(self._facts, self._enrol, self._sign_in)
        self.model = SignInModel(actions, self.operations)
        self.model.signed_in.connect(lambda signed_in: self.entered.append(signed_in.user))
        self.page = SignInPage(self.model, server, device)
        self.model.setParent(self.page)
        self.window = Console()
        self.window.allow_close()
        qtbot.addWidget(self.window)
        self.window.show_screen(self.page)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.model.load()
        until(self.loop, lambda: self.model.view is not None)
        self.page.setFocus()
        turn(self.loop)

    def write(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key)
        turn(self.loop)

    def settle(self) -> None:
        self.answers.set()
        until(self.loop, lambda: not len(self.operations.tasks))

    def box(self, name: str) -> QLineEdit:
        found = [b for b in self.page.findChildren(QLineEdit) if b.accessibleName() == name and b.isVisible()]
        assert len(found) == 1
        return found[0]

    @property
    def focus(self) -> str:
        focused = QApplication.focusWidget()
        assert isinstance(focused, QWidget)
        return focused.accessibleName() or type(focused).__name__

    def button(self) -> Button:
        return next(b for b in self.page.findChildren(Button) if b.isVisible() and b.text())

    def words(self) -> str:
        return "\n".join(label.text() for label in self.page.findChildren(Label) if label.isVisible())


Open = Callable[..., Door]


@pytest.fixture
def come(qt_loop: qasync.QEventLoop, qtbot: QtBot, themed: QApplication) -> Iterator[Open]:
    doors: list[Door] = []

    def arrive(facts: SignInView, server: str = "", device: str = DEVICE) -> Door:
        door = Door(qt_loop, Operations(Bridge(), TaskSet()), facts)
        doors.append(door)
        door.open(qtbot, server, device)
        return door

    yield arrive
    for door in doors:
        door.answers.set()
        qt_loop.run_until_complete(door.operations.tasks.close())


@pytest.fixture
def known(come: Open) -> Door:
    """A workstation that is enrolled."""
    return come(enrolled())


def fill_in(door: Door, email: str = "jana@brugmans.example", password: str = "let me in") -> None:
    door.write(email)
    door.press(Key.Key_Tab)
    door.write(password)


def test_email_tab_password_enter(known: Door) -> None:
    assert known.focus == "E-mail"
    fill_in(known, "  jana@brugmans.example ")
    known.press(Key.Key_Return)
    known.settle()
    assert known.asked == [("jana@brugmans.example", "let me in")]
    assert known.entered == [AGENT]


def test_enter_on_the_focused_button_signs_in(known: Door) -> None:
    fill_in(known)
    known.button().setFocus(Qt.FocusReason.TabFocusReason)
    known.press(Key.Key_Return)
    known.settle()
    assert len(known.asked) == 1


def test_the_password_is_not_readable_and_kept_nowhere(known: Door) -> None:
    fill_in(known)
    assert known.box("Password").echoMode() is QLineEdit.EchoMode.Password
    known.press(Key.Key_Return)
    known.settle()
    kept = [value for value in vars(known.model).values() if isinstance(value, str | SignInView)]
    assert "let me in" not in repr(kept)


def test_what_is_missing_is_asked_for_and_focused(known: Door) -> None:
    known.press(Key.Key_Return)
    assert known.focus == "E-mail"
    assert known.words().count("Fill this in.") == 2
    known.write("jana@brugmans.example")
    known.press(Key.Key_Return)
    assert known.focus == "Password"
    assert known.words().count("Fill this in.") == 1
    assert known.asked == []


def test_while_it_signs_in_a_second_enter_does_nothing(known: Door) -> None:
    fill_in(known)
    known.press(Key.Key_Return)
    assert not known.button().isEnabled()
    assert known.button().text() == "Signing in …"
    known.press(Key.Key_Return)
    known.settle()
    assert len(known.asked) == 1
    assert known.button().isEnabled()


def test_a_refusal_says_why_and_keeps_what_was_typed(known: Door) -> None:
    fill_in(known)
    known.fault = [WRONG]
    known.press(Key.Key_Return)
    known.settle()
    assert "The e-mail or the password is wrong. Check both and try again." in known.words()
    assert known.box("E-mail").text() == "jana@brugmans.example"
    assert known.entered == []
    known.press(Key.Key_Return)
    known.settle()
    assert known.entered == [AGENT]
    assert "is wrong" not in known.words()


def test_the_server_is_set_by_the_organisation(known: Door) -> None:
    assert known.box("Server").text() == SERVER
    assert known.box("Server").isReadOnly()
    assert "Set by Brugmans Contact Center" in known.words()


def test_enrolling_asks_for_server_code_and_name_then_signs_in(come: Open) -> None:
    door = come(NEW)
    assert door.focus == "Server"
    door.write("callnex.brugmans.example")
    door.press(Key.Key_Tab)
    door.write("ABCD-EFGH")
    door.press(Key.Key_Return)
    door.settle()
    until(door.loop, lambda: door.model.view is not None and door.model.view.enrolled)
    assert door.asked == [(f"https://{SERVER}", "ABCD-EFGH", DEVICE)]
    turn(door.loop)
    assert f"This workstation is enrolled as {DEVICE}" in door.words()
    assert door.focus == "E-mail"


def test_an_address_with_its_scheme_is_left_as_it_is(come: Open) -> None:
    door = come(NEW, "https://localhost:8443")
    assert door.focus == "Enrolment code"
    door.write("ABCD")
    door.press(Key.Key_Return)
    door.settle()
    assert door.asked[0][0] == "https://localhost:8443"


def test_a_refused_code_says_why_and_stays(come: Open) -> None:
    door = come(NEW, SERVER)
    door.fault = [UserFacing("ENR-101", "This code has been used.", "Ask for another one.")]
    door.write("ABCD")
    door.press(Key.Key_Return)
    door.settle()
    assert "This code has been used. Ask for another one." in door.words()
    assert door.box("Enrolment code").text() == "ABCD"
    assert not enrolled_view(door)


def test_nothing_is_sent_before_everything_is_filled_in(come: Open) -> None:
    door = come(NEW, SERVER, device="")
    door.write("ABCD")
    door.press(Key.Key_Return)
    assert door.focus == "Name of this workstation"
    assert door.asked == []


def test_typing_survives_the_news_of_what_is_known(known: Door) -> None:
    fill_in(known)
    known.model.load()
    known.settle()
    assert known.box("Password").text() == "let me in"
    assert known.focus == "Password"


def enrolled_view(door: Door) -> bool:
    return door.model.view is not None and door.model.view.enrolled


def test_a_sign_in_begun_before_anything_was_known_goes_on(known: Door) -> None:
    fill_in(known)
    known.press(Key.Key_Return)
    heard: list[SignInView] = []
    known.model.changed.connect(heard.append)
    known.model.load()
    until(known.loop, lambda: heard)
    assert not known.button().isEnabled()
    known.settle()
    assert known.entered == [AGENT]
