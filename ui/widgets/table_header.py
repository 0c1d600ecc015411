"""Titles of a table."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView

from ui.theme import colors, painting, type_scale
from ui.widgets.cell import Column
from ui.widgets.cell_delegate import cell_area


class TableHeader(QHeaderView):
    """28 px, 11/500, a line below."""

    def __init__(self, columns: tuple[Column, ...]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._columns = columns
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(28)

    def sizeHint(self) -> QSize:
        """The fixed height."""
        return QSize(super().sizeHint().width(), 28)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One title, on the side of its column's values."""
        c = colors()
        whole = QRectF(rect)
        painter.fillRect(QRectF(whole.left(), whole.bottom() - 1, whole.width(), 1), painting.qcolor(c.line))
        area = cell_area(whole, section, len(self._columns))
        column = self._columns[section]
        align = painting.ALIGN_RIGHT if column.right else painting.ALIGN_LEFT
        painting.text(painter, area, column.title, type_scale.TINY_MEDIUM, c.text2, align, elide=True)
