"""The recordings that wait for their text, and those that have it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.theme import type_scale
from ui.transcription.state import QueueLine, QueueView, Remedy
from ui.widgets import Button, ButtonKind, Cell, Column, EmptyState, Label, Row, Skeleton, Table

ROW, DONE = 44, "done-head"


class QueueTable(Table):
    """A table whose rows Alt and an arrow move. Signal: `moved(key, by)`."""

    moved = Signal(str, int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the row, the selection goes with it."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if self.current:
                self.moved.emit(self.current, by)
            return
        super().keyPressEvent(event)


class QueueList(QWidget):
    """Signals carry the recording's key: `opened`, `removed`, `moved(key, by)`, `remedied(key, Remedy)`;
    `paused()` and `all_added()` come from the buttons.
    """

    opened = Signal(str)
    removed = Signal(str)
    moved = Signal(str, int)
    remedied = Signal(str, object)
    paused = Signal()
    all_added = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[str, QueueLine] = {}
        self.table = QueueTable(_columns(self), row_height=ROW, name=self.tr("Queue"))
        self.pause = Button(self.tr("Pause all"), icon="pause", size=28, keys=("P",))
        self.pause.setObjectName("pause-all")
        self.add = Button(self.tr("Add all without text"), icon="plus", size=28, keys=("A",))
        self.add.setObjectName("add-all")
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            "captions",
            self.tr("Nothing waits for its text"),
            self.tr("Press Transcribe on a recording, or add all whose audio is here and that have no text."),
        )
        self._loading = Skeleton()
        for part in (self._loading, self.table, self._padded(self._empty)):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self._stack, 1)
        self._connect()

    def show_view(self, view: QueueView) -> None:
        """Other rows; the selection stays with its recording."""
        self._lines = {line.key: line for line in (*view.lines, *view.done)}
        rows = [_row(self, line) for line in view.lines]
        if view.done:
            rows.append(Row(DONE, (Cell(view.done_title),), group=True))
            rows += [_row(self, line) for line in view.done]
        self.table.set_rows(rows)
        self.pause.setText(self.tr("Resume all") if view.paused else self.tr("Pause all"))
        self.pause.set_icon("play" if view.paused else "pause")
        self.pause.set_kind(ButtonKind.PRIMARY if view.paused else ButtonKind.SECONDARY)
        self._stack.setCurrentIndex(2 if view.empty else 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 6)
        head.setSpacing(8)
        head.addWidget(Label(self.tr("Queue"), type_scale.BODY_STRONG), 1)
        head.addWidget(self.add)
        head.addWidget(self.pause)
        return head

    def _connect(self) -> None:
        self.pause.clicked.connect(self.paused)
        self.add.clicked.connect(self.all_added)
        self.table.opened.connect(self.opened)
        self.table.removed.connect(self._remove)
        self.table.moved.connect(self.moved)
        self.table.acted.connect(lambda key, _column: self._remedy(key))

    def _remove(self, key: str) -> None:
        if key in self._lines:
            self.removed.emit(key)

    def _remedy(self, key: str) -> None:
        line = self._lines.get(key)
        if line is not None and line.remedy is not Remedy.NONE:
            self.remedied.emit(key, line.remedy)

    @staticmethod
    def _padded(widget: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 24, 16, 16)
        column.addWidget(widget)
        column.addStretch(1)
        return box


def _columns(owner: QWidget) -> tuple[Column, ...]:
    return (
        Column(owner.tr("Recording")),
        Column(owner.tr("Length"), 72, right=True),
        Column(owner.tr("Language"), 92),
        Column(owner.tr("Progress"), 344),
        Column(owner.tr("Speed"), 64, right=True),
        Column(owner.tr("Ready"), 132, right=True),
    )


def _row(owner: QWidget, line: QueueLine) -> Row:
    last = Cell(line.ready, tone="text2")
    if line.remedy is Remedy.RETRY:
        last = Cell(owner.tr("Try again"), icon="refresh-cw", button=ButtonKind.SECONDARY)
    elif line.remedy is Remedy.ADD_MODEL:
        last = Cell(owner.tr("Add model"), icon="folder-input", button=ButtonKind.SECONDARY)
    icon_tone = {"check": "ok"}.get(line.icon, line.tone)
    return Row(
        line.key,
        (
            Cell(line.title, second=line.second),
            Cell(line.length),
            Cell(line.language, tone="text2"),
            Cell(line.status, tone=line.tone, icon=line.icon, icon_tone=icon_tone, progress=line.share),
            Cell(line.speed),
            last,
        ),
    )
