"""Rows of the recording list."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import colors, painting, type_scale
from ui.widgets.item_model import ITEM_ROLE

HEIGHT = 76


@dataclass(frozen=True, slots=True)
class RecordingItem:
    """``hits`` are (start, end) character ranges of ``snippet``; ``more`` stands behind it ("+2")."""

    key: str
    title: str
    date: str
    meta: str
    outcome: str = ""
    outcome_tone: str = "text2"
    snippet: str = ""
    hits: tuple[tuple[int, int], ...] = ()
    more: str = ""

    def spoken(self) -> str:
        """For a screen reader."""
        return ", ".join(filter(None, (self.title, self.date, self.meta, self.outcome, self.snippet)))


class RecordingDelegate(QStyledItemDelegate):
    """Name and date, people and outcome, a snippet with its hits."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """76 px."""
        return QSize(240, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One row."""
        item: RecordingItem = index.data(ITEM_ROLE)
        c = colors()
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, painting.qcolor(c.accent_tint))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, painting.qcolor(c.hover))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), painting.qcolor(c.line))
        inside = rect.adjusted(16, 8, -16, 0)
        _pair(painter, inside, 0, (item.title, c.text), (item.date, c.text2), first_medium=True)
        _pair(painter, inside, 20, (item.meta, c.text2), (item.outcome, getattr(c, item.outcome_tone)))
        _snippet(painter, QRectF(inside.left(), inside.top() + 39, inside.width(), 18), item)
        if option.state & QStyle.StateFlag.State_HasFocus and option.widget.property("keyboard"):
            painting.inset_ring(painter, rect)


def _pair(
    painter: QPainter,
    inside: QRectF,
    down: float,
    left: tuple[str, str],
    right: tuple[str, str],
    *,
    first_medium: bool = False,
) -> None:
    style = type_scale.SMALL
    width = painting.text_width(right[0], style)
    line = QRectF(inside.left(), inside.top() + down, inside.width(), 18)
    painting.text(painter, line, right[0], style, right[1], painting.ALIGN_RIGHT)
    words = line.adjusted(0, 0, -width - 8, 0)
    first = type_scale.BODY_MEDIUM if first_medium else style
    painting.text(painter, words, left[0], first, left[1], elide=True)


def _snippet(painter: QPainter, line: QRectF, item: RecordingItem) -> None:
    c = colors()
    style = type_scale.SMALL
    room = line.width() - (painting.text_width(item.more, style) + 6 if item.more else 0)
    shown = painting.elided(item.snippet, style, room)
    for start, end in item.hits:
        left = painting.text_width(shown[:start], style)
        width = painting.text_width(shown[start:end], style)
        if width:
            mark = QRectF(line.left() + left - 1.5, line.top() + 1, width + 3, 16)
            painting.box(painter, mark, 3, c.hit)
    painting.text(painter, line, shown, style, c.text2)
    for start, end in item.hits:
        left = painting.text_width(shown[:start], style)
        hit = QRectF(line.left() + left, line.top(), line.width(), line.height())
        painting.text(painter, hit, shown[start:end], style, c.text)
    if item.more:
        rest = line.adjusted(painting.text_width(shown, style) + 4, 0, 0, 0)
        painting.text(painter, rest, item.more, style, c.text2)
