"""A console that calls, types half a wrap-up, says `typed` and waits to be killed. A JSON line tells what."""

import asyncio
import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt

from app.cli.application import run_application
from app.cli.options import DeskOptions, Place
from app.cli.platform_child import DemoUser
from app.cli.scenario import calls
from app.cli.scenario.robot import Robot
from app.cli.scenario.sign_in import enrol, sign_in
from app.cli.window import open_window
from local_store.profile import held
from resources import voice
from ui.widgets import CallButton, Label


def main() -> int:
    """Never ends by itself."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    told = json.loads(sys.stdin.readline())
    place = Place(Path(told["root"]), Path(told["ca_file"]))

    async def console() -> int:
        await open_window(place, DeskOptions(told["url"], "E2E-KILLED", voice("nl-lotte")))
        robot = Robot(place.root)
        await enrol(robot, told["code"])
        await sign_in(robot, DemoUser(told["email"], told["password"], "agent", ""))
        await calls.go_ready(robot)
        await robot.find(CallButton, "Dial")
        await robot.press(Qt.Key.Key_F2)
        await calls.state(robot, "On call", seconds=30)
        await robot.press(Qt.Key.Key_F8)
        await calls.state(robot, "Wrap-up", seconds=30)
        await robot.press(Qt.Key.Key_N)
        await robot.type(told["note"])
        await robot.until(lambda: _saved(robot), "the screen to say that the note is saved")
        print("typed", flush=True)
        await asyncio.Event().wait()
        return 0

    with held(place.paths.device):
        return run_application(console)


def _saved(robot: Robot) -> bool:
    labels = (label for label in robot.window.findChildren(Label) if label.isVisible())
    return any("saved" in label.text().lower() for label in labels)


if __name__ == "__main__":
    sys.exit(main())
