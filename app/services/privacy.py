"""What this workstation holds, for how long, and who may have it destroyed: one look at all of it."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.command import Receipt
from app.domain.ids import CampaignId
from app.domain.inventory import HeldAbout, InventoryRow, Purged, UpcomingDeletions
from app.domain.lease import Lease
from app.domain.policy import Policy
from app.ports.profile import Enrolment
from app.ports.receipts import ChainState, Receipts
from app.ports.stores import CampaignStore, Outbox, Retention
from app.security.keeper import TrustKeeper
from app.security.trust import fingerprint

CHART_DAYS = 30


@dataclass(frozen=True)
class PrivacyOverview:
    """Everything the Privacy and device page shows; every figure is measured when it is asked for.

    `policy` is None before the first contact. `root_fingerprint`: 32 hex characters of the root key. `due` is
    what the policy deletes now, `replaced` the policy before it; `coming` is announced, and `coming_deletes`
    what it would delete if it were in force now.
    """

    now: datetime
    enrolment: Enrolment
    root_fingerprint: str
    rows: tuple[InventoryRow, ...]
    upcoming: tuple[UpcomingDeletions, ...]
    campaigns: tuple[tuple[CampaignId, str], ...]
    policy: Policy | None
    lease: Lease | None
    chain: ChainState
    receipts: tuple[Receipt, ...]
    unsent: int
    due: Purged = field(default_factory=Purged)
    replaced: Policy | None = None
    coming: Policy | None = None
    coming_deletes: Purged = field(default_factory=Purged)


class Privacy:
    """Reads the store, the trust state and the receipt chain of one open profile."""

    def __init__(
        self,
        campaigns: CampaignStore,
        outbox: Outbox,
        retention: Retention,
        receipts: Receipts,
        keeper: TrustKeeper,
    ) -> None:
        self._campaigns = campaigns
        self._outbox = outbox
        self._retention = retention
        self._receipts = receipts
        self._keeper = keeper

    async def overview(self) -> PrivacyOverview:
        """Return what is held, what the policy says of it and what was done, newest receipt first."""
        state = await asyncio.to_thread(self._keeper.enrolled)
        campaigns = await self._campaigns.all()
        policy = await asyncio.to_thread(self._keeper.policy)
        coming = await asyncio.to_thread(self._keeper.coming)
        return PrivacyOverview(
            now=self._keeper.now(),
            enrolment=state.enrolment,
            root_fingerprint=fingerprint(state.enrolment.root_public),
            rows=await self._retention.inventory(),
            upcoming=await self._retention.upcoming(CHART_DAYS),
            campaigns=tuple((campaign.id, campaign.name) for campaign in campaigns),
            policy=policy,
            lease=await asyncio.to_thread(self._keeper.lease),
            chain=await self._receipts.state(),
            receipts=tuple(reversed(await self._receipts.all())),
            unsent=len(await self._outbox.items()),
            due=await self._would_delete(policy),
            replaced=await asyncio.to_thread(self._keeper.replaced),
            coming=coming,
            coming_deletes=await self._would_delete(coming),
        )

    async def about(self, text: str) -> tuple[HeldAbout, ...]:
        """Return what is held about whom `text` means: every spelling of one number, or words of a name."""
        return await self._retention.about(text)

    async def _would_delete(self, policy: Policy | None) -> Purged:
        return Purged() if policy is None else await self._retention.preview(policy)
