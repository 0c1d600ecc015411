"""A recording to look at: overview, marks, ruler, two channels, playhead."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from ui.theme import TextStyle, colors, painting, type_scale
from ui.widgets.clock_text import clock
from ui.widgets.peak_pyramid import PeakPyramid
from ui.widgets.playhead import Playhead
from ui.widgets.wave_data import WaveChannel, WaveMark, WaveRedaction, WaveRegion
from ui.widgets.wave_lanes import GAP, LANE, WaveLanes
from ui.widgets.wave_overview import HEIGHT as OVERVIEW
from ui.widgets.wave_overview import WaveOverview
from ui.widgets.wave_scale import paint_marks, paint_regions, paint_ruler
from ui.widgets.wave_view import WaveView

_LABELS = 72
_MARKS_TOP = OVERVIEW + 14
_RULER_TOP = _MARKS_TOP + 28
_LANES_TOP = _RULER_TOP + 18


class Waveform(QAbstractSlider):
    """Read aloud as a slider whose value is the position in ms.

    Mouse: click or drag seeks, Shift and drag selects a region, the wheel moves, Ctrl and the wheel zoom.
    Keys: Left and Right 1 s, with Ctrl 5 s, with Shift they stretch the region; Home, End; + and - zoom.

    Signals: ``seeked(ms)`` by the user only, ``region_selected(start, end)`` in ms when a selection ends,
    ``zoom_changed(0..1)``, ``mark_clicked(key)`` for marks and named regions.
    """

    seeked = Signal(int)
    region_selected = Signal(int, int)
    zoom_changed = Signal(float)
    mark_clicked = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._channels: tuple[WaveChannel, ...] = ()
        self._marks: tuple[WaveMark, ...] = ()
        self._regions: tuple[WaveRegion, ...] = ()
        self._selection: tuple[int, int] | None = None
        self._selecting = False
        self._view = WaveView()
        self._overview = WaveOverview(self)
        self._lanes = WaveLanes(self)
        self._playhead = Playhead(self)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_LANES_TOP + 2 * LANE + GAP)
        self.setAccessibleName(self.tr("Waveform"))
        self.setProperty("focusRadius", 4)
        self._overview.centred.connect(self._centre)
        self._lanes.pressed_at.connect(self._press)
        self._lanes.moved_to.connect(self._drag)
        self._lanes.released.connect(self._release)
        self._lanes.panned.connect(lambda start: self._show(self._view.moved(start)))
        self._lanes.zoom_wheel.connect(self._wheel_zoom)

    def set_recording(self, channels: Sequence[WaveChannel], duration: int) -> None:
        """Agent first, customer second; ``duration`` in ms. Shows all of it from the start."""
        self._channels = tuple(channels)
        pyramids = [PeakPyramid(channel.peaks) for channel in channels]
        self._overview.set_pyramids(pyramids)
        self._lanes.set_pyramids(pyramids)
        self.setRange(0, max(1, duration))
        self.setValue(0)
        length = max(1, duration)
        self._show(WaveView(length, 0.0, float(length), self._view.width))

    def set_marks(
        self,
        marks: Sequence[WaveMark] = (),
        regions: Sequence[WaveRegion] = (),
        redactions: Sequence[WaveRedaction] = (),
        flags: Sequence[int] = (),
    ) -> None:
        """Everything that is pinned to a time; ``flags`` (ms) show in the overview alone."""
        self._marks, self._regions = tuple(marks), tuple(regions)
        self._lanes.set_redactions(redactions)
        self._overview.set_flags(flags)
        self.update()

    def set_position(self, ms: int, *, follow: bool = True) -> None:
        """Move the playhead without a signal; ``follow`` turns the page when it leaves the screen."""
        self.setValue(ms)
        self.setAccessibleDescription(clock(ms))
        if follow and not self._view.contains(ms):
            self._show(self._view.moved(ms - self._view.span / 10))
        self._lanes.set_position(ms)
        self._place_playhead()

    @property
    def position(self) -> int:
        """Where the playhead is, in ms."""
        return self.value()

    @property
    def zoom(self) -> float:
        """0 shows the whole recording, 1 two seconds."""
        return self._view.zoom

    def set_zoom(self, zoom: float) -> None:
        """Zoom around the playhead, or the middle when it is off screen."""
        self._show(self._view.with_zoom(zoom, self._anchor()))

    def show_span(self, start: int, end: int) -> None:
        """Put the stretch from ``start`` to ``end`` (ms) on screen."""
        self._show(replace(self._view, start=0.0, span=max(1.0, float(end - start))).moved(float(start)))

    @property
    def selection(self) -> tuple[int, int] | None:
        """The selected stretch in ms, start before end."""
        if self._selection is None:
            return None
        return min(self._selection), max(self._selection)

    def clear_selection(self) -> None:
        """Select nothing."""
        self._select(None)

    def sizeHint(self) -> QSize:
        """Any width."""
        return QSize(600, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts."""
        width = max(1, self.width() - _LABELS)
        self._overview.setGeometry(_LABELS, 0, width, OVERVIEW)
        self._lanes.setGeometry(_LABELS, _LANES_TOP, width, 2 * LANE + GAP)
        self._show(replace(self._view, width=float(width)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key, modifiers = event.key(), event.modifiers()
        step = 5_000 if modifiers & Qt.KeyboardModifier.ControlModifier else 1_000
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        targets = {
            Qt.Key.Key_Left: self.position - step,
            Qt.Key.Key_Right: self.position + step,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.maximum(),
        }
        zooms = {Qt.Key.Key_Plus: 0.1, Qt.Key.Key_Equal: 0.1, Qt.Key.Key_Minus: -0.1}
        if key in targets:
            self._go(targets[Qt.Key(key)], stretch=shift)
        elif key in zooms:
            self.set_zoom(self.zoom + zooms[Qt.Key(key)])
        elif key == Qt.Key.Key_Escape and self._selection is not None:
            self.clear_selection()
        else:
            # QAbstractSlider would take the arrow keys that move between transcript turns.
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a mark or a named region."""
        x, y = event.position().x() - _LABELS, event.position().y()
        if not _MARKS_TOP <= y < _RULER_TOP:
            event.ignore()
            return
        pins = [mark.key for mark in self._marks if abs(self._view.x(mark.at) - x) <= 12]
        spans = [r.key for r in self._regions if self._view.x(r.start) <= x <= self._view.x(r.end)]
        for found in (pins + spans)[:1]:
            self.mark_clicked.emit(found)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls; only the channels listen to the wheel."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Labels, marks and ruler; the children paint the rest."""
        c = colors()
        painter = QPainter(self)
        self._label(painter, OVERVIEW / 2, self.tr("Overview"), type_scale.TINY, c.text3)
        self._label(painter, _MARKS_TOP + 10, self.tr("Marks"), type_scale.TINY, c.text3)
        for row, channel in enumerate(self._channels):
            middle = _LANES_TOP + row * (LANE + GAP) + LANE / 2
            ink = c.accent_text if row == 0 else c.text
            self._label(painter, middle - 8, channel.label, type_scale.TINY_STRONG, ink)
            self._label(painter, middle + 8, channel.name, type_scale.TINY, c.text2)
        painter.setClipRect(QRectF(_LABELS, 0, self.width() - _LABELS, self.height()))
        painter.translate(_LABELS, 0)
        paint_regions(painter, self._view, _MARKS_TOP, self._regions)
        paint_marks(painter, self._view, _MARKS_TOP, self._marks)
        paint_ruler(painter, self._view, _RULER_TOP)

    def _label(self, painter: QPainter, middle: float, word: str, style: TextStyle, ink: str) -> None:
        painting.text(painter, QRectF(0, middle - 8, _LABELS - 8, 16), word, style, ink, elide=True)

    def _show(self, view: WaveView) -> None:
        changed = view.span != self._view.span or view.duration != self._view.duration
        self._view = view
        self._overview.set_view(view)
        self._lanes.set_view(view)
        self._place_playhead()
        self.update()
        if changed:
            self.zoom_changed.emit(view.zoom)

    def _place_playhead(self) -> None:
        x = self._view.x(self.position)
        self._playhead.setVisible(bool(self._channels) and 0 <= x <= self._view.width)
        self._playhead.place(self.position, _LABELS + x, _RULER_TOP, self.height() - _RULER_TOP)

    def _anchor(self) -> float:
        inside = self._view.contains(self.position)
        return float(self.position) if inside else self._view.start + self._view.span / 2

    def _centre(self, ms: int) -> None:
        self._show(self._view.moved(ms - self._view.span / 2))

    def _wheel_zoom(self, steps: float, around: float) -> None:
        self._show(self._view.zoomed(self._view.span * 0.8**steps, around))

    def _press(self, ms: int, shift: bool) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._selecting = shift
        if shift:
            self._select((ms, ms))
        else:
            self._go(ms)

    def _drag(self, ms: int) -> None:
        if self._selecting and self._selection is not None:
            self._select((self._selection[0], ms))
        else:
            self._go(ms)

    def _release(self) -> None:
        if self._selecting and self.selection is not None:
            self.region_selected.emit(*self.selection)
        self._selecting = False

    def _go(self, ms: int, *, stretch: bool = False) -> None:
        ms = min(max(0, ms), self.maximum())
        if stretch:
            anchor = self._selection[0] if self._selection else self.position
            self._select((anchor, ms))
        self.set_position(ms)
        self.seeked.emit(ms)
        if stretch and self.selection is not None:
            self.region_selected.emit(*self.selection)

    def _select(self, selection: tuple[int, int] | None) -> None:
        self._selection = selection
        self._lanes.set_region(self.selection)
