"""Options that several commands share."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.workstation import Place
from local_store.workstation import WorkstationPaths

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Subparsers = argparse._SubParsersAction


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
