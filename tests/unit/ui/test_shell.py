"""The frame around the pages, moved by real keys and clicks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.domain.actions import Delivery, OutboxItem
from app.domain.agent_state import AgentState, NotReadyReason
from app.domain.ids import ActionKey
from app.domain.lease import Lease, Rung
from app.domain.policy import LeaseTerms
from app.errors import Explanation
from app.services.agent_presence import AgentPresence
from app.services.device_facts import DeviceFacts
from app.services.synchronise import SyncState
from tests.support.qt_loop import turn, until
from ui.bridge import Bridge
from ui.gallery.campaign_facts import AGENT, NOW
from ui.gallery.campaigns import AgentDesk
from ui.gallery.memory.clock import MemoryClock
from ui.offline_banner import MOST_ROWS, OfflineBanner
from ui.operations import Operations
from ui.pages import PageSpec, shortcuts_of
from ui.shell import Shell
from ui.shell_model import ShellActions, ShellModel
from ui.shortcut_sheet import ShortcutSheet
from ui.task_set import TaskSet
from ui.theme import Mode, painting, theme, type_scale
from ui.widgets import Button, Hint, KeyCap, Label, ListRow, Menu, RailItem, StatePill, Toast

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
ONLINE = SyncState(True, NOW, NOW, 0)
LIVE = (AgentState.READY, AgentState.PREVIEW, AgentState.DIALLING, AgentState.ON_CALL)


def waiting(count: int, kind: str = "save_wrap_up") -> tuple[OutboxItem, ...]:
    return tuple(
        OutboxItem(ActionKey(f"k{n}"), kind, f"Person {n}", NOW, Delivery.WAITING) for n in range(count)
    )


class Page(QWidget):
    """A page with one key and a text field."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.key = key
        self.field = QLineEdit()
        QVBoxLayout(self).addWidget(self.field)

    def hints(self) -> tuple[Hint, ...]:
        return (Hint(("Q",), f"quick in {self.key}"),)

    def shortcuts(self) -> tuple[Hint, ...]:
        return (Hint(("F2",), "dial"), Hint(("1", "9"), "outcome", through=True))


@dataclass
class Office:
    """What the frame was made of, and what it set off."""

    shell: Shell
    model: ShellModel
    presence: AgentPresence | None
    clock: MemoryClock
    operations: Operations
    loop: qasync.QEventLoop
    made: list[str]
    done: list[object] = field(default_factory=list)
    items: tuple[OutboxItem, ...] = ()

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.shell, key, modifiers)
        turn(self.loop)

    def labels(self) -> list[str]:
        return [label.text() for label in self.shell.findChildren(Label) if label.isVisible()]

    @property
    def current(self) -> str:
        return next(item.text() for item in self.shell.findChildren(RailItem) if item.isChecked())

    @property
    def pill(self) -> StatePill:
        pill = self.shell.findChild(StatePill, "state-pill")
        assert isinstance(pill, StatePill)
        return pill

    @property
    def toast(self) -> Toast:
        return self.shell.findChildren(Toast)[0]

    def rows(self) -> list[str]:
        banner = self.shell.findChild(OfflineBanner)
        assert isinstance(banner, OfflineBanner)
        return [row.accessibleName() for row in banner.findChildren(ListRow) if row.isVisible()]

    def sync(self, state: SyncState, items: tuple[OutboxItem, ...] = ()) -> None:
        self.items = items
        self.model.on_sync(state)
        until(self.loop, lambda: not len(self.operations.tasks))


Move = Callable[..., Office]


