"""Puts an announced policy in force on its date, also while the platform is out of reach."""

import asyncio

from app.changes import Changes
from app.domain.command import ReceiptKind
from app.ports.receipts import Receipts
from app.ports.stores import Replica
from app.security.keeper import TrustKeeper


class KeepPolicy:
    """One use: `await keep_policy()`, at start and now and then while a profile is open."""

    def __init__(self, keeper: TrustKeeper, replica: Replica, receipts: Receipts) -> None:
        self._keeper = keeper
        self._replica = replica
        self._receipts = receipts

    async def __call__(self) -> Changes:
        """Bring the store in step with the policy in force; returns what changed.

        A revision gets one receipt, whoever put it in force first.
        """
        policy, held = await asyncio.to_thread(self._keeper.policy), await self._replica.policy()
        if policy is None or (held is not None and held.revision >= policy.revision):
            return Changes()
        changes = await self._replica.put_policy(policy)
        said = f"revision {policy.revision}"
        links = await self._receipts.all()
        if not any(link.kind is ReceiptKind.POLICY_APPLIED and link.detail == said for link in links):
            await self._receipts.append(ReceiptKind.POLICY_APPLIED, said)
        return changes | Changes(policy=True, receipts=True)
