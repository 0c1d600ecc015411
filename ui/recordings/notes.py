"""The right column: what was achieved, and what people wrote at moments of the call."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.recordings.comment_row import CommentRow
from ui.recordings.state import RecordingView
from ui.recordings.suggestion_block import SuggestionBlock
from ui.recordings.words import OutcomeView
from ui.theme import type_scale
from ui.widgets import (
    Button,
    ButtonKind,
    Divider,
    KeyCap,
    Label,
    LineEdit,
    ScrollArea,
    SectionHead,
    Sheet,
    SheetKind,
    clock,
)

WIDTH = 336


class Notes(Sheet):
    """Signals: `added(text)` at the playhead, `region_added(text, start, end)` when a stretch was pinned,
    `removed(key)`, `heard(ms)` when the moment of a comment or quote is wanted.
    """

    added = Signal(str)
    region_added = Signal(str, int, int)
    removed = Signal(str)
    heard = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(SheetKind.SIDE, parent=parent)
        self.setFixedWidth(WIDTH)
        self._region: tuple[int, int] | None = None
        self._at = 0
        self._shown: object = None
        self._outcome = Label("", type_scale.BODY_STRONG)
        self._outcome.setObjectName("outcome")
        self._by = Label("", type_scale.SMALL, "text3")
        self._callback = Label("", type_scale.SMALL, "text2", wrap=True)
        self._note = Label("", type_scale.SMALL, wrap=True)
        self._suggested = SuggestionBlock()
        self._suggested.heard.connect(self.heard)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.addStretch(1)
        self.field = LineEdit("", placeholder="", name=self.tr("Comment"))
        self.field.setObjectName("add-comment")
        self.field.returnPressed.connect(self._add)
        self._send = Button(
            "",
            ButtonKind.GHOST,
            size=28,
            icon="arrow-right",
            name=self.tr("Keep the comment (Enter)"),
            parent=self.field,
        )
        self._send.setObjectName("keep-comment")
        self._send.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._send.clicked.connect(self._add)
        self._none = Label(
            self.tr("Nothing written yet. M marks this moment, R a stretch."),
            type_scale.SMALL,
            "text3",
            wrap=True,
        )
        self._lay_out()
        self.show_position(0)

    def show_view(self, view: RecordingView | None) -> None:
        """Replace everything but what is being typed."""
        self._content.setVisible(view is not None)
        outcome = view.outcome if view is not None else OutcomeView()
        self._outcome.setText(outcome.name or self.tr("None set"))
        self._outcome.set_tone("text" if outcome.name else "text3")
        self._by.setText(self.tr("by {0}").format(outcome.by) if outcome.by else "")
        self._callback.setText(self.tr("Call back {0}").format(outcome.callback))
        self._callback.setVisible(bool(outcome.callback))
        self._note.setText(outcome.note)
        self._note.setVisible(bool(outcome.note))
        self._suggested.show_suggestion(view.suggestion if view is not None else None)
        comments = view.comments if view is not None else ()
        if comments != self._shown:
            self._shown = comments
            self._replace_rows(view)
        self._none.setVisible(not comments and view is not None)
        self.field.setEnabled(view is not None and not view.frozen)
        self._send.setEnabled(self.field.isEnabled())

    def show_position(self, ms: int) -> None:
        """The moment that a comment would stand at."""
        self._at = ms
        if self._region is None:
            self.field.setPlaceholderText(self.tr("Comment at {0}").format(clock(ms)))

    def pin(self, start: int, end: int) -> None:
        """Have the next comment stand over a stretch, and let it be written now."""
        self._region = (start, end)
        self.field.setPlaceholderText(self.tr("Name of {0} – {1}").format(clock(start), clock(end)))
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def unpin(self) -> None:
        """Let the next comment stand at the playhead again."""
        self._region = None
        self.show_position(self._at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the field; what was typed stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.unpin()
            self.field.clearFocus()
            return
        super().keyPressEvent(event)

    def _add(self) -> None:
        text = self.field.text().strip()
        region = self._region
        if region is not None:
            self.region_added.emit(text, *region)
            self.unpin()
            self.field.clearFocus()
        elif text:
            self.added.emit(text)
        self.field.clear()

    def _replace_rows(self, view: RecordingView | None) -> None:
        while self._list.count() > 1:
            item = self._list.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for index, line in enumerate(view.comments if view is not None else ()):
            row = CommentRow(line, self._inner)
            row.heard.connect(self.heard)
            row.removed.connect(self.removed)
            self._list.insertWidget(index, row)
            row.show()

    def _lay_out(self) -> None:
        self._content = QWidget()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._content)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 12, 0, 16)
        column.setSpacing(12)
        column.addLayout(self._outcome_block())
        column.addWidget(self._suggested)
        column.addWidget(Divider())
        head = SectionHead(self.tr("Comments"))
        head.add(KeyCap("C"))
        self._inner = QWidget()
        self._inner.setLayout(self._list)
        area = ScrollArea(self._inner)
        field = QHBoxLayout(self.field)
        field.setContentsMargins(0, 0, 2, 0)
        field.addStretch(1)
        field.addWidget(self._send)
        self.field.reserve_right(28)
        comments = QVBoxLayout()
        comments.setContentsMargins(16, 0, 16, 0)
        comments.setSpacing(8)
        for part, stretch in ((head, 0), (self._none, 0), (area, 1), (self.field, 0)):
            comments.addWidget(part, stretch)
        column.addLayout(comments, 1)

    def _outcome_block(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._outcome)
        row.addStretch(1)
        row.addWidget(self._by)
        block = QVBoxLayout()
        block.setContentsMargins(16, 0, 16, 0)
        block.setSpacing(6)
        block.addWidget(SectionHead(self.tr("Outcome")))
        block.addLayout(row)
        block.addWidget(self._callback)
        block.addWidget(self._note)
        return block
