"""Campaigns in memory."""

from collections import Counter
from datetime import datetime

from app.domain.campaign import AgentDay, Campaign, CampaignProgress, CampaignState
from app.domain.ids import CampaignId, ContactId, UserId
from app.domain.outcome import STILL_TO_CALL, OutcomeClass
from ui.gallery.memory.world import World


class MemoryCampaigns:
    """Implements `CampaignStore`; figures are counted from the calls."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def all(self) -> tuple[Campaign, ...]:
        """Return every campaign, running ones first, then by name."""
        by_rank = sorted(
            self._world.campaigns.values(),
            key=lambda c: (c.state is not CampaignState.RUNNING, c.name.casefold()),
        )
        return tuple(by_rank)

    async def get(self, campaign_id: CampaignId) -> Campaign | None:
        """Return one campaign."""
        return self._world.campaigns.get(campaign_id)

    async def progress(self, campaign_id: CampaignId) -> CampaignProgress:
        """Return the latest outcome of each contact by class; done: those not to be called again."""
        latest: dict[ContactId, OutcomeClass] = {}
        for call in sorted(self._world.calls.values(), key=lambda call: call.started_at):
            if call.campaign_id == campaign_id and call.contact_id and call.outcome_class:
                latest[call.contact_id] = call.outcome_class
        campaign = self._world.campaigns.get(campaign_id)
        total = campaign.contacts_total if campaign is not None else 0
        done = sum(outcome not in STILL_TO_CALL for outcome in latest.values())
        return CampaignProgress(total, done, dict(Counter(latest.values())))

    async def day_of(self, agent_id: UserId, since: datetime) -> AgentDay:
        """Return what an agent has done since `since`."""
        own = [c for c in self._world.calls.values() if c.agent_id == agent_id and c.started_at >= since]
        talked = sum(call.answered_at is not None for call in own)
        won = sum(call.outcome_class is OutcomeClass.POSITIVE for call in own)
        return AgentDay(len(own), talked, won)
