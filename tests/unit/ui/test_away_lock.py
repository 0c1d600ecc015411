"""Nobody there: the window is covered, never during a call or its wrap-up, and comes back as it was."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.domain.agent_state import AgentState, NotReadyReason
from app.errors import UserFacing
from app.services.agent_presence import AgentPresence
from tests.support.qt_loop import until
from ui.away_lock import BUSY, LOOK_EVERY_MS, MOST_TRIES, AwayActions, AwayLock
from ui.bridge import Bridge
from ui.console import Console
from ui.gallery.campaign_facts import AGENT, NOW
from ui.gallery.memory.clock import MemoryClock
from ui.keys import bind
from ui.operations import Operations
from ui.state_screens.away import AwayScreen
from ui.task_set import TaskSet
from ui.widgets import Button, Dialog, DialogText, Label

LIMIT_S, SECRET = 600.0, "right horse"
PATHS: dict[AgentState, tuple[AgentState, ...]] = {
    AgentState.NOT_READY: (),
    AgentState.READY: (AgentState.READY,),
    AgentState.PREVIEW: (AgentState.READY, AgentState.PREVIEW),
    AgentState.DIALLING: (AgentState.READY, AgentState.PREVIEW, AgentState.DIALLING),
    AgentState.RINGING: (AgentState.READY, AgentState.PREVIEW, AgentState.DIALLING, AgentState.RINGING),
    AgentState.ON_CALL: (AgentState.READY, AgentState.PREVIEW, AgentState.DIALLING, AgentState.ON_CALL),
    AgentState.ON_HOLD: (
        AgentState.READY,
        AgentState.PREVIEW,
        AgentState.DIALLING,
        AgentState.ON_CALL,
        AgentState.ON_HOLD,
    ),
    AgentState.WRAP_UP: (AgentState.READY, AgentState.PREVIEW, AgentState.DIALLING, AgentState.WRAP_UP),
}


class Desk(QWidget):
    """A note, and a key of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.note = QTextEdit()
        QVBoxLayout(self).addWidget(self.note)
        self.pressed: list[str] = []
        bind(self, "F2", lambda: self.pressed.append("F2"))


@dataclass
class Room:
    """A console at which somebody works, or not."""

    window: Console
    desk: Desk
    lock: AwayLock
    presence: AgentPresence
    clock: MemoryClock
    operations: Operations
    loop: qasync.QEventLoop
    tried: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    waited: list[str] = field(default_factory=list)

    @property
    def screen(self) -> AwayScreen:
        shown = self.window.screen_shown
        assert isinstance(shown, AwayScreen)
        return shown

    def quiet(self, seconds: float) -> None:
        self.clock.move(seconds)
        self.lock.look()

    def be(self, state: AgentState) -> None:
        for step in PATHS[state]:
            self.presence.move(step)

    def try_password(self, password: str) -> None:
        tried = len(self.tried)
        # Without a window manager nobody makes the window active again when a dialog goes.
        focus = QApplication.focusWidget() or self.window.focusWidget()
        QTest.keyClicks(focus, password)
        QTest.keyClick(focus, Qt.Key.Key_Return)
        until(self.loop, lambda: len(self.tried) > tried and not len(self.operations.tasks))


@pytest.fixture
def room(qt_loop: qasync.QEventLoop, qtbot: QtBot, themed: QApplication) -> Iterator[Room]:
    window, desk, clock = Console(), Desk(), MemoryClock(NOW)
    window.allow_close()
    qtbot.addWidget(window)
    operations = Operations(Bridge(window), TaskSet(), window)
    presence = AgentPresence(clock)
    room: Room

    async def unlock(password: str) -> None:
        room.tried.append(password)
        if password != SECRET:
            raise UserFacing("KEY-305", "The password is not the one.", "Try again.")

    window.show_screen(desk)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    actions = AwayActions(lambda: LIMIT_S, unlock, lambda: room.ended.append("signed out"))
    lock = AwayLock(window, AGENT, presence, actions, operations, clock, desk)
    lock.waiting.connect(lambda: room.waited.append("waits"))
    room = Room(window, desk, lock, presence, clock, operations, qt_loop)
    desk.note.setFocus()
    yield room
    qt_loop.run_until_complete(operations.tasks.close())


def words(room: Room) -> list[str]:
    return [label.text() for label in room.window.findChildren(Label) if label.isVisible()]


def test_it_locks_by_itself_after_the_time_and_not_before(room: Room, qtbot: QtBot) -> None:
    room.quiet(LIMIT_S - 1)
    assert not room.lock.locked
    room.clock.move(1)
    qtbot.waitUntil(lambda: room.lock.locked, timeout=20 * LOOK_EVERY_MS)
    assert AGENT.name in words(room)
    assert "Your notes are saved" in words(room)


