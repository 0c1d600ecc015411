"""One comment: who, where in the call, when, and the words."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ui.recordings.words import MarkLine
from ui.theme import type_scale
from ui.widgets import Avatar, Button, ButtonKind, Label, Span


class CommentRow(QWidget):
    """Its moment can be heard. Deleting: the cross that shows under the pointer, or Delete on the moment.

    Signals: `heard(ms)`, `removed(key)`.
    """

    heard = Signal(int)
    removed = Signal(str)

    def __init__(self, line: MarkLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self.setObjectName(f"comment-{line.key}")
        self._when = Button(line.when, ButtonKind.LINK, name=self.tr("Hear {0}").format(line.when))
        self._when.clicked.connect(lambda: self.heard.emit(line.at))
        self._remove = Button("", ButtonKind.GHOST, size=28, icon="x", name=self.tr("Delete this comment"))
        self._remove.setObjectName("remove-comment")
        self._remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._remove.clicked.connect(lambda: self.removed.emit(line.key))
        self._lay_out(line)
        self._remove.setParent(self)
        self._remove.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Offer to delete."""
        self._remove.show()
        self._remove.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cross lies over the end of the first line: it takes no room while it is not there."""
        super().resizeEvent(event)
        self._remove.move(self.width() - self._remove.width(), 0)

    def leaveEvent(self, event: QEvent) -> None:
        """No longer."""
        self._remove.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes it."""
        if event.key() == Qt.Key.Key_Delete and QApplication.focusWidget() is self._when:
            self.removed.emit(self._line.key)
            return
        super().keyPressEvent(event)

    def _lay_out(self, line: MarkLine) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        who = Label("", type_scale.SMALL)
        who.set_spans((Span(line.author, weight=600),))
        head.addWidget(who)
        if "–" not in line.when:
            head.addWidget(Label(self.tr("at"), type_scale.SMALL, "text2"))
        head.addWidget(self._when)
        head.addWidget(Label(line.made, type_scale.SMALL, "text3"), 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addWidget(Label(line.text, type_scale.SMALL, wrap=True))
        initials = "".join(part[0] for part in line.author.split()[:1] + line.author.split()[1:][-1:])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        row.addWidget(Avatar(initials.upper() or "?", 24, name=line.author), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
