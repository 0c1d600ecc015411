"""One round of upkeep: contact, lease, orders, retention. By `callnex maintain`, or by a console it asks."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.cli.device import Device, device_of
from app.cli.workstation import Workstation
from app.domain.inventory import Purged
from app.domain.lease import Rung
from app.domain.wire import Wire
from app.errors import CallNexError, EnvironmentFault
from app.ports.secrets import KeyringAbsent, KeyringLocked
from app.services.obey import LEASE_RAN_OUT
from app.services.retain import Retain
from local_store.expiry import unlink_expired
from local_store.profile import ProfilePaths


@dataclass(frozen=True)
class Report(Wire):
    """What a round did and what it could not do, a sentence each."""

    said: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()

    def __or__(self, other: "Report") -> "Report":
        return Report(self.said + other.said, self.troubles + other.troubles)


NOT_ENROLLED = Report(("This device is not enrolled; nothing else to do.",))


def trouble(fault: CallNexError) -> Report:
    """Return what could not be done."""
    return Report(troubles=(str(fault),))


async def unlink_on_time(workstation: Workstation, but: ProfilePaths | None = None) -> Report:
    """Unlink audio files that are over their time, in every profile `but` one that is open.

    Needs neither the keyring nor the network; only time that is proven may destroy.
    """
    gone = await asyncio.to_thread(_unlink_expired, workstation, but)
    return Report((f"Audio files unlinked on time: {gone}",))


def _unlink_expired(workstation: Workstation, but: ProfilePaths | None) -> int:
    now = workstation.proven_now() if workstation.keeper.state() is not None else None
    if now is None:
        return 0
    profiles = [paths for paths in workstation.paths.profiles() if paths != but]
    return sum(unlink_expired(paths.expiry, paths.media, now) for paths in profiles)


async def purge_profiles(device: Device, but: ProfilePaths | None = None) -> Report:
    """Delete what is over its time in every profile `but` one; a fault in one keeps no other from it."""
    report = Report()
    for paths in await asyncio.to_thread(device.workstation.paths.profiles):
        if paths != but:
            report |= await _purged(device, paths)
    return report


async def _purged(device: Device, paths: ProfilePaths) -> Report:
    try:
        return swept(await _purge(device, paths))
    except CallNexError as fault:
        return trouble(fault)


def swept(purged: Purged) -> Report:
    """Return what a sweep of one profile deleted."""
    return Report((f"Deleted on schedule: {purged.total} items",))


async def _purge(device: Device, paths: ProfilePaths) -> Purged:
    workstation = device.workstation
    keys = workstation.profile_keys(paths)
    if not await asyncio.to_thread(keys.exists):
        return Purged()
    key = await asyncio.to_thread(keys.unlock_with_keyring)
    opened = await asyncio.to_thread(workstation.open_stores, paths, key, device.identity, device.enrolment)
    try:
        policy = await asyncio.to_thread(workstation.keeper.policy)
        if policy is not None:
            await opened.stores.replica.put_policy(policy)
        return await Retain(opened.stores.retention, device.receipts, lambda _: None).sweep()
    finally:
        await asyncio.to_thread(opened.close)


async def closed_round(workstation: Workstation, lock: Callable[[str], Awaitable[None]]) -> Report:
    """The whole round, by a process that holds the device itself: no console is open."""
    report = await unlink_on_time(workstation)
    state = workstation.keeper.state()
    if state is None:
        return report | NOT_ENROLLED
    try:
        identity = workstation.identity()
    except (KeyringAbsent, KeyringLocked) as fault:
        return report | trouble(fault) | await wiped_without_keyring(workstation)
    if identity is None:
        return report | Report(("This device was wiped; enrol it again to use it.",))
    platform = workstation.platform(state.enrolment.platform_url, identity)
    device = device_of(workstation, identity, state.enrolment, platform, lock, lambda: None)
    try:
        return report | await _with_contact(device)
    finally:
        await platform.close()


async def wiped_without_keyring(workstation: Workstation) -> Report:
    """Go on with a wipe, or begin the one that the lease demands: unlinking needs no key.

    Its receipt waits, with the tombstone, until the keyring lets the device sign it.
    """
    return await asyncio.to_thread(_wipe_without_keyring, workstation)


def _wipe_without_keyring(workstation: Workstation) -> Report:
    eraser = workstation.eraser(lambda: None)
    if eraser.pending():
        eraser.resume()
        return Report(("A wipe that was begun earlier went on; its receipt waits for the keyring.",))
    workstation.keeper.observe()
    if workstation.keeper.rung() is not Rung.WIPE:
        return Report()
    eraser.wipe(LEASE_RAN_OUT, None)
    return Report(("The lease ran out: everything here was wiped; its receipt waits for the keyring.",))


async def _with_contact(device: Device) -> Report:
    report = Report()
    try:
        if await device.obey.resume():
            return Report(("A wipe that was begun earlier is finished.",))
        if await device.obey.enforce_lease() is Rung.WIPE:
            return Report(("The lease ran out: everything here was wiped.",))
        contact = await device.check_in()()
        report = checked_in(contact.policy.revision)
        if contact.wiped:
            return report | Report(("Wiped by order of the organisation.",))
    except EnvironmentFault as fault:
        report = trouble(fault)
    return report | await purge_profiles(device)


def checked_in(revision: int) -> Report:
    """Return that contact was made."""
    return Report((f"Checked in; policy revision {revision}.",))