@pytest.mark.parametrize("what", ["key", "mouse"])
def test_any_input_starts_the_time_again(room: Room, what: str) -> None:
    room.clock.move(LIMIT_S - 1)
    handle = room.window.windowHandle()
    if what == "key":
        QTest.keyClick(handle, Qt.Key.Key_A)
    else:
        QTest.mouseMove(handle, room.desk.note.geometry().center())
        QApplication.processEvents()
    room.quiet(LIMIT_S - 1)
    assert not room.lock.locked
    room.quiet(1)
    assert room.lock.locked


@pytest.mark.parametrize("state", sorted(BUSY))
def test_a_call_and_its_wrap_up_are_never_cut(room: Room, state: AgentState) -> None:
    room.be(state)
    room.quiet(LIMIT_S * 10)
    room.lock.ask()
    assert not room.lock.locked
    assert room.waited == ["waits"]
    assert room.presence.now.state is state
    if state is not AgentState.WRAP_UP:
        room.presence.move(AgentState.WRAP_UP)
        room.lock.look()
        assert not room.lock.locked
    room.presence.move(AgentState.READY)
    room.lock.look()
    assert room.lock.locked


@pytest.mark.parametrize("state", [AgentState.READY, AgentState.PREVIEW])
def test_who_is_away_gets_no_contact(room: Room, state: AgentState) -> None:
    room.be(state)
    room.lock.ask()
    assert (room.presence.now.state, room.presence.now.reason) == (AgentState.NOT_READY, NotReadyReason.BREAK)


def test_the_reason_of_a_pause_stays(room: Room) -> None:
    room.presence.move(AgentState.READY)
    room.presence.pause(NotReadyReason.LUNCH)
    room.lock.ask()
    assert room.presence.now.reason is NotReadyReason.LUNCH


def test_what_was_typed_is_there_again_and_the_focus_too(room: Room) -> None:
    QTest.keyClicks(room.desk.note, "half a no")
    room.lock.ask()
    assert not room.desk.note.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F2)
    assert room.desk.pressed == [], "a key reached what is covered"
    room.try_password(SECRET)
    assert not room.lock.locked
    assert room.window.screen_shown is room.desk
    QTest.keyClicks(QApplication.focusWidget(), "te")
    assert room.desk.note.toPlainText() == "half a note"


def test_a_wrong_password_says_so_and_the_next_can_be_typed(room: Room) -> None:
    room.lock.ask()
    room.try_password("wrong")
    assert room.lock.locked
    assert "The password is not the one. Try again." in words(room)
    room.try_password(SECRET)
    assert not room.lock.locked
    assert room.tried == ["wrong", SECRET]


def test_after_too_many_wrong_ones_the_session_ends(room: Room) -> None:
    room.lock.ask()
    for _ in range(MOST_TRIES):
        assert room.ended == []
        room.try_password("wrong")
    assert room.ended == ["signed out"]


def test_an_empty_password_is_not_tried(room: Room) -> None:
    room.lock.ask()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert not len(room.operations.tasks)


def test_signing_out_is_possible_without_a_password(room: Room) -> None:
    room.lock.ask()
    link = next(b for b in room.screen.findChildren(Button) if b.text() == "Sign out")
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert room.ended == ["signed out"]


def test_a_dialog_is_covered_too_and_asks_again(room: Room) -> None:
    dialog = Dialog(DialogText("Delete?", "Jana Peeters", "Delete", "Keep"), room.desk)
    dialog.open()
    room.lock.ask()
    assert not dialog.isVisible()
    room.try_password(SECRET)
    assert dialog.isVisible()
    dialog.reject()


def test_what_went_away_behind_the_cover_is_not_missed(room: Room, qtbot: QtBot) -> None:
    dialog = Dialog(DialogText("Delete?", "", "Delete", "Keep"), room.desk)
    dialog.open()
    room.lock.ask()
    for gone in (dialog, room.desk.note):
        gone.deleteLater()
    qtbot.waitUntil(lambda: not isValid(dialog) and not isValid(room.desk.note))
    room.try_password(SECRET)
    assert room.window.screen_shown is room.desk


def test_another_screen_takes_the_place_of_the_cover_and_of_what_it_covers(room: Room, qtbot: QtBot) -> None:
    room.lock.ask()
    wiped, cover = QWidget(), room.screen
    room.window.show_screen(wiped)
    qtbot.waitUntil(lambda: not isValid(cover) and not isValid(room.desk))
    room.window.uncover()
    assert room.window.screen_shown is wiped
