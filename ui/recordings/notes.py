"""The right column: outcome, and what people wrote at moments of the call."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.recordings.state import MarkLine, RecordingView
from ui.theme import type_scale
from ui.widgets import Button, ButtonKind, Divider, Label, LineEdit, Sheet, SheetKind, clock

WIDTH = 336


class Notes(Sheet):
    """Signals: `added(text)`, `removed(key)`, `heard(ms)` when a comment's moment is clicked."""

    added = Signal(str)
    removed = Signal(str)
    heard = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(SheetKind.SIDE, parent=parent)
        self.setFixedWidth(WIDTH)
        self._outcome = Label("", type_scale.BODY_STRONG)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._list.addStretch(1)
        self.field = LineEdit("", placeholder="", name=self.tr("Comment"))
        self.field.setObjectName("add-comment")
        self.field.returnPressed.connect(self._add)
        self._send = Button("", ButtonKind.GHOST, icon="arrow-right", name=self.tr("Keep the comment"))
        self._send.clicked.connect(self._add)
        self._none = Label(
            self.tr("No comments yet. M marks this moment, R a stretch."), tone="text3", wrap=True
        )
        self._lay_out()
        self.show_position(0)

    def show_view(self, view: RecordingView | None) -> None:
        """Replace everything but what is being typed."""
        self._outcome.setText(view.outcome if view and view.outcome else self.tr("None yet"))
        while self._list.count() > 1:
            item = self._list.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        comments = view.comments if view else ()
        for index, line in enumerate(comments):
            self._list.insertWidget(index, self._row(line))
        self._none.setVisible(not comments)
        self.field.setEnabled(view is not None and not view.frozen)

    def show_position(self, ms: int) -> None:
        """The moment that a comment would stand at."""
        self.field.setPlaceholderText(self.tr("Comment at {0}").format(clock(ms)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the field; what was typed stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.field.clearFocus()
            return
        super().keyPressEvent(event)

    def _add(self) -> None:
        text = self.field.text().strip()
        if text:
            self.field.clear()
            self.added.emit(text)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        outcome = QHBoxLayout()
        outcome.addWidget(Label(self.tr("Outcome"), type_scale.BODY_STRONG))
        outcome.addStretch(1)
        outcome.addWidget(self._outcome)
        column.addLayout(outcome)
        column.addWidget(Divider())
        head = QHBoxLayout()
        head.addWidget(Label(self.tr("Comments"), type_scale.BODY_STRONG))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._none)
        inner = QWidget()
        inner.setLayout(self._list)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        column.addWidget(area, 1)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.field, 1)
        foot.addWidget(self._send)
        column.addLayout(foot)

    def _row(self, line: MarkLine) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        when = Button(line.when, ButtonKind.LINK, name=self.tr("Hear {0}").format(line.when))
        when.clicked.connect(lambda: self.heard.emit(line.at))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(line.text, type_scale.SMALL, wrap=True))
        words.addWidget(Label(line.author, type_scale.TINY, "text3"))
        remove = Button("", ButtonKind.GHOST, size=28, icon="x", name=self.tr("Delete this comment"))
        remove.clicked.connect(lambda: self.removed.emit(line.key))
        layout.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return row
