"""Options that several commands share. Light: the first page needs it."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from local_store.profile import Hold, WorkstationPaths

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Subparsers = argparse._SubParsersAction


@dataclass(frozen=True)
class Place:
    """Where this console keeps its data, and the authority it trusts instead of the operating system's.

    `pinned_ca` is for a demo platform on this computer alone.
    """

    root: Path
    pinned_ca: Path | None = None

    @property
    def paths(self) -> WorkstationPaths:
        """Where the device and its profiles lie."""
        return WorkstationPaths(self.root)


@dataclass(frozen=True)
class DeskOptions:
    """Server and workstation name to suggest at enrolment; a sound file instead of the microphone.

    `anew`: locking the keys, signing out and a wipe end the desk with `Desk.ends_keyless`; whoever runs it
    begins a process whose memory never held a key. Without it the desk closes what is open and goes on.
    `hold`: lent to `callnex maintain` while nobody is signed in, so that keys are in that process alone.
    """

    server: str = ""
    device_name: str = ""
    microphone: Path | None = None
    anew: bool = False
    hold: Hold | None = None


def add_place(parser: argparse.ArgumentParser) -> None:
    """Where the console keeps its data, and whom it trusts."""
    parser.add_argument(
        "--data-dir", type=Path, help="folder of the console's data (default: the operating system's place)"
    )
    parser.add_argument(
        "--ca-file", type=Path, help="authority of a demo platform on this computer, instead of the system's"
    )


def place_of(options: argparse.Namespace) -> Place:
    """Return the place that the options name."""
    return Place(options.data_dir or WorkstationPaths.default().root, options.ca_file)
