"""Every receipt of this workstation."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedLayout, QWidget

from ui.privacy.receipt_words import HistoryLine
from ui.widgets import Cell, Column, EmptyState, Row, Table


class History(QWidget):
    """Newest first; says so when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = Table(
            (Column(self.tr("What happened")), Column(self.tr("Details"), 420), Column(self.tr("When"), 168)),
            name=self.tr("Receipts"),
        )
        self._table.setObjectName("receipts")
        self._empty = EmptyState(
            "file-lock",
            self.tr("No receipts yet"),
            self.tr("Each deletion and each order leaves one here, signed and without call content."),
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)

    def show_lines(self, lines: Sequence[HistoryLine]) -> None:
        """Replace every row."""
        self._table.set_rows(
            [
                Row(
                    str(len(lines) - index),
                    (
                        Cell(line.title, icon=line.icon, icon_tone=line.tone),
                        Cell(line.second, small=True, tone="text2"),
                        Cell(line.when, small=True, tone="text2"),
                    ),
                )
                for index, line in enumerate(lines)
            ]
        )
        self._stack.setCurrentWidget(self._table if lines else self._empty)
