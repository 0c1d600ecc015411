"""The sound: waveform and transport."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.audio.player import PlayerState
from app.domain.recording import AudioState
from ui.recordings.state import RecordingView
from ui.theme import type_scale
from ui.widgets import Button, ButtonKind, Label, Segmented, Skeleton, Slider, Switch, Waveform, clock

SPEEDS = (("1", "1×"), ("1.25", "1.25×"), ("1.5", "1.5×"), ("2", "2×"))
ZOOM_STEP = 0.1
WITH_ZOOM, NARROW = 690, 540
FIRST_LOOK_MS = 70_000
"""Of a longer recording this much is shown at first: words can be told apart."""


class Deck(QWidget):
    """Signals: `play_pause()`, `jumped(ms)` relative, `seeked(ms)`, `speed(float)`, `skipping(bool)`,
    `mark_clicked(key)` and `region_selected(start, end)` from the waveform.
    """

    play_pause = Signal()
    jumped = Signal(int)
    seeked = Signal(int)
    speed = Signal(float)
    skipping = Signal(bool)
    mark_clicked = Signal(str)
    region_selected = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[str, bool] = ("", False)
        self._broken = False
        self.wave = Waveform()
        self.wave.setObjectName("waveform")
        self._drawing = Skeleton(2, circles=False)
        self._back = self._quiet(
            Button("", ButtonKind.GHOST, icon="rotate-ccw", name=self.tr("Back 5 s (J)")), "back"
        )
        self._play = self._quiet(
            Button("", ButtonKind.PRIMARY, icon="play", name=self.tr("Play (Space)")), "play"
        )
        self._ahead = self._quiet(
            Button("", ButtonKind.GHOST, icon="rotate-cw", name=self.tr("Ahead 5 s (L)")), "ahead"
        )
        self._time = Label("0:00.0", type_scale.LARGE_STRONG)
        self._whole = Label("", type_scale.LARGE, "text3")
        self._speeds = Segmented(SPEEDS, "1", name=self.tr("Speed ([ and ])"))
        self._speeds.setObjectName("speed")
        self._skip = Switch(self.tr("Skip silence"))
        self._skip.setObjectName("skip-silence")
        self._zoom = Slider(0, 100, name=self.tr("Zoom (+ and -)"))
        self._zoom.setFixedWidth(76)
        self._zooming = QWidget()
        self._zoom.setObjectName("zoom")
        self._out = self._quiet(
            Button("", ButtonKind.GHOST, size=28, icon="zoom-out", name=self.tr("Show more (-)")), "zoom-out"
        )
        self._in = self._quiet(
            Button("", ButtonKind.GHOST, size=28, icon="zoom-in", name=self.tr("Show closer (+)")), "zoom-in"
        )
        self._lay_out()
        self._connect()

    def show_view(self, view: RecordingView) -> None:
        """Another recording starts from its beginning; the same one keeps zoom and position."""
        drawn = bool(view.channels)
        self.wave.setVisible(drawn)
        usable = view.audio is AudioState.HERE and not view.frozen and not self._broken
        self._drawing.setVisible(usable and not drawn)
        if (view.key, drawn) != self._shown:
            self.wave.set_recording(view.channels, view.duration)
            if drawn and view.duration > FIRST_LOOK_MS:
                self.wave.show_span(0, FIRST_LOOK_MS)
            if view.key != self._shown[0]:
                self.show_position(0)
            self._shown = (view.key, drawn)
        self._whole.setText(f"/ {clock(round(view.duration, -3))}")
        flags = [mark.at for mark in view.marks]
        self.wave.set_marks(view.marks, view.regions, view.gaps, flags)
        listening: tuple[QWidget, ...] = (self._back, self._play, self._ahead, self._speeds, self._skip)
        looking: tuple[QWidget, ...] = (self._out, self._zoom, self._in)
        for part in listening:
            part.setEnabled(usable)
        for part in looking:
            part.setEnabled(drawn)

    def show_broken(self, broken: bool) -> None:
        """Whether the audio that is here cannot be read."""
        self._broken = broken
        if broken:
            self._drawing.hide()
            for part in (self._back, self._play, self._ahead):
                part.setEnabled(False)

    def show_position(self, ms: int) -> None:
        """Where the sound is."""
        self._time.setText(clock(ms, tenths=True))
        self.wave.set_position(ms)

    def show_state(self, state: PlayerState) -> None:
        """Playing or not."""
        playing = state is PlayerState.PLAYING
        self._play.set_icon("pause" if playing else "play")
        name = self.tr("Pause (Space)") if playing else self.tr("Play (Space)")
        self._play.setAccessibleName(name)
        self._play.setToolTip(name)

    def minimumSizeHint(self) -> QSize:
        """Without the zoom: keys and wheel have it too."""
        full = super().minimumSizeHint()
        return QSize(min(full.width(), NARROW), full.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The zoom goes first where room is short."""
        super().resizeEvent(event)
        self._zooming.setVisible(self.width() >= WITH_ZOOM)

    def step_speed(self, step: int) -> None:
        """The next faster or slower one."""
        keys = [key for key, _ in SPEEDS]
        index = min(max(keys.index(self._speeds.current) + step, 0), len(keys) - 1)
        self._speeds.set_current(keys[index])
        self.speed.emit(float(keys[index]))

    def step_zoom(self, step: float) -> None:
        """Closer or further."""
        self.wave.set_zoom(min(max(self.wave.zoom + step, 0.0), 1.0))

    def _quiet(self, button: Button, name: str) -> Button:
        # A click must not take the keyboard: Space would press the button again instead of playing.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setObjectName(name)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        column.addWidget(self.wave)
        column.addWidget(self._drawing)
        column.addLayout(self._transport())

    def _transport(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self._back, self._play, self._ahead):
            row.addWidget(widget)
        row.addSpacing(4)
        row.addWidget(self._time)
        row.addWidget(self._whole)
        for label in (self._time, self._whole):
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addStretch(1)
        row.addWidget(self._speeds)
        row.addWidget(self._skip)
        zoom = QHBoxLayout(self._zooming)
        zoom.setContentsMargins(0, 0, 0, 0)
        zoom.setSpacing(4)
        for part in (self._out, self._zoom, self._in):
            zoom.addWidget(part)
        row.addWidget(self._zooming)
        return row

    def _connect(self) -> None:
        self._back.clicked.connect(lambda: self.jumped.emit(-5000))
        self._ahead.clicked.connect(lambda: self.jumped.emit(5000))
        self._play.clicked.connect(self.play_pause)
        self._speeds.chosen.connect(lambda key: self.speed.emit(float(key)))
        self._skip.toggled.connect(self.skipping)
        self._zoom.valueChanged.connect(lambda value: self.wave.set_zoom(value / 100))
        self._out.clicked.connect(lambda: self.step_zoom(-ZOOM_STEP))
        self._in.clicked.connect(lambda: self.step_zoom(ZOOM_STEP))
        self.wave.zoom_changed.connect(self._on_zoom)
        self.wave.seeked.connect(self.seeked)
        self.wave.mark_clicked.connect(self.mark_clicked)
        self.wave.region_selected.connect(self.region_selected)

    def _on_zoom(self, zoom: float) -> None:
        self._zoom.blockSignals(True)
        self._zoom.setValue(round(zoom * 100))
        self._zoom.blockSignals(False)
