"""The command line: one subcommand for each thing that can be done."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from app.errors import CallNexError

COMMANDS = ("run", "demo", "platform", "maintain", "receipts", "rekey", "models", "transcribe", "doctor")


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments) or ["run"]
    top = parser(given[0])
    options, rest = top.parse_known_args(given)
    options.rest = rest
    if rest and not getattr(options, "takes_rest", False):
        top.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        status: int = options.command(options)
    except CallNexError as fault:
        print(fault, file=sys.stderr)
        return 1
    return status


def parser(wanted: str = "") -> argparse.ArgumentParser:
    """Return the parser; each subcommand sets `command` to what carries it out.

    With the name of a subcommand as `wanted` it knows that one alone, and the others are not even loaded.
    """
    top = argparse.ArgumentParser(prog="callnex", description="CallNex Agent Console")
    subparsers = top.add_subparsers(metavar="COMMAND", required=True)
    for name in (wanted,) if wanted in COMMANDS else COMMANDS:
        import_module(f"app.cli.{name}").register(subparsers)
    return top
