"""`callnex maintain`: retention, lease and wipe while no console is open. Run by the OS scheduler."""

import argparse
import asyncio
import logging
import sys
from contextlib import ExitStack

from app.cli.console_socket import Hangs, Lent, ask_console
from app.cli.hung import end
from app.cli.options import Subparsers, add_place, place_of
from app.cli.upkeep import Report, closed_round
from app.cli.workstation import Workstation
from app.errors import UserFacing
from local_store.profile import ProfilePaths, held, holder

log = logging.getLogger(__name__)
ANSWER_WITHIN_S = 60.0
DONE_WITHIN_S = 300.0
BUSY = Report(("The console is open and does this itself.",))


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("maintain", help="retention, lease and wipe while the console is closed")
    add_place(parser)
    parser.add_argument(
        "--answer-within",
        type=float,
        default=ANSWER_WITHIN_S,
        metavar="SECONDS",
        help="an open console that does not answer for so long hangs, and is ended (default: %(default)s)",
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do one round; says what was done, one line each. Exit status 1 when something could not be done."""
    report = _round(Workstation(place_of(options)), options.answer_within)
    for line in report.said:
        print(line)
    for line in report.troubles:
        print(line, file=sys.stderr)
    return 1 if report.troubles else 0


def _round(workstation: Workstation, answer_within_s: float) -> Report:
    """Do it, or have the console do that is open; one that hangs is ended first."""
    paths, said = workstation.paths.device, Report()
    # What is entered last is left first: the device is let go before a console hears that it is its again.
    with ExitStack() as hold:
        if not _take(hold, paths):
            answer = _ask(paths, answer_within_s)
            if isinstance(answer, Report):
                return answer
            if isinstance(answer, Lent):
                hold.callback(answer.close)
            else:
                said = Report((f"The console did not answer for {answer_within_s:g} s: it was ended.",))
            if not _take(hold, paths):
                return said | BUSY
        return said | asyncio.run(closed_round(workstation, _nothing_to_lock))


def _take(hold: ExitStack, paths: ProfilePaths) -> bool:
    try:
        hold.enter_context(held(paths, passing=True))
    except UserFacing as busy:
        if busy.explanation.code != "PRO-101":
            raise
        return False
    return True


def _ask(paths: ProfilePaths, answer_within_s: float) -> Report | Lent | None:
    """Return what whoever holds the device did, or that it is lent; None when it hung and was ended."""
    # Before asking: should it end meanwhile, and another begin, then it is not the other one that hangs.
    asked = holder(paths)
    try:
        return ask_console(paths.socket, answer_within_s, DONE_WITHIN_S) or BUSY
    except Hangs:
        if asked is not None and end(asked):
            return None
        return Report(
            troubles=("PRO-103: The console that is open does not answer. Close it, or end it by hand.",)
        )


async def _nothing_to_lock(reason: str) -> None:
    """No console is open, so nothing holds a key."""
    log.info("lock: %s", reason)
