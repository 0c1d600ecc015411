"""Locked because nobody was there, or by hand: the password of whoever is signed in unlocks."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.people import User
from app.errors import Explanation
from ui import locale
from ui.keys import bind_enter
from ui.theme import type_scale
from ui.widgets import Avatar, Button, ButtonKind, Field, Label, StateScreen

WIDTH = 270


@dataclass(frozen=True)
class AwayView:
    """Who is away, since when; `paused`: takes no contacts meanwhile."""

    user: User
    since: datetime
    paused: bool


class AwayScreen(QWidget):
    """Nothing of anybody but whoever works here. Signals: `unlock(password)`, `sign_out()`."""

    unlock = Signal(str)
    sign_out = Signal()

    def __init__(self, view: AwayView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        screen = StateScreen("", "", "", width=WIDTH)
        screen.add(self._person(view), 0)
        self._password = Field(self.tr("Password"), size=40, password=True)
        screen.add(self._password, 16)
        self._go = Button(self.tr("Unlock"), ButtonKind.PRIMARY, size=40, keys=("Enter",))
        self._go.setObjectName("unlock")
        self._go.clicked.connect(self._submit)
        screen.add(self._go, 12)
        screen.add(self._foot(), 12)
        bind_enter(self, self._submit)
        self.setFocusProxy(self._password)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(screen)

    def busy(self) -> None:
        """The password is being looked at."""
        self._show(self.tr("Unlocking …"), False, "")

    def refused(self, error: Explanation) -> None:
        """Say why not; another one can be typed at once."""
        self._show(self.tr("Unlock"), True, f"{error.what} {error.next_step}")
        self._password.set_text("")
        self._password.setFocus()

    def _show(self, words: str, enabled: bool, error: str) -> None:
        self._go.setText(words)
        self._go.setEnabled(enabled)
        self._password.set_error(error)

    def _submit(self) -> None:
        if self._go.isEnabled() and self._password.text:
            self.unlock.emit(self._password.text)

    def _person(self, view: AwayView) -> QWidget:
        words = self.tr("Paused since {0}") if view.paused else self.tr("Locked since {0}")
        person = QWidget()
        row = QHBoxLayout(person)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Avatar(view.user.initials, 48, name=view.user.name))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(Label(view.user.name, type_scale.LARGE_STRONG))
        column.addWidget(Label(words.format(locale.time(view.since)), type_scale.SMALL, "text2"))
        column.addStretch(1)
        row.addLayout(column, 1)
        return person

    def _foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(self.tr("Your notes are saved"), type_scale.SMALL, "text2"), 1)
        leave = Button(self.tr("Sign out"), ButtonKind.LINK)
        leave.clicked.connect(self.sign_out)
        row.addWidget(leave)
        return foot
