"""What an open console does for `callnex maintain`: a round of upkeep, or the device lent to do it itself."""

import asyncio
import logging
from typing import TYPE_CHECKING

from app.cli.console_socket import ConsoleSocket
from app.cli.open_round import signed_in_round, signed_out_round
from app.cli.options import DeskOptions
from app.cli.session import Session
from app.cli.upkeep import NOT_ENROLLED, Report
from app.cli.workstation import Workstation
from app.domain.lease import Rung
from app.errors import EnvironmentFault
from app.services.device_facts import ReadDeviceFacts

if TYPE_CHECKING:
    from app.cli.desk import Desk

log = logging.getLogger(__name__)


class Neighbour:
    """Answers `callnex maintain` for one desk."""

    def __init__(self, desk: "Desk", workstation: Workstation, options: DeskOptions) -> None:
        self._desk = desk
        self._workstation = workstation
        self._hold = options.hold
        self._facts = ReadDeviceFacts(workstation.keeper)
        self._socket = ConsoleSocket(workstation.paths.device.socket, self._asked, self._back)

    async def open(self) -> None:
        """Let oneself be asked; a fault of the socket is logged, since the console works without."""
        try:
            await self._socket.open()
        except EnvironmentFault as fault:
            log.warning("maintain cannot ask this console: %s", fault)

    async def close(self) -> None:
        """Answer nobody any more."""
        await self._socket.close()

    async def _asked(self) -> Report | None:
        """Do a round, or return None having lent the device.

        With nobody signed in it is lent, so that this process opens no key for it.
        """
        desk = self._desk
        await desk.one_at_a_time.acquire()
        session, hold = desk.session, self._hold
        if hold is not None and not self._somebody_in():
            await asyncio.to_thread(hold.lend)
            return None
        desk.one_at_a_time.release()
        return await desk.tasks.spawn(self._upkeep(session), "upkeep")

    async def _back(self) -> None:
        """The device was lent, and is ours again: see what became of it."""
        desk, hold, device = self._desk, self._hold, self._desk.device
        try:
            if hold is None or not await asyncio.to_thread(hold.take):
                desk.close()  # another console was opened meanwhile
                return
            before = await self._facts()
            self._workstation.keeper.forget()
            if device is None:
                return
            if await asyncio.to_thread(self._workstation.identity) is None:
                await desk.show_wiped(device)
            elif await self._standing() != (before.rung, before.locked):
                await desk.show_entrance()
        finally:
            desk.one_at_a_time.release()

    async def _standing(self) -> tuple[Rung | None, bool]:
        facts = await self._facts()
        return facts.rung, facts.locked

    async def _upkeep(self, session: Session | None) -> Report:
        desk, device = self._desk, self._desk.device
        if session is not None:
            return await signed_in_round(session, lambda: desk.session is session and not desk.ends_keyless)
        if device is None:
            return NOT_ENROLLED
        if self._somebody_in():
            return Report(("Somebody is just signing in; the next round does it.",))
        problem = await desk.contact(device)
        return await signed_out_round(device, problem, lambda: desk.device is device)

    def _somebody_in(self) -> bool:
        profiles = self._desk.profiles
        return profiles is not None and profiles.open is not None
