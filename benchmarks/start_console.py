"""The console from its command line to a sign-in page that takes a key, and on to the first page behind it.

`start_console run --data-dir D --ca-file C`, e-mail and password in the environment. Says `ready`, then
`inside` and the seconds that signing in took.
"""

import asyncio
import gc
import os
import sys
import time
from pathlib import Path

from app.cli.main import parser


def main(arguments: list[str]) -> int:
    """Do what `callnex run` does, with a probe where the user would sit."""
    options = parser(arguments[0]).parse_args(arguments)
    gc.disable()
    from app.cli.application import run_application
    from app.cli.options import DeskOptions, place_of
    from app.cli.window import open_window
    from local_store.profile import held

    place = place_of(options)

    async def console() -> int:
        probe = asyncio.ensure_future(_probe(place.root))
        desk = await open_window(place, DeskOptions())
        await probe
        await desk.closed.wait()
        return 0

    with held(place.paths.device):
        return run_application(console)


async def _probe(folder: Path) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QLineEdit

    from app.cli.scenario.robot import Robot

    robot = Robot(folder)
    field = robot.look(QLineEdit, "E-mail") or await robot.find(QLineEdit, "E-mail")
    await robot.type("a")
    if field.text() != "a":
        raise SystemExit("the key did not arrive")
    print("ready", flush=True)
    from ui.shell import Shell

    await robot.press(Qt.Key.Key_Backspace)
    await robot.type(os.environ["BENCH_EMAIL"])
    await robot.write("Password", os.environ["BENCH_PASSWORD"], QLineEdit)
    began = time.perf_counter()
    await robot.press(Qt.Key.Key_Return)
    await robot.until(lambda: robot.window.findChildren(Shell), "the first page")
    print(f"inside {time.perf_counter() - began:.3f}", flush=True)
    robot.window.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
