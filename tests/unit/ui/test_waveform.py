"""Arithmetic, peaks, keys and drags of the waveform."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.unit.ui.samples import waveform
from ui.widgets import Waveform, clock
from ui.widgets.peak_pyramid import PeakPyramid
from ui.widgets.wave_lanes import WaveLanes
from ui.widgets.wave_overview import WaveOverview
from ui.widgets.wave_view import MIN_SPAN, WaveView

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def wave(qtbot: QtBot) -> Waveform:
    made = waveform()
    qtbot.addWidget(made)
    made.show()
    return made


@given(st.integers(1, 3_000), st.integers(1, 700), st.floats(0, 0.9), st.floats(0.01, 1))
def test_columns_cover_every_peak(length: int, count: int, first: float, share: float) -> None:
    rng = np.random.default_rng(length)
    peaks = np.sort(rng.uniform(-1, 1, (length, 2)), axis=1).astype(np.float32)
    last = min(1.0, first + share)
    columns = PeakPyramid(peaks).columns(first, last, count)
    inside = peaks[int(np.ceil(first * length)) : int(last * length)]
    assert columns.shape == (count, 2)
    assert (columns[:, 0] <= columns[:, 1]).all()
    if len(inside):
        assert columns[:, 0].min() <= inside[:, 0].min()
        assert columns[:, 1].max() >= inside[:, 1].max()


def test_peaks_need_two_columns() -> None:
    with pytest.raises(ValueError, match=r"\(n, 2\)"):
        PeakPyramid(np.zeros(10, np.float32))
    assert PeakPyramid(np.zeros((0, 2), np.float32)).columns(0, 1, 5).shape == (5, 2)


@given(st.floats(0, 1), st.integers(0, 400_000))
def test_zoom_and_back(zoom: float, around: int) -> None:
    view = WaveView(400_000, 0.0, 400_000.0, 600.0).with_zoom(zoom, float(around))
    assert view.zoom == pytest.approx(zoom, abs=1e-6)
    assert 0 <= view.start <= view.duration - view.span + 1e-6
    assert view.span >= MIN_SPAN - 1e-6


def test_px_and_ms_agree() -> None:
    view = WaveView(10_000, 2_000.0, 4_000.0, 400.0)
    assert view.ms(view.x(3_000)) == 3_000
    assert view.ms(-10_000) == 0
    assert view.contains(2_000)
    assert not view.contains(6_001)


def test_clock() -> None:
    assert clock(156_400) == "2:36"
    assert clock(156_499, tenths=True) == "2:36.4"
    assert clock(3_756_000) == "1:02:36"
    assert clock(-5) == "0:00"


def test_keys_seek(wave: Waveform, qtbot: QtBot) -> None:
    wave.set_position(5_000)
    seen: list[int] = []
    wave.seeked.connect(seen.append)
    QTest.keyClick(wave, KEY.Key_Right)
    QTest.keyClick(wave, KEY.Key_Left, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(wave, KEY.Key_End)
    QTest.keyClick(wave, KEY.Key_Home)
    assert seen == [6_000, 1_000, 10_000, 0]


def test_moving_by_code_is_silent(wave: Waveform, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(wave.seeked):
        wave.set_position(4_000)
    assert wave.position == 4_000
    assert wave.accessibleDescription() == "0:04"


def test_shift_arrow_selects(wave: Waveform, qtbot: QtBot) -> None:
    wave.set_position(5_000)
    with qtbot.waitSignal(wave.region_selected) as caught:
        QTest.keyClick(wave, KEY.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert caught.args == [4_000, 5_000]
    QTest.keyClick(wave, KEY.Key_Escape)
    assert wave.selection is None


def test_plus_and_minus_zoom(wave: Waveform, qtbot: QtBot) -> None:
    with qtbot.waitSignal(wave.zoom_changed):
        QTest.keyClick(wave, KEY.Key_Plus)
    assert wave.zoom == pytest.approx(0.1)
    QTest.keyClick(wave, KEY.Key_Minus)
    assert wave.zoom == pytest.approx(0, abs=1e-6)


def test_keys_that_move_between_turns_pass_through(wave: Waveform) -> None:
    QTest.keyClick(wave, KEY.Key_Up)
    assert wave.position == 0


def test_click_and_drag(wave: Waveform, qtbot: QtBot) -> None:
    lanes = wave.findChild(WaveLanes)
    assert isinstance(lanes, WaveLanes)
    middle = QPoint(lanes.width() // 2, 20)
    with qtbot.waitSignal(wave.seeked) as caught:
        QTest.mouseClick(lanes, LEFT, pos=middle)
    assert caught.args[0] == pytest.approx(5_000, abs=20)
    QTest.mousePress(lanes, LEFT, Qt.KeyboardModifier.ShiftModifier, middle)
    lanes.moved_to.emit(8_000)
    with qtbot.waitSignal(wave.region_selected) as selected:
        QTest.mouseRelease(lanes, LEFT)
    assert selected.args == [pytest.approx(5_000, abs=20), 8_000]


def test_following_turns_the_page(wave: Waveform) -> None:
    wave.show_span(0, 4_000)
    wave.set_position(9_000)
    wave.grab()
    overview = wave.findChild(WaveOverview)
    assert isinstance(overview, WaveOverview)
    QTest.mouseClick(overview, LEFT, pos=QPoint(1, 5))
    assert wave.position == 9_000


def test_marks_can_be_clicked(wave: Waveform, qtbot: QtBot) -> None:
    plot = wave.width() - 72
    with qtbot.waitSignal(wave.mark_clicked) as pin:
        QTest.mouseClick(wave, LEFT, pos=QPoint(72 + plot // 5, 46))
    with qtbot.waitSignal(wave.mark_clicked) as region:
        QTest.mouseClick(wave, LEFT, pos=QPoint(72 + plot * 2 // 5, 46))
    assert (pin.args, region.args) == (["m"], ["r"])
