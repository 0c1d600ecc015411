"""A still row: icon, one or two lines, something at the right."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import TextStyle, colors, painting, type_scale
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import Label


class ListRow(QWidget):
    """24 px compact, 32, or 40 with two lines. ``tone`` names the icon's palette token.

    ``line`` draws a hairline below. ``margin`` is the inset of the content at both sides.
    """

    def __init__(
        self,
        icon: str,
        title: str,
        right: str = "",
        *,
        second: str = "",
        tone: str = "text2",
        right_tone: str = "text3",
        height: int = 0,
        line: bool = False,
        margin: int = 0,
        style: TextStyle = type_scale.SMALL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._height = height or (40 if second else 24)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(margin, 0, margin, 1 if line else 0)
        layout.setSpacing(8)
        if icon:
            column = QVBoxLayout()
            column.setContentsMargins(0, 0, 0, 16 if second else 0)
            column.addWidget(IconLabel(icon, 16, tone))
            layout.addLayout(column)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Label(title, style))
        if second:
            words.addWidget(Label(second, type_scale.SMALL, "text3"))
        words.addStretch(1)
        layout.addLayout(words, 1)
        self.right = Label(right, type_scale.SMALL, right_tone)
        if right:
            side = QVBoxLayout()
            side.setContentsMargins(0, 0, 0, 16 if second else 0)
            side.addWidget(self.right)
            layout.addLayout(side)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(filter(None, (title, second, right))))

    def sizeHint(self) -> QSize:
        """The fixed height."""
        return QSize(200, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The hairline."""
        if self._line:
            area = QRectF(0, self.height() - 1, self.width(), 1)
            QPainter(self).fillRect(area, painting.qcolor(colors().line))
