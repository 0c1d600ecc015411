"""A choice between a few values, all visible."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.theme import colors, painting
from ui.widgets.segment import Segment


class Segmented(QFrame):
    """``items`` are (key, label) pairs. Left and Right move; ``chosen`` carries the key."""

    chosen = Signal(str)

    def __init__(
        self,
        items: Sequence[tuple[str, str]],
        current: str = "",
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._keys = [key for key, _ in items]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(1)
        for index, (key, label) in enumerate(items):
            button = Segment(label)
            button.setChecked(key == (current or self._keys[0]))
            self._group.addButton(button, index)
            layout.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self._group.buttonClicked.connect(self._announce)

    @property
    def current(self) -> str:
        """Key of the selected item."""
        return self._keys[self._group.checkedId()]

    def set_current(self, key: str) -> None:
        """Select without a signal."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right select the neighbour, stopping at the ends."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        index = min(max(self._group.checkedId() + step, 0), len(self._keys) - 1)
        button = self._group.button(index)
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        button.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sunken track."""
        painting.box(QPainter(self), QRectF(self.rect()), 6, colors().sunken)

    def _announce(self, button: QAbstractButton) -> None:
        self.chosen.emit(self._keys[self._group.id(button)])
