"""The sound: title, waveform, transport."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.audio.player import PlayerState
from app.errors import Explanation
from ui.recordings.state import RecordingView
from ui.theme import Tone, type_scale
from ui.widgets import (
    Badge,
    Banner,
    Button,
    ButtonKind,
    Label,
    ProgressBar,
    Segmented,
    Slider,
    Switch,
    Waveform,
    clock,
)

SPEEDS = (("1", "1×"), ("1.25", "1.25×"), ("1.5", "1.5×"), ("2", "2×"))


class Deck(QWidget):
    """Signals: `play_pause()`, `jumped(ms)` relative, `seeked(ms)`, `speed(float)`, `skipping(bool)`,
    `fetch()` when the audio is wanted, `region(start, end)` and `mark_clicked(key)` from the waveform.
    """

    play_pause = Signal()
    jumped = Signal(int)
    seeked = Signal(int)
    speed = Signal(float)
    skipping = Signal(bool)
    fetch = Signal()
    mark_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", type_scale.SUBJECT)
        self._language, self._badge = Badge(""), Badge("")
        self._meta = Label("", type_scale.SMALL, "text2")
        self.wave = Waveform()
        self.wave.setObjectName("waveform")
        self._absent = Banner(Tone.NEUTRAL, "download", "", action=self.tr("Fetch audio"), rounded=True)
        self._progress = ProgressBar(0.0, name=self.tr("Fetching audio"))
        self._trouble: Banner | None = None
        self._play = Button("", ButtonKind.PRIMARY, icon="play", name=self.tr("Play or pause (Space)"))
        self._play.setObjectName("play")
        self._time, self._whole = (
            Label("0:00.0", type_scale.LARGE_MEDIUM),
            Label("", type_scale.LARGE, "text3"),
        )
        self._speeds = Segmented(SPEEDS, "1", name=self.tr("Speed"))
        self._skip = Switch(self.tr("Skip silence"))
        self._zoom = Slider(0, 100, name=self.tr("Zoom"))
        self._zoom.setFixedWidth(84)
        self._lay_out()
        self._connect()

    def show_view(self, view: RecordingView) -> None:
        """Show another recording, or the same with other marks."""
        self._title.setText(view.title)
        self._language.set_badge(view.language)
        self._badge.set_badge(view.badge.text, view.badge.tone, view.badge.icon)
        self._meta.setText(view.meta)
        self._whole.setText(f"/ {clock(view.duration)}")
        self._absent.setVisible(not view.here and not view.frozen)
        self._absent.set_message(self.tr("The audio is on the platform, not on this workstation."))
        self.wave.setVisible(bool(view.channels))
        self.wave.set_recording(view.channels, view.duration)
        self.wave.set_marks(view.marks, view.regions)
        for part in (self._play, self._speeds, self._skip, self._zoom):
            part.setEnabled(bool(view.channels) and not view.frozen)
        if view.frozen:
            self.show_trouble(
                Explanation(
                    "REC-102",
                    self.tr("Frozen at the person's request (art. 18)."),
                    self.tr("It is kept, but not played, searched or scored."),
                )
            )

    def show_marks(self, view: RecordingView) -> None:
        """Only the marks have changed: zoom and position stay."""
        self.wave.set_marks(view.marks, view.regions)

    def show_fetching(self, share: float | None) -> None:
        """A share (0-1) while audio is arriving, None when it is not."""
        self._progress.setVisible(share is not None)
        if share is not None:
            self._progress.set_share(share)
            self._absent.hide()

    def show_trouble(self, error: Explanation | None) -> None:
        """Say what is wrong with this recording, None for nothing."""
        if self._trouble is not None:
            self._column.removeWidget(self._trouble)
            self._trouble.deleteLater()
            self._trouble = None
        if error is not None:
            text = f"{error.next_step} ({error.code})"
            self._trouble = Banner(Tone.DANGER, "circle-alert", error.what, text, stacked=True, rounded=True)
            self._column.insertWidget(2, self._trouble)

    def show_position(self, ms: int) -> None:
        """Where the sound is."""
        self._time.setText(clock(ms, tenths=True))
        self.wave.set_position(ms)

    def show_state(self, state: PlayerState) -> None:
        """Playing or not."""
        self._play.set_icon("pause" if state is PlayerState.PLAYING else "play")

    def step_speed(self, step: int) -> None:
        """The next faster or slower one."""
        keys = [key for key, _ in SPEEDS]
        index = min(max(keys.index(self._speeds.current) + step, 0), len(keys) - 1)
        self._speeds.set_current(keys[index])
        self.speed.emit(float(keys[index]))

    def step_zoom(self, step: float) -> None:
        """Closer or further."""
        self.wave.set_zoom(min(max(self.wave.zoom + step, 0.0), 1.0))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._language)
        head.addStretch(1)
        head.addWidget(self._badge)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(4)
        self._column.addLayout(head)
        self._column.addWidget(self._meta)
        self._column.addWidget(self._absent)
        self._column.addWidget(self._progress)
        self._progress.hide()
        self._column.addSpacing(8)
        self._column.addWidget(self.wave)
        self._column.addSpacing(8)
        self._column.addLayout(self._transport())

    def _transport(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        back = Button("", ButtonKind.GHOST, icon="rotate-ccw", name=self.tr("Back 5 s (J)"))
        ahead = Button("", ButtonKind.GHOST, icon="rotate-cw", name=self.tr("Ahead 5 s (L)"))
        back.clicked.connect(lambda: self.jumped.emit(-5000))
        ahead.clicked.connect(lambda: self.jumped.emit(5000))
        left: tuple[QWidget, ...] = (back, self._play, ahead, self._time, self._whole)
        right: tuple[QWidget, ...] = (self._speeds, self._skip, self._zoom)
        for widget in left:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in right:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _connect(self) -> None:
        self._play.clicked.connect(self.play_pause)
        self._absent.acted.connect(self.fetch)
        self._speeds.chosen.connect(lambda key: self.speed.emit(float(key)))
        self._skip.toggled.connect(self.skipping)
        self._zoom.valueChanged.connect(lambda value: self.wave.set_zoom(value / 100))
        self.wave.zoom_changed.connect(self._on_zoom)
        self.wave.seeked.connect(self.seeked)
        self.wave.mark_clicked.connect(self.mark_clicked)

    def _on_zoom(self, zoom: float) -> None:
        self._zoom.blockSignals(True)
        self._zoom.setValue(round(zoom * 100))
        self._zoom.blockSignals(False)
