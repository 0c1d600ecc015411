"""Retention and wipe as a person sees them: the policy changes, the workstation obeys."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.cli.scenario.office import Office
from app.cli.scenario.robot import Robot
from ui.state_screens.wiped import WipedScreen
from ui.widgets import ListRow, Table

SHORT = "P10D"
DELETED = "Deleted on schedule"


async def open_privacy(robot: Robot) -> None:
    """G P; ends with the figures on screen."""
    await robot.press(Qt.Key.Key_G)
    await robot.press(Qt.Key.Key_P)
    await robot.find(Table, "holdings")


def held(robot: Robot) -> int:
    """Return how many items the page says are held: everything but receipts."""
    table = robot.look(Table, "holdings")
    if table is None:
        return 0
    model = table.model()
    rows = [
        (str(model.index(row, 0).data()), str(model.index(row, 2).data())) for row in range(model.rowCount())
    ]
    return sum(_digits(items) for title, items in rows if title not in ("Receipts", "Search index"))


async def shorten_retention(robot: Robot, office: Office) -> int:
    """The office shortens the time; returns how many recordings the page says were deleted."""
    await office.shorten_recordings(SHORT)
    await robot.until(lambda: _purge_row(robot), "the receipt of a purge", 60)
    row = _purge_row(robot)
    found = re.search(r"([\d,.\s]+) recordings", row.accessibleName()) if row is not None else None
    return _digits(found[1]) if found else 0


async def wipe(robot: Robot, office: Office, device_name: str) -> float:
    """The office orders a wipe of the running console; returns the milliseconds its screen tells."""
    device = await office.device(device_name)
    await office.wipe(device.enrolment_id, "Workstation reported lost")
    await robot.until(lambda: robot.window.findChildren(WipedScreen), "the wiped screen", 60)
    words = " ".join(row.accessibleName() for row in robot.window.findChildren(ListRow))
    found = re.search(r"destroyed in ([\d.]+) ms", words)
    return float(found[1]) if found else -1.0


def _purge_row(robot: Robot) -> QWidget | None:
    rows = robot.window.findChildren(ListRow)
    return next((row for row in rows if row.isVisible() and DELETED in row.accessibleName()), None)


def _digits(text: str) -> int:
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits else 0
