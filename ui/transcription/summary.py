"""The strip above the queue: what is worked on, how fast, and within which limits."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import type_scale
from ui.transcription.state import QueueView
from ui.widgets import Divider, IconLabel, Label, Sparkline, Switch


class Summary(QWidget):
    """Three cells, 100 px high. Signal: `slow_changed(bool)` when the switch is thrown."""

    slow_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._speed = Label("", type_scale.FIGURE), Label("", type_scale.FIGURE)
        self._beside = Label("", type_scale.BODY, "text2")
        self._real_time = Label("", type_scale.BODY, "text2")
        self._outlook, self._pace = Label("", type_scale.SMALL, "text3"), Label("", type_scale.SMALL, "text3")
        self._trend = Sparkline(width=140, height=28, name=self.tr("Speed so far"))
        words = self.tr("Slow down during calls")
        self._slow = Switch(name=words)
        self._slow.setObjectName("slow-in-calls")
        self._slow.clicked.connect(lambda: self.slow_changed.emit(self._slow.isChecked()))
        self._padlock = IconLabel("lock", 14, "text3", name=self.tr("Set by your organisation"))
        self._threads = Label("", type_scale.SMALL)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(_cell(self.tr("Working on"), self._count, self._beside, self._outlook), 3)
        row.addWidget(Divider(Qt.Orientation.Vertical))
        row.addWidget(_cell(self.tr("Speed"), self._speed, self._real_time, self._pace, self._trend), 4)
        row.addWidget(Divider(Qt.Orientation.Vertical))
        row.addWidget(self._limits(words))
        self.setFixedHeight(100)

    def show_view(self, view: QueueView) -> None:
        """Other figures."""
        self._count.setText(str(view.working))
        self._beside.setText(view.beside)
        self._outlook.setText(view.outlook)
        self._speed.setText(view.speed or "–")
        self._real_time.setText(self.tr("real time") if view.speed else self.tr("not measured yet"))
        self._pace.setText(view.pace)
        self._trend.set_values(view.trend)
        self._slow.setChecked(view.slow_in_calls)
        self._threads.setText(view.threads)
        self._padlock.setVisible(view.managed)

    def _limits(self, words: str) -> QWidget:
        box = QWidget()
        box.setFixedWidth(248)
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for label, parts in (
            (words, (self._slow,)),
            (self.tr("Processor threads"), (self._padlock, self._threads)),
        ):
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(Label(label, type_scale.SMALL), 1)
            for part in parts:
                row.addWidget(part)
            column.addLayout(row)
        column.addStretch(1)
        return box


def _cell(title: str, figure: Label, beside: Label, below: Label, right: QWidget | None = None) -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(4)
    column.addWidget(Label(title, type_scale.SMALL, "text2"))
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(figure)
    row.addWidget(beside, 1, Qt.AlignmentFlag.AlignBottom)
    if right is not None:
        row.addWidget(right)
    column.addLayout(row)
    column.addWidget(below)
    return cell
