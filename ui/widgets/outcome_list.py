"""What a call achieved, one key each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QWidget

from ui.theme.dress import dress
from ui.widgets.item_model import ItemModel
from ui.widgets.outcome_delegate import ROW, SEPARATOR, OutcomeDelegate, OutcomeItem


class OutcomeList(QListView):
    """Grows to its content. ``chosen`` carries the key: by mouse, arrow key, Space or its digit."""

    chosen = Signal(str)

    def __init__(
        self, items: Sequence[OutcomeItem] = (), *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        dress(self)
        self._model = ItemModel(lambda item: f"{item.digit} {item.label}".strip(), self)
        self.setModel(self._model)
        self.setItemDelegate(OutcomeDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name or self.tr("Outcome"))
        self.setProperty("focusRadius", -1)
        self.clicked.connect(lambda index: self._choose(index.row()))
        self.set_items(items)

    def set_items(self, items: Sequence[OutcomeItem]) -> None:
        """Other outcomes; none is chosen."""
        self._model.set_items(items)
        self.setFixedHeight(sum(ROW + (SEPARATOR if item.separated else 0) for item in items))

    @property
    def current(self) -> str:
        """Key of the chosen outcome, "" while there is none."""
        rows = self.selectionModel().selectedIndexes()
        return self._model.item(rows[0].row()).key if rows else ""

    def set_current(self, key: str) -> None:
        """Choose without a signal, "" for none."""
        self.clearSelection()
        for row, item in enumerate(self._model.items):
            if item.key == key:
                self.setCurrentIndex(self._model.index(row))

    def press_digit(self, digit: str) -> bool:
        """Choose by digit; for the page, which owns the shortcut. False when no outcome has it."""
        for row, item in enumerate(self._model.items):
            if item.digit == digit and item.enabled:
                self._choose(row)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose the neighbour as in a radio group; Space, Enter and digits choose too."""
        self.setProperty("keyboard", True)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._step(step)
            return
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self._choose(self.currentIndex().row())
        elif not (event.text().isdigit() and self.press_digit(event.text())):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring shows for the keyboard only."""
        self.setProperty("keyboard", event.reason() is not Qt.FocusReason.MouseFocusReason)
        super().focusInEvent(event)

    def _step(self, step: int) -> None:
        row = self.currentIndex().row() + step
        while 0 <= row < len(self._model.items):
            if self._model.item(row).enabled:
                self._choose(row)
                return
            row += step

    def _choose(self, row: int) -> None:
        item = self._model.item(row)
        if item.enabled:
            self.setCurrentIndex(self._model.index(row))
            self.chosen.emit(item.key)
