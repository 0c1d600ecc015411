"""What is stored here, row by row."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.privacy.state import HoldingLine
from ui.theme import Tone, type_scale
from ui.widgets import Cell, Column, Label, Row, Table


class Holdings(QWidget):
    """The inventory with its total; the table is as high as its rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total = Label("", type_scale.SMALL, "text3")
        self.table = Table(
            (
                Column(self.tr("Data")),
                Column(self.tr("Rule"), 184),
                Column(self.tr("Items"), 80, right=True),
                Column(self.tr("Size"), 96, right=True),
                Column(self.tr("Next deletion"), 160),
                Column(self.tr("Deletes"), 88, right=True),
            ),
            fit=True,
            name=self.tr("What is stored here"),
        )
        self.table.setObjectName("holdings")
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 4)
        head.addWidget(Label(self.tr("What is stored here"), type_scale.BODY_STRONG))
        head.addStretch(1)
        head.addWidget(self._total)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.table)

    def show_lines(self, lines: Sequence[HoldingLine], total: str) -> None:
        """Replace every row."""
        self._total.setText(total)
        self.table.set_rows([_row(line, self.tr("On hold")) for line in lines])


def _row(line: HoldingLine, on_hold: str) -> Row:
    moment = (
        Cell(on_hold, icon="lock", badge=Tone.WARN)
        if line.held
        else Cell(line.next_deletion, small=True, tone="text2")
    )
    return Row(
        line.title,
        (
            Cell(line.title, icon=line.icon, weight=500),
            Cell(line.rule, small=True, tone="text2"),
            Cell(line.items),
            Cell(line.size),
            moment,
            Cell(line.deletes, small=True, tone="text2"),
        ),
    )