@pytest.fixture
def move_in(qt_loop: qasync.QEventLoop, qtbot: QtBot, themed: QApplication) -> Iterator[Move]:
    offices: list[Office] = []

    def make(*, agent: bool = True, sound: str = "Jabra Evolve2") -> Office:
        clock = MemoryClock(NOW)
        operations = Operations(Bridge(), TaskSet())
        presence = AgentPresence(clock) if agent else None
        made: list[str] = []
        office: Office

        async def ready() -> Changes:
            assert presence is not None
            if presence.pause_after is not None:
                presence.stay()
            else:
                presence.move(AgentState.READY)
            return Changes()

        async def sign_out() -> Changes:
            office.done.append("signed out")
            return Changes()

        async def items() -> tuple[OutboxItem, ...]:
            return office.items

        async def heard_with() -> str:
            return sound

        def pause(reason: NotReadyReason) -> None:
            assert presence is not None
            presence.pause(reason)

        def page(key: str) -> Callable[[], QWidget]:
            def build() -> QWidget:
                made.append(key)
                return Page(key)

            return build

        actions = ShellActions(
            ready,
            pause,
            sign_out,
            retry=lambda: office.done.append("retry"),
            waiting=items,
            sound=heard_with,
            lock=lambda: office.done.append("locked"),
        )
        model = ShellModel(AGENT, presence, actions, operations, clock)
        specs = [
            PageSpec("campaigns", "Campaigns", "megaphone", "C", page("campaigns")),
            PageSpec("recordings", "Recordings", "audio-lines", "R", page("recordings")),
            PageSpec("privacy", "Privacy and device", "shield-check", "P", page("privacy")),
        ]
        shell = Shell(model, specs)
        model.setParent(shell)
        operations.setParent(shell)
        office = Office(shell, model, presence, clock, operations, qt_loop, made)
        offices.append(office)
        qtbot.addWidget(shell)
        shell.resize(1440, 900)
        shell.show()
        shell.activateWindow()
        model.start()
        office.sync(ONLINE)
        shell.open_page("campaigns")
        return office

    yield make
    for office in offices:
        office.model.stop()
        qt_loop.run_until_complete(office.operations.tasks.close())


@pytest.fixture
def office(move_in: Move) -> Office:
    return move_in()


@pytest.mark.parametrize(
    ("letter", "title"),
    [(Key.Key_C, "Campaigns"), (Key.Key_R, "Recordings"), (Key.Key_P, "Privacy and device")],
)
def test_g_and_a_letter_go_to_a_page(office: Office, letter: Qt.Key, title: str) -> None:
    office.press(Key.Key_G, Key.Key_P if letter is not Key.Key_P else Key.Key_R)
    assert office.current != title
    office.press(Key.Key_G, letter)
    assert office.current == title
    assert title in office.labels()
    assert f"quick in {office.made[-1]}" in office.labels() or len(office.made) > 1
    assert QApplication.focusWidget() is office.shell.page(title.split()[0].lower())


def test_a_page_is_made_when_it_is_first_visited_and_kept(office: Office) -> None:
    assert office.made == ["campaigns"]
    office.press(Key.Key_G, Key.Key_R)
    first = office.shell.page("recordings")
    office.press(Key.Key_G, Key.Key_C)
    office.press(Key.Key_G, Key.Key_R)
    assert office.shell.page("recordings") is first
    assert office.made == ["campaigns", "recordings"]
    assert office.shell.page("privacy") is None


def test_the_hint_bar_shows_the_keys_of_the_page(office: Office) -> None:
    assert "quick in campaigns" in office.labels()
    office.press(Key.Key_G, Key.Key_P)
    assert "quick in privacy" in office.labels()
    assert "quick in campaigns" not in office.labels()


def test_letters_typed_into_a_field_stay_letters(office: Office) -> None:
    page = office.shell.page("campaigns")
    assert isinstance(page, Page)
    page.field.setFocus()
    QTest.keyClicks(page.field, "grgp")
    assert page.field.text() == "grgp"
    assert office.current == "Campaigns"


def test_a_click_on_the_rail_goes_there(office: Office) -> None:
    item = next(i for i in office.shell.findChildren(RailItem) if i.text() == "Recordings")
    QTest.mouseClick(item, Qt.MouseButton.LeftButton)
    assert office.current == "Recordings"
    assert office.shell.page("recordings") is not None


def test_f9_goes_ready_and_takes_a_break(office: Office) -> None:
    assert office.presence is not None
    assert office.pill.text() == "Not ready"
    office.press(Key.Key_F9)
    assert office.presence.now.state is AgentState.READY
    assert office.pill.text() == "Ready"
    office.press(Key.Key_F9)
    assert office.presence.now.reason is NotReadyReason.BREAK
    assert office.pill.text() == "Not ready, break"


