"""`callnex receipts`: list and verify the receipts of this device."""

import argparse
import asyncio
import sys

from app.cli.options import Subparsers, add_place, place_of
from app.cli.workstation import Workstation
from app.ports.receipts import ChainState, Receipts

INTACT, BROKEN, NONE = 0, 1, 2


def register(subparsers: Subparsers) -> None:
    """Add `receipts verify` and `receipts list`."""
    parser = subparsers.add_parser("receipts", help="list or verify deletion and wipe receipts")
    parser.add_argument("what", choices=["verify", "list"])
    add_place(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Exit status 0 intact, 1 broken, 2 there is no chain."""
    workstation = Workstation(place_of(options))
    state, identity = workstation.keeper.state(), workstation.identity()
    if state is None or identity is None:
        print("This device is not enrolled, so it has no receipts of its own.", file=sys.stderr)
        return NONE
    receipts = workstation.receipts(identity, state.enrolment)
    if options.what == "list":
        asyncio.run(_list(receipts))
    return _say(asyncio.run(receipts.state()))


async def _list(receipts: Receipts) -> None:
    for receipt in await receipts.all():
        counts = ", ".join(f"{count} {name}" for name, count in receipt.counts)
        when = f"{receipt.at:%Y-%m-%d %H:%M:%S}Z"
        print(f"{receipt.sequence:5} {when} {receipt.kind.value:16} {receipt.detail} {counts}")


def _say(chain: ChainState) -> int:
    # The first thing an enrolled device writes is the receipt of its enrolment.
    fault = chain.fault or ("" if chain.links else "The receipt of this device's enrolment is missing.")
    if fault:
        print(f"chain broken: {fault}", file=sys.stderr)
        return BROKEN
    ended = f" ({chain.pruned} of them deleted, their time was over)" if chain.pruned else ""
    print(f"chain intact: {chain.links} receipts{ended}, {chain.countersigned} countersigned by the platform")
    return INTACT
