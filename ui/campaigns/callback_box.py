"""When to call back."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.campaigns.state import CallbackView
from ui.theme import type_scale
from ui.widgets import Chip, IconText, Label, LineEdit, SelectBox

ME, ANYONE = "me", "anyone"


class CallbackBox(QWidget):
    """Three suggestions, then date, time and who. The contact's own wall clock is meant."""

    suggested = Signal(str)
    dated = Signal(str)
    timed = Signal(str)
    personal = Signal(bool)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[Chip] = []
        self._shown: tuple[tuple[str, str], ...] = ()
        self._dates: tuple[tuple[str, str], ...] = ()
        self._within = IconText("check", "", "ok", size=14)
        self.date = SelectBox(name=self.tr("Callback date"), placeholder=self.tr("Day"))
        self.time = LineEdit(placeholder=self.tr("Time"), name=self.tr("Callback time"))
        self.time.setFixedWidth(68)
        self.who = SelectBox(
            [(ME, self.tr("Me")), (ANYONE, self.tr("Anyone"))], name=self.tr("Who calls back")
        )
        self.who.setFixedWidth(96)
        self.date.chosen.connect(self.dated)
        self.time.textEdited.connect(self.timed)
        self.who.chosen.connect(lambda key: self.personal.emit(key == ME))
        self._suggestions = QHBoxLayout()
        self._suggestions.setSpacing(4)
        self._suggestions.addStretch(1)
        self._lay_out()

    def show_view(self, view: CallbackView | None) -> None:
        """Show another moment; hidden when the outcome is no callback."""
        self.setVisible(view is not None)
        if view is None:
            return
        self._show_chips(view)
        if view.dates != self._dates:
            self._dates = view.dates
            self.date.set_items(view.dates, view.date)
        self.date.set_current(view.date)
        self.who.set_current(ME if view.personal else ANYONE)
        with QSignalBlocker(self.time):
            if self.time.text() != view.time and not self.time.hasFocus():
                self.time.setText(view.time)
        self.time.set_error(view.within is False)
        if view.within is None:
            self._within.set_content("calendar-clock", self.tr("choose a time"), "text3")
        elif view.within:
            self._within.set_content("check", self.tr("within calling window"), "ok")
        else:
            self._within.set_content("ban", self.tr("outside calling window"), "danger")

    def _show_chips(self, view: CallbackView) -> None:
        if view.chips != self._shown:
            self._shown = view.chips
            for old in self._chips:
                self._suggestions.removeWidget(old)
                old.deleteLater()
            self._chips = []
            for index, (key, label) in enumerate(view.chips):
                chip = Chip(label)
                chip.clicked.connect(lambda _=False, key=key: self.suggested.emit(key))
                self._suggestions.insertWidget(index, chip)
                self._chips.append(chip)
        for chip, (key, _) in zip(self._chips, view.chips, strict=True):
            chip.setChecked(key == view.chosen)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(self.tr("Call back"), type_scale.SMALL_STRONG), 1)
        head.addWidget(self._within)
        when = QHBoxLayout()
        when.setSpacing(8)
        when.addWidget(self.date, 1)
        when.addWidget(self.time)
        when.addWidget(self.who)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._suggestions)
        column.addLayout(when)
