"""The Privacy and device page in a window, moved by real keys and clicks."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.domain.ids import RecordingId
from app.errors import EnvironmentFault, Explanation
from tests.support.qt_loop import turn, until
from ui.gallery.privacy import PERSON, PrivacyDesk
from ui.privacy.model import PrivacyActions
from ui.privacy.page import NOTICE, RECEIPTS, STORED, PrivacyPage
from ui.widgets import Button, Dialog, EmptyState, Label, ListRow, Skeleton, Table, Tabs

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
DEVICE = "BRG-KTR-0142"


@dataclass
class Officer:
    """A person in front of the page; `done` is what was set off, `answers` holds a check-in back."""

    desk: PrivacyDesk
    page: PrivacyPage
    loop: qasync.QEventLoop
    done: list[str]
    answers: asyncio.Event
    fault: list[EnvironmentFault] = field(default_factory=list)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.page, key, modifiers)
        turn(self.loop)

    def button(self, words: str, inside: QWidget | None = None) -> Button:
        found = [b for b in (inside or self.page).findChildren(Button) if b.text() == words and b.isVisible()]
        assert len(found) == 1
        return found[0]

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        turn(self.loop)

    def labels(self, inside: QWidget | None = None) -> list[str]:
        return [label.text() for label in (inside or self.page).findChildren(Label) if label.isVisible()]

    def ask_to_wipe(self) -> Dialog:
        self.click(self.button("Wipe this workstation"))
        dialog = self.page.findChild(Dialog)
        assert isinstance(dialog, Dialog)
        assert dialog.isVisible()
        return dialog


Sit = Callable[..., Officer]


@pytest.fixture
def sit(qt_loop: qasync.QEventLoop, qtbot: QtBot, themed: QApplication) -> Iterator[Sit]:
    officers: list[Officer] = []

    def sit_down(*, contacted: bool = True, filled: bool = True) -> Officer:
        done: list[str] = []
        answers = asyncio.Event()
        answers.set()

        async def check_in() -> Changes:
            await answers.wait()
            if officer.fault:
                raise officer.fault[0]
            done.append("checked in")
            return Changes(policy=True)

        async def wipe() -> None:
            done.append("wiped")

        actions = PrivacyActions(check_in, wipe)
        desk = PrivacyDesk(contacted=contacted, filled=filled, actions=actions)
        page = qt_loop.run_until_complete(desk.page())
        officer = Officer(desk, page, qt_loop, done, answers)
        officers.append(officer)
        qtbot.addWidget(page)
        page.resize(1352, 820)
        page.show()
        page.activateWindow()
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        settle(officer)
        return officer

    yield sit_down
    for officer in officers:
        officer.answers.set()
        qt_loop.run_until_complete(officer.desk.operations.tasks.close())


def settle(officer: Officer) -> None:
    until(officer.loop, lambda: not len(officer.desk.operations.tasks))
    turn(officer.loop, 8)


@pytest.fixture
def officer(sit: Sit) -> Officer:
    return sit()


def shown(officer: Officer, name: str) -> bool:
    table = officer.page.findChild(Table, name)
    assert isinstance(table, Table)
    return table.isVisible()


def test_ctrl_and_a_digit_open_the_tabs(officer: Officer) -> None:
    tabs = officer.page.findChild(Tabs)
    assert isinstance(tabs, Tabs)
    officer.press(Key.Key_2, CTRL)
    assert (tabs.current, shown(officer, "receipts"), shown(officer, "holdings")) == (RECEIPTS, True, False)
    officer.press(Key.Key_3, CTRL)
    assert tabs.current == NOTICE
    assert any(text.startswith("Recordings and transcripts are deleted 90") for text in officer.labels())
    assert any("Gegevensbeschermingsautoriteit" in text for text in officer.labels())
    officer.press(Key.Key_1, CTRL)
    assert (tabs.current, shown(officer, "holdings")) == (STORED, True)


def test_f5_checks_in_and_the_button_rests_meanwhile(officer: Officer) -> None:
    officer.answers.clear()
    officer.press(Key.Key_F5)
    button = officer.button("Check in now")
    assert not button.isEnabled()
    officer.press(Key.Key_F5)
    officer.answers.set()
    settle(officer)
    assert officer.done == ["checked in"]
    assert button.isEnabled()


def test_a_failed_check_in_is_told_and_can_be_tried_again(officer: Officer) -> None:
    told: list[Explanation] = []
    officer.desk.operations.failed.connect(told.append)
    officer.fault = [EnvironmentFault("NET-101", "The platform cannot be reached.", "Check the network.")]
    officer.press(Key.Key_F5)
    settle(officer)
    assert [one.code for one in told] == ["NET-101"]
    assert officer.button("Check in now").isEnabled()


def test_a_wipe_asks_for_the_name_of_the_workstation(officer: Officer) -> None:
    dialog = officer.ask_to_wipe()
    assert "312 recordings and 298 transcripts are destroyed here. " in officer.labels(dialog)
    confirm = officer.button("Wipe", dialog)
    assert not confirm.isEnabled()
    QTest.keyClicks(QApplication.focusWidget(), "BRG-KTR-014")
    assert not confirm.isEnabled()
    QTest.keyClicks(QApplication.focusWidget(), "2")
    assert confirm.isEnabled()
    officer.press(Key.Key_Return)
    assert officer.done == [], "Enter must not destroy anything"
    officer.click(confirm)
    settle(officer)
    assert officer.done == ["wiped"]


def test_escape_keeps_the_data(officer: Officer) -> None:
    officer.ask_to_wipe()
    QTest.keyClicks(QApplication.focusWidget(), DEVICE)
    officer.press(Key.Key_Escape)
    settle(officer)
    assert officer.done == []
    assert officer.page.findChild(Dialog) is None


def test_whatever_changes_is_measured_again(officer: Officer) -> None:
    seen: list[object] = []
    officer.page.model.changed.connect(seen.append)
    for number in range(3):
        changes = Changes(recordings=frozenset({RecordingId(f"r{number}")}))
        officer.desk.operations.bridge.publish(changes)
    settle(officer)
    assert len(seen) == 2, "once at once, and once more for all that came meanwhile"


def test_before_the_first_contact_it_says_what_to_do(sit: Sit) -> None:
    officer = sit(contacted=False, filled=False)
    assert "No contact yet. Check in to receive the policy." in officer.labels()
    assert "None received yet." in officer.labels()
    officer.press(Key.Key_3, CTRL)
    assert "No policy received yet. Check in to receive it." in officer.labels()


def test_an_empty_workstation_says_so(sit: Sit) -> None:
    officer = sit(filled=False)
    assert "Nothing is due in the next 30 days." in officer.labels()
    assert "Nothing was deleted here yet." in officer.labels()
    officer.press(Key.Key_2, CTRL)
    empty = officer.page.findChild(EmptyState)
    assert isinstance(empty, EmptyState)
    assert empty.isVisible()


def test_the_side_shows_the_newest_receipts_first(officer: Officer) -> None:
    rows = [row.accessibleName() for row in officer.page.findChildren(ListRow) if row.isVisible()]
    assert [row.split(",")[0] for row in rows] == [
        "Deleted on schedule",
        "Policy applied",
        "An order was refused",
        "This workstation was enrolled",
    ]


def test_until_it_is_measured_nothing_is_claimed(qtbot: QtBot, sit: Sit) -> None:
    officer = sit()
    page = PrivacyPage(officer.desk.model())
    qtbot.addWidget(page)
    page.resize(1352, 820)
    page.show()
    skeleton = page.findChild(Skeleton)
    assert isinstance(skeleton, Skeleton)
    assert skeleton.isVisible()
    wipe = next(b for b in page.findChildren(Button) if b.text() == "Wipe this workstation")
    assert not wipe.isEnabled()
    settle(officer)
    assert not skeleton.isVisible()
    assert wipe.isEnabled()


def summary(officer: Officer) -> str:
    label = officer.page.findChild(Label, "person-summary")
    assert isinstance(label, Label)
    return label.text()


def about(officer: Officer) -> list[tuple[str, ...]]:
    table = officer.page.findChild(Table, "about")
    assert isinstance(table, Table)
    model = table.model()
    rows = range(model.rowCount()) if table.isVisible() else range(0)
    return [tuple(str(model.index(row, column).data() or "") for column in range(4)) for row in rows]


def test_a_person_is_asked_about_by_keyboard(officer: Officer) -> None:
    officer.press(Key.Key_F, CTRL)
    QTest.keyClicks(QApplication.focusWidget(), PERSON)
    officer.press(Key.Key_Return)
    settle(officer)
    assert summary(officer) == f"7 items about “{PERSON}”"
    assert about(officer) == [
        ("Contacts", "1", "Fri 26 Jun 14:31", ""),
        ("Calls and outcomes", "3", "Tue 28 Apr 14:31 to Mon 13 Jul 14:31", ""),
        ("Call recordings", "2", "Tue 28 Apr 14:31 to Mon 13 Jul 14:31", "1 kept by law"),
        ("Do-not-call numbers", "1", "Until lifted", ""),
    ]
    QTest.keyClicks(QApplication.focusWidget(), "7")
    assert about(officer) == []  # what was found is of nobody typed now
    officer.press(Key.Key_Return)
    settle(officer)
    assert summary(officer) == f"Nothing is held here about “{PERSON}7”."


def test_an_announced_policy_says_what_it_changes_and_would_delete(officer: Officer) -> None:
    words = officer.labels()
    assert "Revision 43, in force from Fri 1 May 14:31" in words
    assert "Northgate Fleet · Renewal recordings from 60 days to 30 days" in words
    assert "Northgate Fleet · Renewal recordings from 90 days to 60 days" in words
    assert "Would delete now: 41 recordings, 41 transcripts, 44 calls anonymised" in words


def test_nothing_is_announced_before_the_first_contact(sit: Sit) -> None:
    officer = sit(contacted=False, filled=False)
    assert not any("in force from" in words for words in officer.labels())


def test_the_log_is_a_click_away(officer: Officer) -> None:
    officer.click(officer.button("Open log"))
    tabs = officer.page.findChild(Tabs)
    assert isinstance(tabs, Tabs)
    assert tabs.current == RECEIPTS
