"""A console in a process of its own: enrols, signs in, says `in` and stays. A JSON line on stdin tells what.

Locked or signed out it begins anew as `callnex run` does, with that very command.
"""

import json
import os
import sys
from pathlib import Path

from app.cli.application import run_application
from app.cli.options import DeskOptions, Place
from app.cli.platform_child import DemoUser
from app.cli.scenario.robot import Robot
from app.cli.scenario.sign_in import enrol, sign_in
from app.cli.window import open_window
from local_store.profile import Hold, held


def main() -> int:
    """Ends with the window, or never."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    told = json.loads(sys.stdin.readline())
    place = Place(Path(told["root"]), Path(told["ca_file"]))

    async def console(hold: Hold) -> int:
        desk = await open_window(place, DeskOptions(told["url"], told["name"], anew=True, hold=hold))
        robot = Robot(place.root)
        if told["code"]:
            await enrol(robot, told["code"])
        if told["email"]:
            await sign_in(robot, DemoUser(told["email"], told["password"], "agent", ""))
        print("in", flush=True)
        await desk.closed.wait()
        return int(desk.ends_keyless)

    with held(place.paths.device) as hold:
        keyless = run_application(lambda: console(hold))
    if keyless:
        arguments = ["run", "--data-dir", str(place.root), "--ca-file", str(place.pinned_ca)]
        os.execv(sys.executable, [sys.executable, "-m", "app", *arguments])
    return 0


if __name__ == "__main__":
    sys.exit(main())
