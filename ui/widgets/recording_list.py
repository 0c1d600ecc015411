"""Recordings to pick from."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from ui.theme.dress import dress
from ui.widgets.item_model import ItemModel
from ui.widgets.recording_delegate import RecordingDelegate, RecordingItem


class RecordingList(QListView):
    """Rows of 76 px. ``chosen(key)`` when another row is selected, ``opened(key)`` on Enter."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, items: Sequence[RecordingItem] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self)
        self._model = ItemModel(RecordingItem.spoken, self)
        # Qt does not take ownership of a delegate: keep it.
        self._delegate = RecordingDelegate()
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Recordings"))
        self.setProperty("focusRadius", -1)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.set_items(items)

    def set_items(self, items: Sequence[RecordingItem]) -> None:
        """Replace all rows; the selection stays while its key is still there."""
        kept = self.current
        self._model.set_items(items)
        self.select(kept)

    @property
    def current(self) -> str:
        """Key of the selected row, "" for none."""
        index = self.currentIndex()
        return str(self._model.item(index.row()).key) if index.isValid() else ""

    def select(self, key: str) -> None:
        """Select without a signal, as far as the row exists."""
        for row, item in enumerate(self._model.items):
            if item.key == key:
                self.selectionModel().blockSignals(True)
                self.setCurrentIndex(self._model.index(row))
                self.selectionModel().blockSignals(False)
                self.scrollTo(self._model.index(row))
                self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, the rest is Qt's."""
        self.setProperty("keyboard", True)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self.opened.emit(self.current)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring shows for the keyboard only."""
        self.setProperty("keyboard", event.reason() is not Qt.FocusReason.MouseFocusReason)
        super().focusInEvent(event)

    def _on_current(self, now: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(self._model.item(now.row()).key)
