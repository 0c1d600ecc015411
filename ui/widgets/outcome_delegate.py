"""Rows of the outcome list."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import colors, icons, painting, type_scale
from ui.widgets.item_model import ITEM_ROLE

ROW, SEPARATOR = 32, 17


@dataclass(frozen=True, slots=True)
class OutcomeItem:
    """``icon`` stands at the right (a ban sign); ``separated`` draws a line above."""

    key: str
    label: str
    digit: str = ""
    icon: str = ""
    icon_tone: str = "danger"
    separated: bool = False
    enabled: bool = True


class OutcomeDelegate(QStyledItemDelegate):
    """Key cap, label, tick."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """32 px, 17 more with a line above."""
        item: OutcomeItem = index.data(ITEM_ROLE)
        return QSize(200, ROW + (SEPARATOR if item.separated else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One row; the chosen one is tinted."""
        item: OutcomeItem = index.data(ITEM_ROLE)
        c = colors()
        area = QRectF(option.rect)
        state = option.state
        if item.separated:
            line = QRectF(area.left() + 8, area.top() + 8, area.width() - 16, 1)
            painter.fillRect(line, painting.qcolor(c.line))
            area.setTop(area.top() + SEPARATOR)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painting.box(painter, area, 6, c.accent_tint)
        elif state & QStyle.StateFlag.State_MouseOver and item.enabled:
            painting.box(painter, area, 6, c.hover)
        if state & QStyle.StateFlag.State_HasFocus and option.widget.property("keyboard"):
            painting.inset_ring(painter, area, 6)
        _paint_words(painter, area, item, chosen)


def _paint_words(painter: QPainter, area: QRectF, item: OutcomeItem, chosen: bool) -> None:
    c = colors()
    ink = c.accent_text if chosen else c.text if item.enabled else c.text3
    left = area.left() + 8
    if item.digit:
        key_ink, line = (c.accent_text, c.accent_text) if chosen else (c.text2, c.line2)
        painting.paint_key(painter, left, area.top() + 7, item.digit, key_ink, line, c.surface)
        left += 26
    style = type_scale.BODY_STRONG if chosen else type_scale.BODY
    words = QRectF(QPointF(left, area.top()), QPointF(area.right() - 32, area.bottom()))
    painting.text(painter, words, item.label, style, ink, elide=True)
    sign, sign_ink = ("check", c.accent_text) if chosen else (item.icon, getattr(c, item.icon_tone))
    if sign:
        icons.paint(painter, sign, area.right() - 24, area.top() + 8, 16, sign_ink)
