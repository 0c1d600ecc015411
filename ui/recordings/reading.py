"""The transcript with where it comes from, or how to get one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.recording import AudioState
from ui import locale
from ui.recordings.state import RecordingView
from ui.recordings.transcribing import TranscribingView
from ui.theme import type_scale
from ui.widgets import Button, ButtonKind, EmptyState, KeyCap, Label, ProgressBar, TranscriptView


class Reading(QWidget):
    """Head line with the source, then the turns, or a sentence where there are none.

    Signals: `seeked(ms)` when a word or turn is chosen, `transcribe()`, `cancelled()`.
    """

    seeked = Signal(int)
    transcribe = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: RecordingView | None = None
        self._speech: TranscribingView | None = None
        self._source = Label("", type_scale.SMALL, "text3")
        self._to_check = Label("", type_scale.SMALL, "text2")
        self._key = KeyCap("W")
        self._again = Button(self.tr("Transcribe"), size=28, icon="captions")
        self._again.setObjectName("transcribe")
        self._again.clicked.connect(self.transcribe)
        self._bar = ProgressBar(0.0, name=self.tr("Transcribing"))
        self._share = Label("", type_scale.SMALL, "text2")
        self._stop = Button(self.tr("Cancel"), ButtonKind.GHOST, size=28)
        self._stop.setObjectName("cancel-transcribe")
        self._stop.clicked.connect(self.cancelled)
        self.transcript = TranscriptView()
        self.transcript.setObjectName("transcript")
        self.transcript.seek_requested.connect(self.seeked)
        self._shown: tuple[str, object] = ("", ())
        self._empty = EmptyState("captions", self.tr("No transcript yet"), "")
        self._stack = QStackedWidget()
        self._lay_out()

    def show_view(self, view: RecordingView, needle: str) -> None:
        """Show another transcript; the same one keeps its place."""
        self._view = view
        self._source.setText(view.source)
        count = locale.number(view.to_check)
        words = self.tr("1 word to check") if view.to_check == 1 else self.tr("{0} words to check")
        self._to_check.setText(words.format(count))
        self._to_check.setVisible(view.to_check > 0)
        self._key.setVisible(view.to_check > 0)
        if (view.key, view.turns) != self._shown:
            self._shown = (view.key, view.turns)
            self.transcript.set_turns(view.turns)
        self.transcript.set_evidence(view.suggestion.evidence if view.suggestion else ())
        self.search(needle)
        self._stack.setCurrentIndex(0 if view.turns else 1)
        self._render_speech()

    def show_speech(self, speech: TranscribingView | None) -> None:
        """What speech to text can do here, and how far it is; None while that is not known."""
        self._speech = speech
        self._render_speech()

    def show_position(self, ms: int) -> None:
        """Where the sound is."""
        self.transcript.set_position(ms)

    def search(self, needle: str) -> None:
        """Mark what matches."""
        self.transcript.set_search(needle)

    def next_unsure(self) -> None:
        """Go to the next word to check."""
        self.transcript.next_unsure()

    def step_turn(self, step: int) -> None:
        """Hear the turn before or after the present one."""
        turns = self._view.turns if self._view is not None else ()
        if turns:
            index = min(max(self.transcript.current_turn + step, 0), len(turns) - 1)
            self.seeked.emit(turns[index].start)

    def _render_speech(self) -> None:
        view, speech = self._view, self._speech
        working = speech is not None and speech.share is not None
        here = view is not None and view.audio is AudioState.HERE and not view.frozen
        again = view is not None and bool(view.turns)
        # Without a model too: a press says how to get one, and works once it is installed.
        self._again.setVisible(speech is not None and not working and here)
        self._again.setText(self.tr("Transcribe again") if again else self.tr("Transcribe"))
        with_model = self.tr("With {0}, on this workstation")
        self._again.setToolTip(with_model.format(speech.model) if speech and speech.model else "")
        for part in (self._bar, self._share, self._stop):
            part.setVisible(working)
        if speech is not None and speech.share is not None:
            self._bar.set_share(speech.share)
            percent = f"{locale.number(round(speech.share * 100))} %"
            self._share.setText(self.tr("Waiting for another one") if speech.waits else percent)
        self._empty.set_message(*self._missing(view, speech))

    def _missing(self, view: RecordingView | None, speech: TranscribingView | None) -> tuple[str, str]:
        if view is not None and view.frozen:
            return self.tr("Not readable now"), self.tr("The transcript is kept, but not shown or searched.")
        title = self.tr("No transcript yet")
        if speech is None:
            return title, self.tr("The platform has not sent one.")
        if speech.share is not None:
            return self.tr("Transcribing"), self.tr("On this workstation; no audio goes to a speech service.")
        if not speech.model:
            how = self.tr("No speech model here. Get one: {0}").format("callnex models add FOLDER|NAME")
            return title, how
        if view is not None and view.audio is not AudioState.HERE:
            return title, self.tr("Fetch the audio first, then it can be transcribed here.")
        return title, self.tr("Transcribe it here with {0}; no audio leaves this workstation.").format(
            speech.model
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 4)
        head.setSpacing(8)
        self._bar.setFixedWidth(120)
        head.addWidget(Label(self.tr("Transcript"), type_scale.SMALL_STRONG))
        head.addWidget(self._source, 1)
        for part in (self._to_check, self._key, self._bar, self._share, self._stop, self._again):
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        frame = QWidget()
        frame.setFixedHeight(40)
        frame.setLayout(head)
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(16, 16, 16, 8)
        column.addWidget(self._empty)
        column.addStretch(1)
        self._stack.addWidget(self.transcript)
        self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(frame)
        layout.addWidget(self._stack, 1)
