"""What locks or ends a console: nobody there, an order, a loop that hangs. Beside it, `callnex maintain`."""

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from app.cli.scenario import calls
from app.cli.scenario.robot import Robot
from app.protocol import routes
from local_store.profile import holder
from tests.e2e.console_process import begun_anew, console_process, keys_of, maintain, until
from tests.e2e.workplace import Office, Workplace, office_at, says
from tests.support.platform_process import PlatformProcess, running_platform
from tests.support.process_memory import places_of
from ui.shell import Shell
from ui.state_screens.away import AwayScreen
from ui.widgets import CallButton, Toast

pytestmark = pytest.mark.timeout(240)
CONTROL = Qt.KeyboardModifier.ControlModifier
WITHIN_S = 60.0


@pytest.fixture(scope="module")
def platform() -> Iterator[PlatformProcess]:
    with running_platform() as process:
        yield process


@pytest.fixture(scope="module")
def office(platform: PlatformProcess) -> Iterator[Office]:
    with office_at(platform) as found:
        yield found


@pytest.fixture
def workplace(platform: PlatformProcess, tmp_path: Path) -> Workplace:
    return Workplace(platform, tmp_path / "console", tmp_path / "pictures", anew=True)


def test_a_call_is_finished_first_and_the_password_alone_opens_the_window(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office
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
            await robot.until(lambda: says(robot, "That is not your password"), "the refusal")
            await _type(robot, workplace.user("agent").password)
            await robot.until(lambda: not _covered(robot), "the window as it was")
            await calls.state(robot, "Not ready, break")

            await robot.press(Qt.Key.Key_L, CONTROL)
            await robot.click("Sign out", QAbstractButton)
            await desk.closed.wait()
            assert desk.ends_keyless, "whoever signs out leaves a process without a key"

    qt_loop.run_until_complete(scenario())


def test_maintain_is_answered_and_an_order_leaves_no_key_and_a_console_that_hangs_is_ended(
    workplace: Workplace, office: Office
) -> None:
    with console_process(workplace, office.code()) as console:
        before = office.workstation(workplace.name).last_contact
        _went_well(maintain(workplace), "Checked in; policy revision", "Deleted on schedule")
        after = office.workstation(workplace.name).last_contact
        assert before is not None and after is not None and after > before

        keys = keys_of(workplace)
        assert "key of console.db" in places_of(console.pid, keys), "the scan must find what is there"
        office.order(routes.ADMIN_LOCK, workplace.name, "left the desk")
        until(lambda: begun_anew(console.pid, workplace))
        assert console.poll() is None, "it is the same process"
        assert places_of(console.pid, keys) == []
        assert _open_files(console.pid, workplace.place.paths.profiles()[0].root) == []
        assert _children(console.pid) == []

        written = workplace.place.paths.device.lock.stat().st_mtime_ns
        _went_well(maintain(workplace), "Checked in", "Deleted on schedule")
        assert places_of(console.pid, keys) == [], "a round of upkeep brought a key back"
        until(lambda: _holds(console.pid, workplace))
        assert workplace.place.paths.device.lock.stat().st_mtime_ns > written, "the device was not lent"

        console.send_signal(signal.SIGSTOP)
        _went_well(maintain(workplace, "--answer-within", "2"), "did not answer", "Checked in")
        assert console.wait(WITHIN_S) == -signal.SIGKILL


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


def _went_well(done: "subprocess.CompletedProcess[str]", *said: str) -> None:
    assert (done.returncode, done.stderr) == (0, "")
    assert not [words for words in said if words not in done.stdout], done.stdout


def _holds(pid: int, workplace: Workplace) -> bool:
    found = holder(workplace.place.paths.device)
    return found is not None and found.pid == pid and not found.passing


def _open_files(pid: int, folder: Path) -> list[str]:
    found = [str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()]
    return [path for path in found if path.startswith(str(folder))]


def _children(pid: int) -> list[str]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [child for task in tasks for child in task.read_text("ascii").split()]
