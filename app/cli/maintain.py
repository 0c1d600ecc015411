"""`callnex maintain`: retention, lease and wipe while no console is open. Run by the OS scheduler."""

import argparse
import asyncio
import logging
import sys

from app.cli.device import Device, device_of
from app.cli.options import Subparsers, add_place, place_of
from app.cli.workstation import Workstation
from app.domain.lease import Rung
from app.errors import CallNexError, EnvironmentFault, UserFacing
from app.ports.secrets import KeyringAbsent, KeyringLocked
from app.services.keep_policy import KeepPolicy
from app.services.retain import Retain
from local_store.expiry import unlink_expired
from local_store.profile import ProfilePaths, held

log = logging.getLogger(__name__)
DONE, HELD, TROUBLE = 0, 0, 1


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("maintain", help="retention, lease and wipe while the console is closed")
    add_place(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do one round; says what was done, one line each. Exit status 1 when something could not be done."""
    workstation = Workstation(place_of(options))
    try:
        with held(workstation.paths.device):
            return asyncio.run(_round(workstation))
    except UserFacing as busy:
        if busy.explanation.code == "PRO-101":
            print("The console is open and does this itself.")
            return HELD
        raise


async def _round(workstation: Workstation) -> int:
    expired = _unlink_expired(workstation)
    print(f"Audio files unlinked on time: {expired}")
    state = workstation.keeper.state()
    if state is None:
        print("This device is not enrolled; nothing else to do.")
        return DONE
    try:
        identity = workstation.identity()
    except (KeyringAbsent, KeyringLocked) as fault:
        return _trouble(fault)
    if identity is None:
        print("This device was wiped; enrol it again to use it.")
        return DONE
    platform = workstation.platform(state.enrolment.platform_url, identity)
    device = device_of(workstation, identity, state.enrolment, platform, _nothing_to_lock, lambda: None)
    try:
        return await _enrolled(device)
    finally:
        await platform.close()


async def _enrolled(device: Device) -> int:
    status = DONE
    try:
        if await device.obey.resume():
            print("A wipe that was begun earlier is finished.")
            return DONE
        if await device.obey.enforce_lease() is Rung.WIPE:
            print("The lease ran out: everything here was wiped.")
            return DONE
        contact = await device.check_in()()
        print(f"Checked in; policy revision {contact.policy.revision}.")
        if contact.wiped:
            print("Wiped by order of the organisation.")
            return DONE
    except EnvironmentFault as fault:
        status = _trouble(fault)
    return max(status, await _purge_profiles(device))


async def _purge_profiles(device: Device) -> int:
    status = DONE
    for paths in device.workstation.paths.profiles():
        try:
            purged = await _purge(device, paths)
        except CallNexError as fault:
            status = _trouble(fault)
        else:
            print(f"Deleted on schedule: {purged} items")
    return status


async def _purge(device: Device, paths: ProfilePaths) -> int:
    workstation = device.workstation
    keys = workstation.profile_keys(paths)
    if not keys.exists():
        return 0
    opened = workstation.open_stores(paths, keys.unlock_with_keyring(), device.identity, device.enrolment)
    try:
        stores = opened.stores
        keep_policy = KeepPolicy(workstation.keeper, stores.replica, device.receipts)
        return (await Retain(stores.retention, device.receipts, lambda _: None, keep_policy).sweep()).total
    finally:
        opened.close()


def _unlink_expired(workstation: Workstation) -> int:
    """Needs neither the keyring nor the network; only time that is proven may destroy."""
    if workstation.keeper.state() is None:
        return 0
    reading = workstation.keeper.reading()
    if reading is None:
        return 0
    return sum(
        unlink_expired(paths.expiry, paths.media, reading.proven) for paths in workstation.paths.profiles()
    )


async def _nothing_to_lock(reason: str) -> None:
    """No console is open, so nothing holds a key."""
    log.info("lock: %s", reason)


def _trouble(fault: CallNexError) -> int:
    print(fault, file=sys.stderr)
    return TROUBLE
