"""The window locks by key, never in a call, and only the password opens it: with the platform or without."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from app.cli.scenario import calls
from app.cli.scenario.robot import Robot
from tests.e2e.workplace import Office, Workplace, office_at, says
from tests.support.platform_process import PlatformProcess, running_platform
from ui.shell import Shell
from ui.state_screens.away import AwayScreen
from ui.widgets import CallButton, Toast

pytestmark = pytest.mark.timeout(240)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def platform() -> Iterator[PlatformProcess]:
    with running_platform() as process:
        yield process


@pytest.fixture
def office(platform: PlatformProcess) -> Iterator[Office]:
    with office_at(platform) as found:
        yield found


@pytest.fixture
def workplace(platform: PlatformProcess, tmp_path: Path) -> Workplace:
    return Workplace(platform, tmp_path / "console", tmp_path / "pictures", anew=True)


def test_a_call_is_finished_first_and_the_password_opens_the_window_without_a_platform_too(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office, platform: PlatformProcess
) -> None:
    async def scenario() -> None:
        async with workplace.signed_in(office) as (robot, desk):
            await calls.go_ready(robot)
            await robot.find(CallButton, "Dial")
            await robot.press(Qt.Key.Key_F2)
            await calls.state(robot, "On call", seconds=30)
            await robot.press(Qt.Key.Key_L, CONTROL)
            await robot.until(lambda: _told(robot).startswith("The window locks once"), "that it will lock")
            await robot.press(Qt.Key.Key_F8)
            await calls.state(robot, "Wrap-up", seconds=30)
            assert not _covered(robot)
            await robot.press(Qt.Key.Key_4)
            await robot.press(Qt.Key.Key_Return, CONTROL)
            await robot.until(lambda: _covered(robot), "the lock screen")

            await _type(robot, "not " + workplace.user("agent").password)
            await robot.until(lambda: says(robot, "That is not your password"), "the platform's refusal")
            await _open(robot, workplace)
            await calls.state(robot, "Not ready, break")

            await asyncio.to_thread(platform.stop)
            await robot.press(Qt.Key.Key_L, CONTROL)
            await robot.until(lambda: _covered(robot), "the lock screen")
            await _type(robot, "wrong")
            await robot.until(lambda: says(robot, "The password is not the one"), "the slot's refusal")
            await _open(robot, workplace)

            await robot.press(Qt.Key.Key_L, CONTROL)
            await robot.click("Sign out", QAbstractButton)
            await desk.closed.wait()
            assert desk.ends_keyless, "whoever signs out leaves a process without a key"

    qt_loop.run_until_complete(scenario())


def _told(robot: Robot) -> str:
    toasts = [toast for toast in robot.window.findChildren(Toast) if toast.isVisible()]
    return toasts[0].accessibleName() if toasts else ""


def _covered(robot: Robot) -> bool:
    shells = robot.window.findChildren(Shell)
    covers = [cover for cover in robot.window.findChildren(AwayScreen) if cover.isVisible()]
    assert shells[0].isVisible() is not bool(covers)
    return bool(covers)


async def _type(robot: Robot, password: str) -> None:
    await robot.write("Password", password, QLineEdit)
    await robot.press(Qt.Key.Key_Return)


async def _open(robot: Robot, workplace: Workplace) -> None:
    await _type(robot, workplace.user("agent").password)
    await robot.until(lambda: not _covered(robot), "the window as it was")
