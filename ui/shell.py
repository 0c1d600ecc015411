"""The frame around the pages: rail, top bar, sheet, banners, hint bar, toast."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.agent_state import AgentState, NotReadyReason
from app.errors import Explanation
from ui import locale
from ui.lease_banner import LeaseBanner
from ui.offline_banner import OfflineBanner
from ui.pages import PageSpec, hints_of, shortcuts_of, show_thing
from ui.shell_model import ShellModel, ShellView
from ui.shortcut_sheet import ShortcutSheet
from ui.theme import theme, type_scale
from ui.widgets import (
    Destination,
    Hint,
    HintBar,
    IconText,
    Label,
    Menu,
    Rail,
    Sheet,
    SheetKind,
    StatePill,
    Toast,
    TopBar,
)

REASONS = (
    NotReadyReason.BREAK,
    NotReadyReason.LUNCH,
    NotReadyReason.MEETING,
    NotReadyReason.TRAINING,
    NotReadyReason.COACHING,
    NotReadyReason.TECHNICAL,
)
IN_A_CALL = frozenset({AgentState.DIALLING, AgentState.RINGING, AgentState.ON_CALL, AgentState.ON_HOLD})


class Shell(Sheet):
    """Composes the pages it is given; knows none of them. A page is made when it is first visited."""

    def __init__(
        self,
        model: ShellModel,
        pages: Sequence[PageSpec],
        parent: QWidget | None = None,
        *,
        empty: bool = False,
    ) -> None:
        """`empty`: the first page waits for `open_first`, so that the frame shows before it is built."""
        super().__init__(SheetKind.CANVAS, parent=parent)
        self._model = model
        self._specs = {spec.key: spec for spec in pages}
        self._made: dict[str, QWidget] = {}
        self._wanted = pages[0].key
        # A timer, since a posted event would come before the keys that wait.
        self._next_turn = QTimer(self, interval=0, singleShot=True)
        self._next_turn.timeout.connect(self._show_wanted)
        self._stack = QStackedWidget()
        self._hints = HintBar(note=self.tr("Encrypted on this workstation"))
        self._banner = OfflineBanner()
        self._banner.retry.connect(model.retry)
        self._lease = LeaseBanner()
        self._lease.retry.connect(model.retry)
        self._toast = Toast(self)
        self._pill: StatePill | None = None
        self._rail = self._make_rail(pages)
        self._title = Label("", type_scale.TITLE)
        self._sync = IconText("cloud-check", "")
        self._sound = IconText("headphones", "")
        self._lay_out()
        self._bind_keys(pages)
        model.changed.connect(self._render)
        model.operations.failed.connect(self._show_error)
        if not empty:
            self.open_first()
        self._render(model.view)

    def page(self, key: str) -> QWidget | None:
        """Return a page that was visited."""
        return self._made.get(key)

    def make_first(self) -> None:
        """Build the first page without showing it, which is the other half of the work."""
        self._page(next(iter(self._specs)))

    def open_first(self) -> None:
        """Show the first page, unless another one was opened already."""
        if self._stack.count() == 0:
            self.open_page(self._wanted)

    def open_page(self, key: str) -> None:
        """Show a page; one that is not made yet is made first and shown in the next turn of the loop."""
        self._wanted = key
        if key in self._made:
            self._show(key)
        else:
            self._page(key)
            self._next_turn.start()

    def _show_wanted(self) -> None:
        self._show(self._wanted)

    def _show(self, key: str) -> None:
        spec, page = self._specs[key], self._made[key]
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._rail.set_current(key)
        self._title.setText(spec.title)
        self._hints.set_hints((*hints_of(page), Hint(("F1",), self.tr("all shortcuts"))))
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _page(self, key: str) -> QWidget:
        if key not in self._made:
            page = self._made[key] = self._specs[key].factory()
            # Bound methods alone: a closure over page or shell would keep both alive after the window.
            if hasattr(page, "said"):
                page.said.connect(self.say)
            if hasattr(page, "left_for"):
                page.left_for.connect(self.open_thing)
        return self._made[key]

    def open_thing(self, key: str, thing: str) -> None:
        """Show a page with one thing on it, such as a recording."""
        self.open_page(key)
        show_thing(self._made[key], thing)

    def say(self, text: str) -> None:
        """Show a sentence for a few seconds."""
        self._toast.show_message(text)

    def _make_rail(self, pages: Sequence[PageSpec]) -> Rail:
        user = self._model.user
        rail = Rail(
            [Destination(spec.key, spec.icon, spec.title, f"G {spec.letter}") for spec in pages],
            pages[0].key,
            initials=user.initials,
            person=user.name,
        )
        rail.chosen.connect(self.open_page)
        return rail

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_top_bar())
        sheet = Sheet(SheetKind.MAIN)
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(1, 1, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._lease)
        inside.addWidget(self._banner)
        inside.addWidget(self._stack, 1)
        column.addWidget(sheet, 1)
        column.addWidget(self._hints)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(column, 1)

    def _make_top_bar(self) -> TopBar:
        bar = TopBar()
        pill = self._model.view.pill
        if pill is not None:
            self._pill = StatePill(pill)
            self._pill.setObjectName("state-pill")
            self._pill.set_menu(self._state_menu())
            bar.add_left(self._pill)
        bar.add_left(self._title)
        bar.add_right(self._sync)
        bar.add_right(self._sound)
        return bar

    def _state_menu(self) -> Menu:
        menu = Menu(title=self.tr("State"), parent=self)
        menu.add_item(self.tr("Ready"), icon="headphones", keys=("F9",)).triggered.connect(
            self._model.go_ready
        )
        menu.addSeparator()
        for reason in REASONS:
            words = self.tr("Not ready, {0}").format(self._model.reason_words(reason).lower())
            item = menu.add_item(words, icon="pause")
            item.triggered.connect(lambda _=False, reason=reason: self._model.pause(reason))
        menu.addSeparator()
        menu.add_item(self.tr("Lock"), icon="lock", keys=("Ctrl", "L")).triggered.connect(self._model.lock)
        menu.add_item(self.tr("Sign out"), icon="log-out").triggered.connect(self._model.sign_out)
        return menu

    def _bind_keys(self, pages: Sequence[PageSpec]) -> None:
        for spec in pages:
            self._key(f"G, {spec.letter}", lambda key=spec.key: self.open_page(key))
        self._key("F9", self._model.toggle_ready)
        self._key("F1", self._show_shortcuts)
        self._key("Ctrl+L", self._model.lock)
        self._key("Ctrl+Shift+L", self._toggle_theme)

    def _key(self, keys: str, do: object) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(do)

    def _toggle_theme(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme().toggle(application)

    def _show_shortcuts(self) -> None:
        page = self._stack.currentWidget()
        ShortcutSheet(shortcuts_of(page) if page is not None else (), self).open()

    def _render(self, view: ShellView) -> None:
        if self._pill is not None and view.pill is not None:
            self._pill.set_state(view.pill)
        self._banner.show_view(view)
        self._lease.show_facts(view.device)
        self._sync.set_content(*self._sync_words(view))
        null = not view.sound
        self._sound.set_content("headphone-off" if null else "headphones", view.sound, "text2")
        self._sound.setVisible(not null)

    def _sync_words(self, view: ShellView) -> tuple[str, str, str, str]:
        if not view.online:
            return "cloud-off", self.tr("{0} waiting").format(locale.number(view.waiting)), "warn", "warn"
        if view.waiting:
            one = view.waiting == 1
            words = self.tr("1 item waiting") if one else self.tr("{0} items waiting")
            waiting = words.format(locale.number(view.waiting))
            return "refresh-cw", waiting, "text2", "text2"
        if view.synced_at is None:
            return "refresh-cw", self.tr("Connecting"), "text2", "text2"
        synced = self.tr("Synced {0}").format(locale.time(view.synced_at))
        return "cloud-check", synced, "text2", "ok"

    def _show_error(self, error: Explanation) -> None:
        self._toast.show_message(f"{error.what} {error.next_step}", icon="circle-alert")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the ticks with the window."""
        self._model.stop()
        super().closeEvent(event)
