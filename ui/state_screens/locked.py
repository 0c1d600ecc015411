"""Locked by the lease or by order: contact unlocks."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.lease import Lease
from app.errors import Explanation
from ui import locale
from ui.keys import bind_enter
from ui.privacy.durations import spoken_time_left
from ui.theme import type_scale
from ui.widgets import Button, ButtonKind, Label, LeaseBar, LeaseView, StateScreen


@dataclass(frozen=True)
class LockedView:
    """Why it is locked and what is left; `lease` None when it was never in contact."""

    server: str
    device: str
    by_order: bool
    now: datetime
    lease: Lease | None
    busy: bool = False
    error: Explanation | None = None


class LockedScreen(QWidget):
    """One way out: contact. Signal: `try_again()`."""

    try_again = Signal()

    def __init__(self, view: LockedView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = (
            self.tr("Locked by your organisation")
            if view.by_order
            else self.tr("Connect to unlock your data")
        )
        screen = StateScreen("lock", title, self._sentence(view))
        if view.lease is not None:
            screen.add(LeaseBar(self._bar(view.lease, view.now)), 16)
        again = Button(
            self.tr("Checking …") if view.busy else self.tr("Try again"),
            ButtonKind.PRIMARY,
            icon="refresh-cw",
            keys=("Enter",),
        )
        again.setObjectName("try-again")
        again.setEnabled(not view.busy)
        again.clicked.connect(self.try_again)
        self.setFocusProxy(again)
        bind_enter(self, again.click)
        screen.add_actions(again)
        if view.error is not None:
            words = f"{view.error.what} {view.error.next_step} ({view.error.code})"
            screen.add(Label(words, type_scale.SMALL, "danger", wrap=True), 12)
        quote = self.tr("Still locked? Call IT and quote {0}.").format(view.device)
        screen.add(Label(quote, type_scale.SMALL, "text3", wrap=True), 12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(screen)

    def _sentence(self, view: LockedView) -> str:
        if view.by_order:
            return self.tr(
                "Sign in again once this workstation has reached {0}. Nothing is lost yet."
            ).format(view.server)
        if view.lease is None:
            return self.tr("This workstation has not reached {0} yet.").format(view.server)
        since = f"{locale.day(view.lease.last_contact)}, {locale.time(view.lease.last_contact)}"
        return self.tr("This workstation has not reached {0} since {1}. Nothing is lost yet.").format(
            view.server, since
        )

    def _bar(self, lease: Lease, now: datetime) -> LeaseView:
        whole = (lease.wipes_at - lease.last_contact).total_seconds()
        used = min(1.0, max(0.0, (now - lease.last_contact).total_seconds() / whole))
        locks = (lease.locks_at - lease.last_contact).total_seconds() / whole
        wipes = self.tr("Wipes in {0}").format(spoken_time_left(lease.wipes_at - now))
        return LeaseView(used, locks, labels=(self.tr("Last contact"), self.tr("Locks"), wipes))
