"""What the office orders happens on the workstation, whatever it is doing, and screen and receipt agree."""

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import qasync
from joserfc import jws
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

import app.cli.desk
from app.cli.scenario.privacy import open_privacy
from app.cli.scenario.robot import Robot
from app.protocol import routes
from tests.e2e.figures import holdings_shown, holdings_stored
from tests.e2e.workplace import Office, Workplace, office_at, says
from tests.support.marked_process import run_python
from tests.support.platform_process import PlatformProcess, running_platform
from ui.state_screens.wiped import WipedScreen
from ui.widgets import ListRow, Table

pytestmark = pytest.mark.timeout(240)
KEEP_DAYS = 10
WHY = "Workstation reported lost"


@pytest.fixture
def platform() -> Iterator[PlatformProcess]:
    with running_platform(faults=()) as process:
        yield process


@pytest.fixture
def office(platform: PlatformProcess) -> Iterator[Office]:
    with office_at(platform) as found:
        yield found


@pytest.fixture
def workplace(platform: PlatformProcess, tmp_path: Path) -> Workplace:
    return Workplace(platform, tmp_path / "console", tmp_path / "pictures")


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A console with nobody signed in checks in every half minute: here every half second."""
    monkeypatch.setattr(app.cli.desk, "WATCH_EVERY_S", 0.5)


async def _synced(robot: Robot) -> None:
    await robot.until(lambda: says(robot, "Synced"), "the first synchronisation", 60)


def test_a_shorter_policy_purges_and_screen_store_and_receipt_tell_the_same(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office
) -> None:
    async def scenario() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await _synced(robot)
            await open_privacy(robot)
            before, due = await asyncio.to_thread(_recordings, workplace)
            assert 0 < due < before
            await asyncio.to_thread(office.keep_recordings, f"P{KEEP_DAYS}D")
            await robot.until(lambda: _row(robot, "Deleted on schedule"), "the receipt of the purge", 90)
            row = _row(robot, "Deleted on schedule")

            assert await asyncio.to_thread(_recordings, workplace) == (before - due, 0)
            proven = [r for r in _receipts(workplace) if r["kind"] == "purge"]
            assert sum(dict(r["counts"])["recordings"] for r in proven) == due
            assert f"{due} recordings" in row
            await robot.until(
                lambda: holdings_shown(robot).get("Call recordings", ("",))[0] == str(before - due),
                "the figure after the purge",
            )
            stored = await asyncio.to_thread(holdings_stored, workplace, "Europe/Brussels")
            assert holdings_shown(robot) == stored

    qt_loop.run_until_complete(scenario())


def test_a_running_console_is_wiped_and_its_screen_says_what_the_receipt_proves(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office
) -> None:
    async def scenario() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await _synced(robot)
            await asyncio.to_thread(office.order, routes.ADMIN_WIPE, workplace.name, WHY)
            await _wiped(robot)
            _compare(robot, workplace)

    qt_loop.run_until_complete(scenario())
    _nothing_left(workplace)
    assert _kinds(workplace)[-1] == "wipe"
    assert office.workstation(workplace.name).pending == ()


@pytest.mark.usefixtures("often")
def test_a_console_locked_by_order_is_wiped_with_nobody_signed_in(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office
) -> None:
    async def scenario() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await _synced(robot)
            await asyncio.to_thread(office.order, routes.ADMIN_LOCK, workplace.name, "Left open")
            await robot.until(lambda: says(robot, "Locked by your organisation"), "the locked screen", 60)
            assert workplace.place.paths.profiles() != (), "a lock destroys nothing"
            await asyncio.to_thread(office.order, routes.ADMIN_WIPE, workplace.name, WHY)
            await _wiped(robot)
            _compare(robot, workplace)

    qt_loop.run_until_complete(scenario())
    _nothing_left(workplace)
    assert _kinds(workplace)[-2:] == ["lock", "wipe"]


def test_a_closed_console_is_wiped_by_the_scheduler_and_begins_anew(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office
) -> None:
    async def used() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await _synced(robot)

    async def opened_again() -> None:
        async with workplace.console() as (robot, _):
            await robot.find(QLineEdit, "Enrolment code")

    qt_loop.run_until_complete(used())
    office.order(routes.ADMIN_WIPE, workplace.name, WHY)
    place = workplace.place
    maintain = ["-m", "app", "maintain", "--data-dir", str(place.root), "--ca-file", str(place.pinned_ca)]
    first = run_python(maintain, 60)
    assert (first.status, first.complaints) == (0, [])
    assert "Wiped by order of the organisation." in first.out
    _nothing_left(workplace)
    assert _kinds(workplace)[-1] == "wipe"
    second = run_python(maintain, 60)
    assert (second.status, second.complaints) == (0, [])
    assert "enrol it again" in second.out
    qt_loop.run_until_complete(opened_again())


def test_an_order_that_the_platform_never_signed_is_refused_in_sight_and_work_goes_on(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office, platform: PlatformProcess
) -> None:
    async def scenario() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await _synced(robot)
            await open_privacy(robot)
            platform.script_faults([{"kind": "forged", "path": routes.CONTACT}])
            await robot.press(Qt.Key.Key_F5)
            await robot.until(lambda: "order_refused" in _kinds(workplace), "the refusal on record", 60)
            await robot.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
            await robot.until(lambda: _row(robot, "An order was refused"), "the refusal on screen", 60)
            assert not robot.window.findChildren(WipedScreen)
            assert await asyncio.to_thread(_recordings, workplace) > (0, 0)

    qt_loop.run_until_complete(scenario())
    assert "wipe" not in _kinds(workplace)
    assert workplace.place.paths.profiles() != ()


async def _wiped(robot: Robot) -> None:
    await robot.until(lambda: robot.window.findChildren(WipedScreen), "the wiped screen", 90)


def _compare(robot: Robot, workplace: Workplace) -> None:
    """Each figure on the wiped screen is the receipt's."""
    receipt = _receipts(workplace)[-1]
    counts = dict(receipt["counts"])
    words = " | ".join(row.accessibleName() for row in robot.window.findChildren(ListRow))
    told = re.search(r"destroyed in ([\d.]+) ms", words)
    assert told and float(told[1]) == round(counts["key_gone_us"] / 1000, 1)
    files = re.search(r"(\d+) files, ([\d.]+) (\w+) removed", words)
    assert files and int(files[1]) == counts["files"]
    unit = {"bytes": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}[files[3]]
    assert float(files[2]) * unit == pytest.approx(counts["size_bytes"], rel=0.06)
    at = datetime.fromisoformat(receipt["at"])
    number = f"W-{at:%Y%m%d}-{receipt['sequence']:04d}-{receipt['previous'][:4].upper()}"
    assert says(robot, f"Receipt {number}")
    assert receipt["detail"] == WHY


