"""The tabs of a page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from ui.theme import colors, painting
from ui.widgets.tab import Tab


class Tabs(QWidget):
    """44 px with a line below. ``items`` are (key, label); ``chosen`` carries the key. Arrows move.

    ``add_right`` puts buttons at the right end.
    """

    chosen = Signal(str)

    def __init__(
        self, items: Sequence[tuple[str, str]], current: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFixedHeight(44)
        self._keys = [key for key, _ in items]
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 1)
        self._row.setSpacing(24)
        for index, (key, label) in enumerate(items):
            tab = Tab(label)
            tab.setChecked(key == (current or self._keys[0]))
            self._group.addButton(tab, index)
            self._row.addWidget(tab)
        self._row.addStretch(1)
        self._side = QHBoxLayout()
        self._side.setSpacing(8)
        self._row.addLayout(self._side)
        self._group.buttonClicked.connect(self._announce)

    @property
    def current(self) -> str:
        """Key of the selected tab."""
        return self._keys[self._group.checkedId()]

    def set_current(self, key: str) -> None:
        """Select without a signal."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        """Number on a tab; 0 hides it."""
        tab = self._group.button(self._keys.index(key))
        if isinstance(tab, Tab):
            tab.set_count(count)

    def add_right(self, widget: QWidget) -> None:
        """At the right end."""
        self._side.addWidget(widget)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right select the neighbour."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        button = self._group.button(min(max(self._group.checkedId() + step, 0), len(self._keys) - 1))
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        button.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line below."""
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, painting.qcolor(colors().line))

    def _announce(self, button: QAbstractButton) -> None:
        self.chosen.emit(self._keys[self._group.id(button)])
