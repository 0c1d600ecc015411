"""A drop-down list that paints its own frame."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from ui.theme import colors, icons, painting, type_scale
from ui.theme.dress import dress


class SelectBox(QComboBox):
    """``items`` are (key, label) pairs. ``chosen`` carries the key when the user picks one."""

    chosen = Signal(str)

    def __init__(
        self,
        items: Sequence[tuple[str, str]] = (),
        current: str = "",
        *,
        size: int = 32,
        name: str = "",
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        dress(self)
        self._size = size
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setProperty("focusRadius", -1)
        self.set_items(items, current)
        self.activated.connect(lambda index: self.chosen.emit(self.itemData(index)))

    def set_items(self, items: Sequence[tuple[str, str]], current: str = "") -> None:
        """Replace the list; without ``current`` the placeholder shows, or else the first item."""
        self.clear()
        for key, label in items:
            self.addItem(label, key)
        self.setCurrentIndex(self.findData(current) if current or self.placeholderText() else 0)

    @property
    def current(self) -> str:
        """Key of the selected item, "" when none is."""
        return str(self.currentData() or "")

    def set_current(self, key: str) -> None:
        """Select without a signal."""
        self.setCurrentIndex(self.findData(key))

    def sizeHint(self) -> QSize:
        """As wide as the longest item."""
        labels = [self.itemText(i) for i in range(self.count())] + [self.placeholderText()]
        widest = max((painting.text_width(label, type_scale.BODY) for label in labels), default=60)
        return QSize(round(widest) + 9 + 34, self._size)

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters."""
        return QSize(56, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, value, chevron."""
        c = colors()
        painter = QPainter(self)
        painting.field_frame(painter, QRectF(self.rect()), focused=self.hasFocus(), enabled=self.isEnabled())
        shown = self.currentText() or self.placeholderText()
        ink = c.text if self.currentText() and self.isEnabled() else c.text3
        area = QRectF(9, 0, self.width() - 9 - 30, self.height())
        painting.text(painter, area, shown, type_scale.BODY, ink, elide=True)
        icons.paint(painter, "chevron-down", self.width() - 25, (self.height() - 16) / 2, 16, c.text2)
