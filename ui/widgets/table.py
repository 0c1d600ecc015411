"""A table without a grid."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView, QWidget

from ui.theme import painting
from ui.theme.dress import dress
from ui.widgets.cell import Cell, Column, Row
from ui.widgets.cell_delegate import CellDelegate, button_area, cell_area, paint_group
from ui.widgets.cell_model import CellModel
from ui.widgets.item_model import ITEM_ROLE
from ui.widgets.table_header import TableHeader

_GROUP = 28


class Table(QTableView):
    """Rows of 32 px, 44 for two lines. One row is selected; arrows move, Enter opens, Delete removes.

    Signals carry the row's key: ``opened(key)``, ``selected(key)``, ``removed(key)``,
    ``acted(key, column)`` for a button in a cell (Space presses the first one of the row),
    ``sorted_by(column)`` when a title is clicked. With ``fit`` the table is as high as its rows.
    """

    opened = Signal(str)
    selected = Signal(str)
    removed = Signal(str)
    acted = Signal(str, int)
    sorted_by = Signal(int)

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row] = (),
        *,
        row_height: int = 32,
        fit: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        dress(self)
        self._columns = tuple(columns)
        self._model = CellModel(self._columns, self)
        # Qt does not take ownership of a delegate: keep it.
        self._delegate = CellDelegate(self._columns)
        self._row_height, self._fit, self._keyboard = row_height, fit, False
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self._prepare(name)
        self.set_rows(rows)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._key(index)))
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Replace all rows; the selection stays while its key is still there."""
        kept = self.current
        self._model.set_rows(rows)
        self.clearSpans()
        for number, row in enumerate(rows):
            self.setRowHeight(number, _GROUP if row.group else self._row_height)
        if kept:
            self.select(kept)
        if self._fit:
            body = sum(_GROUP if row.group else self._row_height for row in rows)
            self.setFixedHeight(28 + body)

    @property
    def current(self) -> str:
        """Key of the selected row, "" for none."""
        chosen = self.selectionModel().selectedRows()
        return self._key(chosen[0]) if chosen else ""

    def select(self, key: str) -> None:
        """Select without a signal, as far as the row exists."""
        number = self._model.find(key)
        if number < 0:
            return
        self.selectionModel().blockSignals(True)
        self.selectRow(number)
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        self._keyboard = True
        key, index = event.key(), self.currentIndex()
        if not index.isValid():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self._key(index))
        elif key == Qt.Key.Key_Delete:
            self.removed.emit(self._key(index))
        elif key == Qt.Key.Key_Space:
            self._press_first(index.row())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring shows for the keyboard only."""
        self._keyboard = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        if self._keyboard and not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, 0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Remember the row below the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """No row below the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a painted button acts."""
        super().mouseReleaseEvent(event)
        self._keyboard = False
        index = self.indexAt(event.position().toPoint())
        cell: Cell | None = index.data(ITEM_ROLE) if index.isValid() else None
        if cell is None or cell.button is None:
            return
        area = cell_area(QRectF(self.visualRect(index)), index.column(), len(self._columns))
        if button_area(cell, area, self._columns[index.column()].right).contains(event.position()):
            self.acted.emit(self._key(index), index.column())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cells, then what runs across columns: group rows and the focus ring."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for number in range(self._model.rowCount()):
            if self._model.row(number).group and not self.isRowHidden(number):
                paint_group(painter, self._row_rect(number), self._model.row(number))
        if self.hasFocus() and self._keyboard and self.currentIndex().isValid():
            painting.inset_ring(painter, self._row_rect(self.currentIndex().row()))

    def _prepare(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setProperty("focusRadius", -1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if self._fit:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(_GROUP)
        header = TableHeader(self._columns)
        self.setHorizontalHeader(header)
        header.sectionClicked.connect(self.sorted_by)
        for number, column in enumerate(self._columns):
            fixed = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(number, fixed)
            if column.width:
                header.resizeSection(number, column.width)

    def _row_rect(self, number: int) -> QRectF:
        top = self.rowViewportPosition(number)
        return QRectF(0, top, self.viewport().width(), self.rowHeight(number))

    def _hover(self, number: int) -> None:
        if number != self._delegate.hover_row:
            self._delegate.hover_row = number
            self.viewport().update()

    def _press_first(self, number: int) -> None:
        row = self._model.row(number)
        column = next((at for at, cell in enumerate(row.cells) if cell.button is not None), -1)
        if column >= 0:
            self.acted.emit(row.key, column)

    def _key(self, index: QModelIndex) -> str:
        return self._model.row(index.row()).key

    def _on_current(self, now: QModelIndex) -> None:
        if now.isValid():
            self.selected.emit(self._key(now))
