"""Locked or wiped: takes the whole window, with no data behind it."""

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import colors, icons, painting, type_scale
from ui.widgets.label import Label

_CIRCLE = 48


class StateScreen(QWidget):
    """A column of ``width`` px in the middle: icon in a circle, title, sentence, content, actions, footer."""

    def __init__(
        self, icon: str, title: str, text: str, *, width: int = 350, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._body = QWidget()
        self._body.setFixedWidth(width)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        if icon:
            self._column.addSpacing(_CIRCLE + 12)
        if title:
            self._column.addWidget(Label(title, type_scale.SUBJECT, wrap=True))
        if text:
            self._column.addWidget(Label(text, type_scale.BODY, "text2", wrap=True))
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        # Stretches, not an alignment: an aligned item ignores the height that wrapped text needs.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._body)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(1)
        self.setAccessibleName(f"{title}. {text}")

    def add(self, widget: QWidget, gap: int = 8) -> None:
        """Below what is there, ``gap`` px further down."""
        self._column.addSpacing(gap)
        self._column.addWidget(widget)

    def add_actions(self, *widgets: QWidget, gap: int = 16) -> None:
        """Buttons side by side, the main one first."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        self._column.addSpacing(gap)
        self._column.addLayout(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface, and the icon in its circle."""
        c = colors()
        painter = QPainter(self)
        painter.fillRect(self.rect(), painting.qcolor(c.surface))
        if self._icon:
            corner = self._body.mapTo(self, QPoint(0, 0))
            painting.box(painter, QRectF(corner.x(), corner.y(), _CIRCLE, _CIRCLE), _CIRCLE / 2, c.sunken)
            icons.paint(painter, self._icon, corner.x() + 12, corner.y() + 12, 24, c.text2)
