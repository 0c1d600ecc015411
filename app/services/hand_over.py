"""Hand the device's receipts to the platform and keep its countersignature."""

import asyncio

from app.errors import EnvironmentFault
from app.ports.platform import Platform
from app.ports.receipts import Receipts
from app.protocol.signed import Refused
from app.security.keeper import TrustKeeper
from app.security.trust import verify_receipt_head


class Distrusted(EnvironmentFault):
    """The platform answered, but not so that its answer may be believed; none of it was used."""

    def __init__(self, what: str, error: Refused) -> None:
        super().__init__(
            "KEY-321",
            f"The platform's {what} cannot be trusted ({error.reason.value}), so it was ignored.",
            "Nothing is lost. If this repeats, tell your administrator, with this code.",
        )
        self.reason = error.reason


class HandOver:
    """One use: `await hand_over()`; harmless when there is nothing to hand over."""

    def __init__(self, platform: Platform, keeper: TrustKeeper, receipts: Receipts) -> None:
        self._platform = platform
        self._keeper = keeper
        self._receipts = receipts

    async def __call__(self) -> None:
        """Send what the platform has not countersigned. When this returns, it holds every receipt.

        Raises EnvironmentFault when it cannot be reached or its countersignature cannot be trusted.
        """
        unsent = await self._receipts.unsent()
        if not unsent:
            return
        state = await asyncio.to_thread(self._keeper.enrolled)
        answer = await self._platform.receipts(state.enrolment.enrolment_id, unsent)
        await self.keep(answer.receipt_head)

    async def keep(self, receipt_head: str) -> None:
        """Keep a countersignature (JWS of ReceiptHead) after verifying whose it is."""
        state = await asyncio.to_thread(self._keeper.enrolled)
        try:
            verify_receipt_head(receipt_head, self._keeper.keys(), state.enrolment.enrolment_id)
        except Refused as error:
            raise Distrusted("countersignature", error) from error
        await self._receipts.countersigned(receipt_head)