def _row(robot: Robot, title: str) -> str:
    """The words of a row that can be seen and that begins like this, "" where there is none."""
    rows = [row.accessibleName() for row in robot.window.findChildren(ListRow) if row.isVisible()]
    for table in (table for table in robot.window.findChildren(Table) if table.isVisible()):
        model = table.model()
        columns = range(model.columnCount())
        for row in range(model.rowCount()):
            rows.append(", ".join(str(model.index(row, column).data()) for column in columns))
    return next((words for words in rows if words.startswith(title)), "")


def _recordings(workplace: Workplace) -> tuple[int, int]:
    """How many recordings there are, and how many of them ended longer ago than will be kept."""
    edge = datetime.now(UTC) - timedelta(days=KEEP_DAYS)
    with workplace.store() as con:
        bodies = [json.loads(body) for (body,) in con.execute("SELECT body FROM recording")]
    return len(bodies), sum(datetime.fromisoformat(body["ended_at"]) < edge for body in bodies)


def _receipts(workplace: Workplace) -> list[dict[str, Any]]:
    """The chain as it lies on the disk, read without the console's own code."""
    lines = workplace.place.paths.device.receipts.read_text("ascii").splitlines()
    return [json.loads(jws.extract_compact(line.encode("ascii")).payload) for line in lines]


def _kinds(workplace: Workplace) -> list[str]:
    return [receipt["kind"] for receipt in _receipts(workplace)]


def _nothing_left(workplace: Workplace) -> None:
    """Nothing of a person: what stays is the device's own proof and marks of time."""
    left = [path for path in workplace.root.rglob("*") if path.is_file() and "device" not in path.parts]
    assert left == []
