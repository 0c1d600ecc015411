"""`callnex demo`: a platform and a console on this machine, signed in."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.garbage import collecting_later
from app.cli.options import Subparsers
from app.cli.platform_child import DemoPlatform, platform_child

SEEDS = ("demo", "small")


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("demo", help="platform and console on this machine, signed in")
    parser.add_argument(
        "--headless", action="store_true", help="drive the console by itself, offscreen, and write a report"
    )
    parser.add_argument(
        "--data-dir", type=Path, help="new folder for all data (default: one that is removed)"
    )
    parser.add_argument("--out", type=Path, default=Path("build/demo"), help="folder of pictures and report")
    parser.add_argument(
        "--seed", choices=SEEDS, default="demo", help="how much data the platform begins with"
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Exit status 0 when the user closed the demo, or when all that the scenario does has happened."""
    headless = options.headless or not _has_display()
    with (
        collecting_later(),
        _folder(options.data_dir) as folder,
        platform_child(folder / "platform", options.seed) as platform,
    ):
        _tell(platform)
        if headless:
            from app.cli.scenario.headless import run_headless

            return run_headless(platform, folder / "console", options.out)
        from app.cli.scenario.guided import run_guided

        return run_guided(platform, folder / "console")


def _has_display() -> bool:
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _tell(platform: DemoPlatform) -> None:
    print(f"Platform: {platform.url} (authority: {platform.ca_file})")
    for user in platform.users:
        print(f"  {user.role:16} {user.email:36} {user.password}")


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="callnex-demo-") as made:
        yield Path(made)
