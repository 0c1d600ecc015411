"""The transcript with where it comes from."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.recordings.state import RecordingView
from ui.theme import type_scale
from ui.widgets import EmptyState, KeyCap, Label, TranscriptView


class Reading(QWidget):
    """Head line with the source, then the turns, or a sentence where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = Label("", type_scale.SMALL, "text3")
        self._to_check = Label("", type_scale.SMALL, "text2")
        self._key = KeyCap("W")
        self.transcript = TranscriptView()
        self.transcript.setObjectName("transcript")
        self._shown: tuple[str, object] = ("", ())
        self._head = QHBoxLayout()
        self._head.setContentsMargins(16, 12, 16, 8)
        self._head.setSpacing(8)
        self._head.addWidget(Label(self.tr("Transcript"), type_scale.BODY_STRONG))
        self._head.addWidget(self._source)
        self._head.addStretch(1)
        self._head.addWidget(self._to_check)
        self._head.addWidget(self._key)
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(16, 8, 16, 8)
        column.addWidget(
            EmptyState(
                "captions", self.tr("No transcript yet"), self.tr("The call was not transcribed so far.")
            )
        )
        column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.transcript)
        self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        layout.addWidget(self._stack, 1)

    def add_action(self, widget: QWidget) -> None:
        """At the right of the head line."""
        self._head.addWidget(widget)

    def show_view(self, view: RecordingView, needle: str) -> None:
        """Show another transcript; the same one keeps its place."""
        self._source.setText(view.source)
        self._to_check.setText(self.tr("%n word(s) to check", "", view.to_check))
        self._to_check.setVisible(view.to_check > 0)
        self._key.setVisible(view.to_check > 0)
        if (view.key, view.turns) != self._shown:
            self._shown = (view.key, view.turns)
            self.transcript.set_turns(view.turns)
        self.search(needle)
        self._stack.setCurrentIndex(0 if view.turns else 1)

    def show_position(self, ms: int) -> None:
        """Where the sound is."""
        self.transcript.set_position(ms)

    def search(self, needle: str) -> None:
        """Mark what matches."""
        self.transcript.set_search(needle)

    def next_unsure(self) -> None:
        """Go to the next word to check."""
        self.transcript.next_unsure()
