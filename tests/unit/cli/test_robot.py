"""The robot sees what a person sees, and says what it did not see."""

from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.cli.scenario.robot import NotSeen, Robot
from app.cli.scenario.stalls import StallMeter
from tests.support.qt_loop import qt_loop

__all__ = ["qt_loop"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SOON_S = 0.1


class Window(QWidget):
    """A field, a button that counts, and a button that is off."""

    def __init__(self) -> None:
        super().__init__()
        self.presses = 0
        self.field = QLineEdit()
        self.field.setAccessibleName("E-mail")
        self.go, self.off = QPushButton("Sign in"), QPushButton("Delete")
        self.off.setEnabled(False)
        self.go.clicked.connect(self._count)
        layout = QVBoxLayout(self)
        for widget in (self.field, self.go, self.off):
            layout.addWidget(widget)

    def _count(self) -> None:
        self.presses += 1


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


@pytest.fixture
def robot(tmp_path: Path, window: Window) -> Robot:
    return Robot(tmp_path)


def test_it_types_and_clicks_where_a_person_would(
    qt_loop: qasync.QEventLoop, robot: Robot, window: Window
) -> None:
    async def act() -> None:
        await robot.write("E-mail", "jana@example", QLineEdit)
        await robot.press(Qt.Key.Key_Backspace)
        await robot.click("Sign in", QPushButton)

    qt_loop.run_until_complete(act())
    assert window.field.text() == "jana@exampl"
    assert window.presses == 1


@pytest.mark.parametrize("name", ["Delete", "Nowhere"])
def test_what_is_off_or_not_there_is_not_clicked(
    qt_loop: qasync.QEventLoop, robot: Robot, tmp_path: Path, name: str
) -> None:
    with pytest.raises(NotSeen, match=rf"QPushButton “{name}” \(waited 0\.1 s\)"):
        qt_loop.run_until_complete(robot.click(name, QPushButton, SOON_S))
    assert not QImage(str(tmp_path / "not-seen.png")).isNull(), "no picture of what was there instead"


def test_what_is_hidden_is_not_seen(qt_loop: qasync.QEventLoop, robot: Robot, window: Window) -> None:
    assert robot.look(QPushButton, "Sign in") is window.go
    window.go.hide()
    assert robot.look(QPushButton, "Sign in") is None


def test_what_never_happens_is_named(qt_loop: qasync.QEventLoop, robot: Robot) -> None:
    with pytest.raises(NotSeen, match="the wiped screen"):
        qt_loop.run_until_complete(robot.until(lambda: False, "the wiped screen", SOON_S))


def test_without_a_window_it_says_so(qt_loop: qasync.QEventLoop, robot: Robot, window: Window) -> None:
    window.hide()
    with pytest.raises(NotSeen, match="no window is open"):
        robot.look(QPushButton, "Sign in")


def test_pictures_are_kept_and_their_time_is_told(robot: Robot, tmp_path: Path) -> None:
    told: list[float] = []
    other = Robot(tmp_path / "made", told.append)
    other.picture("01-enrol")
    assert other.seen == ["01-enrol.png"] and len(told) == 1 and told[0] > 0
    assert QImage(str(tmp_path / "made" / "01-enrol.png")).width() == 400


class Clock:
    """Moved by hand: how long this machine takes is not what is tested."""

    def __init__(self) -> None:
        self.now = self.used = 0.0

    def monotonic(self) -> float:
        return self.now

    def thread_time(self) -> float:
        return self.used


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("app.cli.scenario.stalls.time", made)
    return made


def test_a_gui_thread_that_does_not_answer_is_a_stall(clock: Clock, qtbot: QtBot) -> None:
    meter = StallMeter()
    for gap_ms in (10, 60, 61, 130, 12):
        clock.now += gap_ms / 1000
        clock.used += gap_ms / 2000
        meter._tick()
    assert meter.busiest_ms == pytest.approx(65)
    assert meter.stalls == pytest.approx([51, 120])


def test_the_robots_own_work_is_no_stall(clock: Clock, qtbot: QtBot) -> None:
    meter = StallMeter()
    clock.now += 0.5
    clock.used += 0.5
    meter.excuse(0.5)
    clock.now += 0.02
    meter._tick()
    assert meter.stalls == [] and meter.busiest_ms == pytest.approx(0)


def test_a_stall_beside_the_robots_own_work_counts(clock: Clock, qtbot: QtBot) -> None:
    meter = StallMeter()
    clock.now += 0.08
    clock.now += 0.5
    meter.excuse(0.5)
    meter._tick()
    assert meter.stalls == pytest.approx([70])
