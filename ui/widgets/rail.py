"""The column of destinations at the left of the window."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from ui.theme import colors, painting
from ui.widgets.avatar import Avatar
from ui.widgets.brand_mark import BrandMark
from ui.widgets.rail_item import RailItem


@dataclass(frozen=True, slots=True)
class Destination:
    """One entry of the rail; ``keys`` is shown in its tooltip."""

    key: str
    icon: str
    label: str
    keys: str = ""


class Rail(QWidget):
    """88 px wide: mark, destinations, avatar. ``chosen`` carries the key; Up and Down move the focus."""

    chosen = Signal(str)

    def __init__(
        self,
        destinations: Sequence[Destination],
        current: str = "",
        *,
        initials: str = "",
        person: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFixedWidth(88)
        self.setAccessibleName(self.tr("Main navigation"))
        self._items: dict[str, RailItem] = {}
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 12, 4, 16)
        layout.setSpacing(4)
        layout.addWidget(BrandMark(), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(16)
        for destination in destinations:
            item = RailItem(destination.icon, destination.label, keys=destination.keys)
            item.setChecked(destination.key == current)
            self._items[destination.key] = item
            self._group.addButton(item)
            layout.addWidget(item)
        layout.addStretch(1)
        if initials:
            layout.addWidget(Avatar(initials, 32, name=person), 0, Qt.AlignmentFlag.AlignHCenter)
        self._group.buttonClicked.connect(self._announce)

    def set_current(self, key: str) -> None:
        """Select without a signal."""
        self._items[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        """Number waiting at a destination; 0 hides it."""
        self._items[key].set_count(count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move between destinations."""
        step = {Qt.Key.Key_Up: False, Qt.Key.Key_Down: True}.get(Qt.Key(event.key()))
        if step is None or not self.focusNextPrevChild(step):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The canvas."""
        QPainter(self).fillRect(self.rect(), painting.qcolor(colors().canvas))

    def _announce(self, button: QAbstractButton) -> None:
        self.chosen.emit(next(key for key, item in self._items.items() if item is button))
