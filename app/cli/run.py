"""`callnex run` (and `callnex` alone): the console."""

import argparse
import platform
from pathlib import Path

from app.cli.anew import start_anew
from app.cli.garbage import collecting_later
from app.cli.options import DeskOptions, Subparsers, add_place, place_of


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("run", help="open the console (the default)")
    add_arguments(parser)
    parser.set_defaults(command=run)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the console."""
    add_place(parser)
    parser.add_argument("--server", default="", help="address of the platform, suggested at enrolment")
    parser.add_argument(
        "--microphone", type=Path, help="sound file (or a folder of them) to send instead of the microphone"
    )
    parser.add_argument("--theme", choices=["system", "light", "dark"], default="system")


def run(options: argparse.Namespace) -> int:
    """Open the console and stay until it is closed."""
    with collecting_later():
        keyless = _run(options)
    if keyless:
        start_anew()
    return 0


def _run(options: argparse.Namespace) -> bool:
    """Return whether the console is to begin anew, without a key."""
    from app.cli.application import run_application
    from app.cli.window import open_window
    from local_store.profile import Hold, held
    from ui.theme import Mode

    place = place_of(options)

    async def main(hold: Hold) -> int:
        desk = await open_window(
            place, DeskOptions(options.server, platform.node(), options.microphone, True, hold)
        )
        await desk.closed.wait()
        return int(desk.ends_keyless)

    with held(place.paths.device) as hold:
        return bool(run_application(lambda: main(hold), Mode(options.theme)))