def test_f9_in_a_call_asks_for_a_pause_and_takes_it_back(office: Office) -> None:
    presence = office.presence
    assert presence is not None
    for state in LIVE:
        presence.move(state)
    office.press(Key.Key_F9)
    assert presence.now.state is AgentState.ON_CALL, "a pause never cuts a call"
    assert presence.pause_after is NotReadyReason.BREAK
    office.press(Key.Key_F9)
    assert presence.pause_after is None


def test_the_menu_of_the_pill_has_every_reason(office: Office) -> None:
    assert office.presence is not None
    QTest.mouseClick(office.pill, Qt.MouseButton.LeftButton)
    menu = office.shell.findChild(Menu)
    assert isinstance(menu, Menu)
    assert menu.isVisible()
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words == [
        "Ready",
        *(f"Not ready, {reason.value}" for reason in NotReadyReason),
        "Lock",
        "Sign out",
    ]
    item(menu, "Not ready, lunch").trigger()
    assert office.presence.now.reason is NotReadyReason.LUNCH
    item(menu, "Lock").trigger()
    assert office.done == ["locked"]
    office.done.clear()
    item(menu, "Sign out").trigger()
    menu.close()
    until(office.loop, lambda: office.done == ["signed out"])


def test_ctrl_l_locks_while_somebody_types(office: Office) -> None:
    page = office.shell.page("campaigns")
    assert isinstance(page, Page)
    page.field.setFocus()
    office.press(Key.Key_L, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert office.done == ["locked"]


def device(rung: Rung) -> DeviceFacts:
    lease = Lease.of(LeaseTerms("P5D", "P7D", "P30D"), NOW - timedelta(days=5, hours=7))
    return DeviceFacts(NOW, lease=lease, rung=rung)


def test_the_first_rung_says_when_it_locks_and_contact_takes_it_away(office: Office) -> None:
    office.model.on_device(device(Rung.WARN))
    assert "This workstation locks in 1 d 17 h" in office.labels()
    QTest.mouseClick(
        next(b for b in office.shell.findChildren(Button) if b.isVisible() and b.text() == "Try again"),
        Qt.MouseButton.LeftButton,
    )
    assert office.done == ["retry"]
    office.model.on_device(device(Rung.IN_CONTACT))
    assert not [words for words in office.labels() if words.startswith("This workstation locks")]


def test_offline_it_says_how_long_the_data_stays_open(office: Office) -> None:
    office.model.on_device(device(Rung.IN_CONTACT))
    assert not [words for words in office.rows() if words.startswith("Encrypted here")]
    office.sync(replace(ONLINE, online=False))
    assert "Encrypted here. Locks in 1 d 17 h without contact." in office.rows()


def item(menu: Menu, words: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == words)


@pytest.mark.parametrize("minutes", [0, 59, 61, 599])
def test_every_state_fits_into_the_pill(office: Office, minutes: int) -> None:
    presence = office.presence
    assert presence is not None

    def fits() -> None:
        state = office.model.view.pill
        assert state is not None
        office.pill.set_state(state)
        words = state.short or state.label
        assert painting.text_width(words, type_scale.BODY_STRONG) <= office.pill.name_room(), words

    office.clock.move(minutes * 60)
    fits()
    for reason in NotReadyReason:
        presence.move(AgentState.NOT_READY, reason)
        office.clock.move(minutes * 60)
        fits()
    for state in (*LIVE, AgentState.ON_HOLD, AgentState.WRAP_UP):
        presence.move(state)
        office.clock.move(minutes * 60)
        fits()


def test_the_timer_runs_from_the_last_move(office: Office) -> None:
    assert office.presence is not None
    office.clock.move(222)
    pill = office.model.view.pill
    assert pill is not None
    assert pill.timer == "03:42"
    office.presence.move(AgentState.READY)
    pill = office.model.view.pill
    assert pill is not None
    assert pill.timer == "00:00"


def test_f1_lists_every_shortcut_and_escape_leaves(office: Office) -> None:
    office.press(Key.Key_F1)
    sheet = office.shell.findChild(ShortcutSheet)
    assert isinstance(sheet, ShortcutSheet)
    assert sheet.isVisible()
    words = [label.text() for label in sheet.findChildren(Label)]
    assert {
        "quick in campaigns",
        "dial",
        "outcome",
        "–",
        "ready or pause",
        "light or dark",
        "this list",
    } <= set(words)
    assert len(sheet.findChildren(KeyCap)) >= 5
    assert [b.text() for b in sheet.findChildren(Button) if b.isVisible()] == ["Close"]
    QTest.keyClick(sheet, Key.Key_Escape)
    turn(office.loop)
    assert office.shell.findChild(ShortcutSheet) is None or not sheet.isVisible()


def test_a_key_that_the_page_explains_is_listed_once(office: Office) -> None:
    page = (Hint(("F9",), "ready / pause"),)
    sheet = ShortcutSheet(page, office.shell)
    words = [label.text() for label in sheet.findChildren(Label)]
    assert "ready / pause" in words
    assert "ready or pause" not in words
    sheet.deleteLater()


def test_every_key_of_the_campaigns_page_is_in_the_list(qt_loop: qasync.QEventLoop) -> None:
    desk = AgentDesk()
    page = qt_loop.run_until_complete(desk.page())
    told = {"+".join(hint.keys) for hint in shortcuts_of(page)}
    assert {"F2", "F3", "F4", "F8", "Alt+←", "/", "Ctrl+Enter", "A+F", "1+9", "N"} <= told
    qt_loop.run_until_complete(desk.operations.tasks.close())
    page.deleteLater()
    turn(qt_loop)


def test_ctrl_shift_l_switches_between_light_and_dark(office: Office) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    office.press(Key.Key_L, modifiers=both)
    assert theme().mode is Mode.DARK
    office.press(Key.Key_L, modifiers=both)
    assert theme().mode is Mode.LIGHT


def test_offline_says_since_when_and_what_waits(office: Office) -> None:
    banner = office.shell.findChild(OfflineBanner)
    assert isinstance(banner, OfflineBanner)
    assert not banner.isVisible()
    since = NOW - timedelta(minutes=23)
    office.sync(SyncState(False, since, NOW, 3), waiting(2) + waiting(1, "put_mark"))
    assert banner.isVisible()
    assert any(text.startswith("No connection since ") for text in office.labels())
    assert [row.rsplit(",", 1)[0] for row in office.rows()] == [
        "Outcome, Person 0",
        "Outcome, Person 1",
        "Comment, Person 0",
    ]
    assert "3 waiting" in office.labels()
    again = next(button for button in banner.findChildren(Button) if button.text() == "Try again")
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert office.done == ["retry"]
    office.sync(ONLINE)
    assert not banner.isVisible()


def test_a_long_queue_is_counted_and_not_listed_whole(office: Office) -> None:
    office.sync(SyncState(False, NOW, NOW, 9), waiting(MOST_ROWS + 4))
    assert len(office.rows()) == MOST_ROWS + 1
    assert office.rows()[-1] == "and 4 more"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (replace(ONLINE, waiting=1), "1 item waiting"),
        (replace(ONLINE, waiting=12), "12 items waiting"),
        (replace(ONLINE, last_synced_at=None), "Connecting"),
    ],
)
def test_the_top_bar_says_how_far_the_platform_has_it(office: Office, state: SyncState, words: str) -> None:
    office.sync(state)
    assert words in office.labels()
    office.sync(ONLINE)
    assert any(text.startswith("Synced ") for text in office.labels())


def test_an_error_that_no_page_shows_is_a_toast_with_its_next_step(office: Office) -> None:
    office.operations.failed.emit(Explanation("STO-203", "The disk is full.", "Free some space."))
    assert office.toast.isVisible()
    assert office.toast.accessibleName() == "The disk is full. Free some space."


def test_people_who_take_no_calls_have_no_state(move_in: Move) -> None:
    office = move_in(agent=False)
    assert office.shell.findChild(StatePill) is None
    office.press(Key.Key_F9)
    assert not len(office.operations.tasks)


def test_the_top_bar_names_what_is_heard_with(move_in: Move) -> None:
    assert "Jabra Evolve2" in move_in().labels()
