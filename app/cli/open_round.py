"""A round of upkeep by a console that is open, because `callnex maintain` asks for it."""

import asyncio
from collections.abc import Callable

from app.cli.device import Device
from app.cli.session import Session
from app.cli.upkeep import Report, checked_in, purge_profiles, swept, unlink_on_time
from app.errors import Explanation

GONE = Report(("The console locked or wiped itself on what it heard.",))


async def signed_in_round(session: Session, there: Callable[[], bool]) -> Report:
    """With somebody signed in: their profile through the stores that are open, the others' by the keyring.

    `there` says whether the session outlived the contact.
    """
    report = await unlink_on_time(session.device.workstation, but=session.paths)
    report |= await _heard(session.device, await session.contact_now())
    if not there():
        return report | GONE
    report |= swept(await session.retain.sweep())
    return report | await purge_profiles(session.device, but=session.paths)


async def signed_out_round(device: Device, problem: Explanation | None, there: Callable[[], bool]) -> Report:
    """With nobody signed in, where the device cannot be lent; contact was made or met `problem`."""
    report = await unlink_on_time(device.workstation) | await _heard(device, problem)
    return report | (await purge_profiles(device) if there() else GONE)


async def _heard(device: Device, problem: Explanation | None) -> Report:
    if problem is not None:
        return Report(troubles=(f"{problem.code}: {problem.what} {problem.next_step}",))
    policy = await asyncio.to_thread(device.workstation.keeper.policy)
    return Report() if policy is None else checked_in(policy.revision)
