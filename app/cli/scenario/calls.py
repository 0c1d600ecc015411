"""An agent's calls: ready, dial, talk, mute, hold, hang up, note, outcome, next."""

import asyncio

from PySide6.QtCore import Qt

from app.cli.scenario.robot import Robot
from ui.widgets import CallButton, Label, StatePill

TALK_S = 8.0
"""Long enough for both sides to be heard; nothing waits for it but the customer."""

OUTCOMES = (Qt.Key.Key_4, Qt.Key.Key_1)
NOTES = ("Wil volgende week beslissen.", "Afspraak vastgelegd.")


async def go_ready(robot: Robot) -> None:
    """F9, once the campaigns have arrived; ends on the first contact."""
    await robot.until(lambda: _says(robot, "Synced"), "the first synchronisation")
    await robot.press(Qt.Key.Key_F9)
    await state(robot, "Preview")


async def one_call(robot: Robot, number: int) -> None:
    """Make call `number` (from 0) from the preview to the next contact's preview."""
    await robot.find(CallButton, "Dial")
    await robot.press(Qt.Key.Key_F2)
    await state(robot, "On call", seconds=30)
    if number == 0:
        await asyncio.sleep(2)
        robot.picture("04-on-call")
        await _mute_and_hold(robot)
    await asyncio.sleep(TALK_S)
    await robot.press(Qt.Key.Key_F8)
    await state(robot, "Wrap-up", seconds=30)
    await robot.press(Qt.Key.Key_N)
    await robot.type(NOTES[number % len(NOTES)])
    await robot.press(Qt.Key.Key_Escape)
    await robot.press(OUTCOMES[number % len(OUTCOMES)])
    if number == 0:
        robot.picture("05-wrap-up")
    await robot.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await state(robot, "Preview", seconds=30)


async def pause(robot: Robot) -> None:
    """F9 again; ends not ready."""
    await robot.press(Qt.Key.Key_F9)
    await robot.until(lambda: _state(robot).startswith("Not ready"), "not ready")


async def state(robot: Robot, label: str, seconds: float = 20) -> None:
    """Wait until the state pill says `label`."""
    await robot.until(lambda: _state(robot) == label, f"the state “{label}”", seconds)


async def _mute_and_hold(robot: Robot) -> None:
    await robot.press(Qt.Key.Key_F3)
    await robot.press(Qt.Key.Key_F3)
    await robot.press(Qt.Key.Key_F4)
    await state(robot, "On hold")
    await robot.press(Qt.Key.Key_F4)
    await state(robot, "On call")


def _says(robot: Robot, word: str) -> bool:
    return any(
        label.isVisible() and label.text().startswith(word) for label in robot.window.findChildren(Label)
    )


def _state(robot: Robot) -> str:
    pill = robot.look(StatePill, "state-pill")
    return pill.text() if pill is not None else ""
