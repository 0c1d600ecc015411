"""What the list is narrowed to: a chip for each filter in force, a menu for all of them."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.outcome import OutcomeClass
from ui.widgets import Button, Chip, Menu

Choice = tuple[str, str]


class Filters(QWidget):
    """Signal: `narrowed(campaign, outcome)`, "" for all."""

    narrowed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._campaigns: tuple[Choice, ...] = ()
        self._outcomes = self._names()
        self._campaign = self._outcome = ""
        self._chips: list[Chip] = []
        self.button = Button("", size=28, icon="list-filter", name=self.tr("Filter by campaign or outcome"))
        self.button.setObjectName("filter-recordings")
        self.button.clicked.connect(self.open_menu)
        self.menu = Menu(title=self.tr("Filters"), parent=self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._row.addWidget(self.button)

    def show_filters(self, campaigns: Sequence[Choice], campaign: str, outcome: str) -> None:
        """Show which are in force."""
        if (tuple(campaigns), campaign, outcome) == (self._campaigns, self._campaign, self._outcome):
            return
        self._campaigns, self._campaign, self._outcome = tuple(campaigns), campaign, outcome
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        if campaign:
            chip = self._chip(dict(campaigns).get(campaign, campaign))
            chip.removed.connect(lambda: self.narrowed.emit("", self._outcome))
        if outcome:
            chip = self._chip(dict(self._outcomes).get(outcome, outcome))
            chip.removed.connect(lambda: self.narrowed.emit(self._campaign, ""))

    def put_beside(self, widget: QWidget) -> None:
        """Something for the place where no chips are."""
        self._row.insertWidget(0, widget)

    def open_menu(self) -> None:
        """Campaigns, then outcomes; the one in force is ticked and goes off when chosen again."""
        self.menu.clear()
        for key, name in self._campaigns:
            self._item(name, key == self._campaign).triggered.connect(
                lambda _=False, key=key: self.narrowed.emit(
                    "" if key == self._campaign else key, self._outcome
                )
            )
        if self._campaigns:
            self.menu.addSeparator()
        for key, name in self._outcomes:
            self._item(name, key == self._outcome).triggered.connect(
                lambda _=False, key=key: self.narrowed.emit(
                    self._campaign, "" if key == self._outcome else key
                )
            )
        self.menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 4)))

    def _item(self, name: str, checked: bool) -> QAction:
        return self.menu.add_item(name, checked=checked)

    def _chip(self, name: str) -> Chip:
        chip = Chip(name, checkable=False, removable=True, parent=self)
        chip.setToolTip(self.tr("Remove this filter"))
        self._chips.append(chip)
        self._row.insertWidget(self._row.indexOf(self.button) - 1, chip)
        return chip

    def _names(self) -> tuple[Choice, ...]:
        return (
            (OutcomeClass.POSITIVE.value, self.tr("Positive")),
            (OutcomeClass.NEGATIVE.value, self.tr("Negative")),
            (OutcomeClass.CALLBACK_PERSONAL.value, self.tr("Callback, personal")),
            (OutcomeClass.CALLBACK_ANYONE.value, self.tr("Callback, anyone")),
            (OutcomeClass.RETRY.value, self.tr("Try again")),
            (OutcomeClass.NOT_REACHED.value, self.tr("Not reached")),
            (OutcomeClass.DO_NOT_CALL_CAMPAIGN.value, self.tr("Do not call, campaign")),
            (OutcomeClass.DO_NOT_CALL_ORGANISATION.value, self.tr("Do not call at all")),
            (OutcomeClass.INCOMPLETE.value, self.tr("Cannot tell")),
        )
