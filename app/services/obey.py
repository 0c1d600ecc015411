"""Carry out what the platform orders and what the lease demands; every step leaves a receipt."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from app.domain.command import Command, CommandKind, ReceiptKind
from app.domain.ids import CommandId
from app.domain.lease import Rung
from app.ports.profile import Eraser, TrustState, WipeReport
from app.ports.receipts import Receipts
from app.ports.secrets import Secrets
from app.protocol.signed import Reason
from app.security.device import delete_identity
from app.security.keeper import TrustKeeper
from app.services.hand_over import HandOver

KEPT_COMMANDS = 1000
"""So many ids of past orders are kept: an order lives ten minutes, so older ids can never come again."""

LEASE_RAN_OUT = "the lease ran out"
Lock = Callable[[str], Awaitable[None]]
"""Locks the console: ends what holds keys. It may replace the process and so never return."""


class Obey:
    """Executes orders. The order of steps is such that being killed between any two of them loses nothing."""

    def __init__(
        self,
        keeper: TrustKeeper,
        receipts: Receipts,
        hand_over: HandOver,
        eraser: Eraser,
        secrets: Secrets,
        lock: Lock,
    ) -> None:
        self._keeper = keeper
        self._receipts = receipts
        self._hand_over = hand_over
        self._eraser = eraser
        self._secrets = secrets
        self._lock = lock
        self.wiped = False
        """Set once a wipe has destroyed what it could: nothing here may be worked with, receipt or not."""

    async def __call__(self, command: Command) -> None:
        """Carry out a verified command.

        Raises EnvironmentFault when a wipe's receipt cannot be handed over yet; the wipe itself is done,
        and `resume` goes on from there.
        """
        if command.kind is CommandKind.WIPE:
            await self.wipe(command.reason, command.id)
        else:
            await self._locked(command)

    async def refuse(self, reason: Reason) -> None:
        """Put on record that an order was not believed."""
        await self._receipts.append(ReceiptKind.ORDER_REFUSED, reason.value)

    async def wipe(self, reason: str, command_id: CommandId | None) -> None:
        """Destroy everything, then prove it, then forget the key that proved it."""
        try:
            report = await asyncio.to_thread(self._eraser.wipe, reason, command_id)
        finally:
            self.wiped = True
        await self._witness(report)
        await self._farewell()

    async def resume(self) -> bool:
        """Go on with a wipe that was begun earlier; returns whether there was one.

        To be called at every start, before anything is opened. Raises as `__call__` does.
        """
        if await asyncio.to_thread(self._eraser.pending):
            await self._witness(await asyncio.to_thread(self._eraser.resume))
        links = await self._receipts.all()
        if not links or links[-1].kind is not ReceiptKind.WIPE:
            return False
        await self._farewell()
        return True

    async def enforce_lease(self) -> Rung:
        """Move the time marks, then do what the rung of the ladder demands; returns the rung."""
        await asyncio.to_thread(self._keeper.observe)
        rung = await asyncio.to_thread(self._keeper.rung)
        if rung is Rung.WIPE:
            await self.wipe(LEASE_RAN_OUT, None)
        elif rung is Rung.LOCK:
            await self._lock(LEASE_RAN_OUT)
        return rung

    async def _locked(self, command: Command) -> None:
        # The mark is the lock: from here on no offline sign-in works, whatever happens to this process.
        await asyncio.to_thread(self._keeper.change, lambda state: replace(state, locked=True))
        await self._receipts.append(ReceiptKind.LOCK, command.reason, command_id=command.id)
        await asyncio.to_thread(self._keeper.change, lambda state: _done(state, command.id))
        await self._lock(command.reason)

    async def _witness(self, report: WipeReport) -> None:
        """Write the receipt of a finished wipe, once: a resumed wipe may have written it already."""
        links = await self._receipts.all()
        if not links or links[-1].kind is not ReceiptKind.WIPE:
            counts = (
                ("files", report.files),
                ("size_bytes", report.size_bytes),
                ("unsent_actions", report.unsent_actions),
                ("key_gone_us", round(report.key_gone_ms * 1000)),
            )
            await self._receipts.append(ReceiptKind.WIPE, report.reason, counts, report.command_id)
        await asyncio.to_thread(self._eraser.settled)

    async def _farewell(self) -> None:
        await self._hand_over()
        await asyncio.to_thread(delete_identity, self._secrets)


def _done(state: TrustState, command_id: CommandId) -> TrustState:
    return replace(state, commands=(*state.commands, command_id)[-KEPT_COMMANDS:])
