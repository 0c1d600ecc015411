"""The command line: one subcommand for each thing that can be done."""

import argparse
import sys
from collections.abc import Sequence

from app.cli import demo, doctor, maintain, models, platform, receipts, run
from app.errors import CallNexError

COMMANDS = (run, demo, platform, maintain, receipts, models, doctor)


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    top = parser()
    options, rest = top.parse_known_args(given or ["run"])
    options.rest = rest
    if rest and not getattr(options, "takes_rest", False):
        top.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        status: int = options.command(options)
    except CallNexError as fault:
        print(fault, file=sys.stderr)
        return 1
    return status


def parser() -> argparse.ArgumentParser:
    """Return the parser; each subcommand sets `command` to what carries it out."""
    top = argparse.ArgumentParser(prog="callnex", description="CallNex Agent Console")
    subparsers = top.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.register(subparsers)
    return top
