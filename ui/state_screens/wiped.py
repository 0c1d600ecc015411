"""The workstation was wiped."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.command import Receipt
from ui import locale
from ui.keys import bind_enter
from ui.theme import type_scale
from ui.widgets import Button, ButtonKind, Divider, Label, ListRow, StateScreen


@dataclass(frozen=True)
class WipedView:
    """What is known after a wipe; `receipt` is None when it could not be written."""

    organisation: str
    device: str
    by_user: bool
    receipt: Receipt | None


class WipedScreen(QWidget):
    """What was destroyed and when, by its receipt. Signals: `enrol_again()`, `copied(str)`."""

    enrol_again = Signal()
    copied = Signal(str)

    def __init__(self, view: WipedView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        screen = StateScreen("trash-2", self.tr("CallNex data here was wiped"), self._sentence(view))
        receipt = view.receipt
        if receipt is not None:
            screen.add(Divider(), 10)
            for row in self._rows(receipt):
                screen.add(row, 0)
            screen.add(Divider(), 2)
            self._number = f"W-{receipt.at:%Y%m%d}-{receipt.sequence:04d}-{receipt.previous[:4].upper()}"
            screen.add(Label(self.tr("Receipt {0}").format(self._number), type_scale.MONO, "text2"))
        again = Button(self.tr("Enrol again"), ButtonKind.PRIMARY, keys=("Enter",))
        again.setObjectName("enrol-again")
        again.clicked.connect(self.enrol_again)
        self.setFocusProxy(again)
        bind_enter(self, again.click)
        buttons: list[QWidget] = [again]
        if receipt is not None:
            copy = Button(self.tr("Copy receipt number"), icon="copy")
            copy.clicked.connect(lambda: self.copied.emit(self._number))
            buttons.append(copy)
        screen.add_actions(*buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(screen)

    def _sentence(self, view: WipedView) -> str:
        who = (
            self.tr("Wiped from this workstation.")
            if view.by_user
            else self.tr("Ordered by {0}.").format(view.organisation)
        )
        if view.receipt is None:
            return who
        when = self.tr("Done {0} at {1}.").format(locale.day(view.receipt.at), locale.time(view.receipt.at))
        reason = f" {view.receipt.detail.rstrip('.')}." if view.receipt.detail and not view.by_user else ""
        return f"{who}{reason} {when}"

    def _rows(self, receipt: Receipt) -> Sequence[QWidget]:
        counts = dict(receipt.counts)
        when = locale.time(receipt.at, seconds=True)
        rows: list[QWidget] = []
        took = counts.get("key_gone_us", 0) / 1000
        key = self.tr("Encryption key destroyed in {0} ms").format(f"{took:.1f}")
        rows.append(ListRow("check", key, when, tone="ok", height=26))
        files = self.tr("{0} files, {1} removed").format(
            locale.number(counts.get("files", 0)), locale.size(counts.get("size_bytes", 0))
        )
        rows.append(ListRow("check", files, tone="ok", height=26))
        unsent = counts.get("unsent_actions", 0)
        if unsent:
            words = self.tr("{0} unsent items stay sealed for the platform").format(locale.number(unsent))
            rows.append(ListRow("triangle-alert", words, tone="warn", height=26))
        return rows
