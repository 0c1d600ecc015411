"""Paints the cells of a table."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import TextStyle, colors, icons, painting, type_scale
from ui.widgets.button_face import ButtonFace, ButtonState
from ui.widgets.cell import Cell, Column, Row
from ui.widgets.item_model import ITEM_ROLE

EDGE, BETWEEN = 16, 8


def cell_area(rect: QRectF, column: int, count: int) -> QRectF:
    """The content of a cell: 16 px from the table's edges, 8 from its neighbours."""
    left = EDGE if column == 0 else BETWEEN
    right = EDGE if column == count - 1 else BETWEEN
    return rect.adjusted(left, 0, -right, -1)


def button_area(cell: Cell, area: QRectF, right: bool) -> QRectF:
    """Where the button of a cell stands."""
    face = _face(cell)
    left = area.right() - face.width() if right else area.left()
    return QRectF(left, area.center().y() - face.height() / 2, face.width(), face.height()).toRect().toRectF()


def _face(cell: Cell) -> ButtonFace:
    assert cell.button is not None
    return ButtonFace(cell.text, cell.button, 28, cell.icon)


class CellDelegate(QStyledItemDelegate):
    """Background of the row, then the cell, then the hairline below."""

    hover_row = -1

    def __init__(self, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self._columns = columns

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One cell; group rows are painted by the table across all columns."""
        cell: Cell = index.data(ITEM_ROLE)
        c = colors()
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, painting.qcolor(c.accent_tint))
        elif index.row() == self.hover_row:
            painter.fillRect(rect, painting.qcolor(c.hover))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), painting.qcolor(c.line))
        column = self._columns[index.column()]
        paint_cell(painter, cell_area(rect, index.column(), len(self._columns)), cell, column.right)


def paint_cell(painter: QPainter, area: QRectF, cell: Cell, right: bool) -> None:
    """Whatever the cell holds, inside ``area``."""
    if cell.button is not None:
        _face(cell).paint(painter, button_area(cell, area, right), ButtonState())
    elif cell.badge is not None:
        width = painting.badge_width(cell.text, cell.icon)
        left = area.right() - width if right else area.left()
        painting.paint_badge(painter, left, round(area.center().y() - 10), cell.text, cell.badge, cell.icon)
    elif cell.spark:
        painting.spark(painter, area.adjusted(0, 4, 0, -4), cell.spark, colors().text2)
    else:
        _paint_words(painter, area, cell, right)


def _paint_words(painter: QPainter, area: QRectF, cell: Cell, right: bool) -> None:
    c = colors()
    style = _style(cell)
    left = area.left()
    if cell.icon:
        icons.paint(painter, cell.icon, left, area.center().y() - 8, 16, getattr(c, cell.icon_tone))
        left += 24
    if cell.progress is not None:
        words = painting.text_width(cell.text, style)
        width = cell.bar or max(24.0, area.width() - words - 12)
        bar = QRectF(left, area.top(), width, area.height())
        painting.progress(painter, bar, cell.progress, getattr(c, cell.bar_tone))
        left += width + (12 if not cell.bar else 8)
    space = area.right() - left
    shown = painting.elided(cell.text, style, space)
    width = painting.text_width(shown, style)
    start = area.right() - width if right else left
    line = QRectF(start, area.top(), width, area.height())
    if cell.second:
        line = QRectF(start, area.center().y() - 16, width, 16)
        below = QRectF(left, line.bottom(), space, 16)
        painting.text(painter, below, cell.second, type_scale.SMALL, c.text3, elide=True)
    painting.text(painter, line, shown, style, getattr(c, cell.tone))
    if cell.after:
        rest = QRectF(start + width + 8, line.top(), area.right() - start - width - 8, line.height())
        painting.text(painter, rest, cell.after, type_scale.SMALL, c.text3, elide=True)


def _style(cell: Cell) -> TextStyle:
    return replace(type_scale.SMALL if cell.small else type_scale.CELL, weight=cell.weight)


def paint_group(painter: QPainter, rect: QRectF, row: Row) -> None:
    """A heading inside the table."""
    c = colors()
    painter.fillRect(rect, painting.qcolor(c.surface2))
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), painting.qcolor(c.line))
    words = rect.adjusted(EDGE, 0, -EDGE, 0)
    painting.text(painter, words, row.cells[0].text, type_scale.SMALL_STRONG, c.text2, elide=True)
