"""A platform that goes away and a console that is killed lose nothing of what was written."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextEdit

from app.cli.scenario import calls
from app.cli.scenario.robot import Robot
from tests.e2e.workplace import Office, Workplace, office_at, says
from tests.support.platform_process import PlatformProcess, running_platform
from ui.offline_banner import OfflineBanner
from ui.widgets import CallButton, ListRow

pytestmark = pytest.mark.timeout(240)
NOTE = "Belt morgen terug na tien uur."
KILLED_WITHIN_S = 120


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
    return Workplace(platform, tmp_path / "console", tmp_path / "pictures")


async def _talk_and_hang_up(robot: Robot) -> None:
    await robot.find(CallButton, "Dial")
    await robot.press(Qt.Key.Key_F2)
    await calls.state(robot, "On call", seconds=30)
    await asyncio.sleep(2)
    await robot.press(Qt.Key.Key_F8)
    await calls.state(robot, "Wrap-up", seconds=30)


async def _write(robot: Robot) -> None:
    await robot.press(Qt.Key.Key_N)
    await robot.type(NOTE)
    await robot.press(Qt.Key.Key_Escape)


def test_what_is_saved_without_a_platform_arrives_when_it_is_back(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office, platform: PlatformProcess
) -> None:
    began = datetime.now(UTC)

    async def scenario() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await calls.go_ready(robot)
            await _talk_and_hang_up(robot)
            await asyncio.to_thread(platform.stop)
            await _write(robot)
            await robot.press(Qt.Key.Key_4)
            await robot.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

            await robot.until(lambda: says(robot, "No connection since"), "the offline banner", 60)
            await robot.until(lambda: _waits(robot, "Outcome"), "the note among what waits", 60)
            waiting = await asyncio.to_thread(_waiting, workplace)
            assert "save_wrap_up" in waiting

            await asyncio.to_thread(platform.start, int(platform.url.rpartition(":")[2]))
            await robot.until(lambda: not says(robot, "No connection since"), "the line to come back", 90)
            await robot.until(lambda: says(robot, "Synced"), "everything to be sent", 60)
            assert await asyncio.to_thread(_waiting, workplace) == []
        arrived = [call for call in office.calls_since(began) if call.note == NOTE]
        assert len(arrived) == 1, "lost or doubled"
        assert arrived[0].outcome is not None

    qt_loop.run_until_complete(scenario())


def test_a_console_killed_in_the_middle_of_a_wrap_up_comes_back_to_it(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office, platform: PlatformProcess
) -> None:
    began = datetime.now(UTC)
    _run_until_killed(workplace, office.code())

    async def scenario() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await calls.state(robot, "Wrap-up", seconds=30)
            note = await robot.find(QTextEdit, "Notes")
            assert note.toPlainText() == NOTE
            await robot.press(Qt.Key.Key_1)
            await robot.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            await robot.until(lambda: says(robot, "Synced"), "the wrap-up to be sent", 60)
            await robot.until(lambda: not note.isVisible() or note.toPlainText() == "", "the next contact")
        arrived = [call for call in office.calls_since(began) if call.note == NOTE]
        assert [call.outcome is not None for call in arrived] == [True]

    qt_loop.run_until_complete(scenario())


def _waits(robot: Robot, words: str) -> bool:
    (banner,) = robot.window.findChildren(OfflineBanner)
    return any(words in row.accessibleName() for row in banner.findChildren(ListRow))


def _waiting(workplace: Workplace) -> list[str]:
    with workplace.store() as con:
        rows = con.execute("SELECT kind FROM action WHERE delivery = 'waiting' ORDER BY seq")
        return [kind for (kind,) in rows]


def _draft(workplace: Workplace) -> str:
    with workplace.store() as con:
        row = con.execute("SELECT body FROM draft").fetchone()
    return str(json.loads(row[0])["note"]) if row else ""


def _run_until_killed(workplace: Workplace, code: str) -> None:
    """Have another process make a call and type a note, and end it as a power cut would."""
    user = workplace.user("agent")
    told = {
        "root": str(workplace.root),
        "ca_file": str(workplace.platform.ca_file),
        "url": workplace.platform.url,
        "code": code,
        "email": user.email,
        "password": user.password,
        "note": NOTE,
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.killed_console"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        try:
            assert child.stdin is not None and child.stdout is not None
            child.stdin.write(json.dumps(told) + "\n")
            child.stdin.flush()
            assert child.stdout.readline().strip() == "typed"
            while NOTE not in _draft(workplace):
                assert child.poll() is None
            child.send_signal(signal.SIGKILL)
            child.wait(KILLED_WITHIN_S)
        finally:
            child.kill()
