"""`callnex rekey`: give the data of every profile here a new key, while the console is closed."""

import argparse

from app.cli.options import Subparsers, add_place, place_of
from app.cli.workstation import Workstation
from local_store.profile import held


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("rekey", help="give the local data a new key (the console must be closed)")
    add_place(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Change the key of each profile; ended halfway, the next sign-in finishes it."""
    workstation = Workstation(place_of(options))
    changed = 0
    with held(workstation.paths.device):
        for paths in workstation.paths.profiles():
            keys = workstation.profile_keys(paths)
            if keys.exists():
                keys.rotate()
                changed += 1
    print(f"Profiles with a new key: {changed}. Sign in online once before signing in offline again.")
    return 0
