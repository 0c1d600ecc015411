"""The three demo campaigns and their sizes."""

import uuid
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from app.domain.campaign import CallingHours, Campaign, CampaignState, DiallingMode
from app.domain.ids import CampaignId
from app.domain.retention import CampaignRule
from app.reference_platform.seed import helderzon, mutualis, northgate

ALWAYS = CallingHours((0, 1, 2, 3, 4, 5, 6), "00:00", "23:59")
"""A demo is tried at any hour: its invented contacts may be called at all of them."""


@dataclass(frozen=True)
class Plan:
    """One campaign to be: where its words are, how it dials, how much of everything it gets.

    `held` recordings are under a legal hold.
    """

    words: ModuleType
    voices: str
    mode: DiallingMode
    language: str
    contacts: int
    calls: int
    recordings: int
    keep_days: int = 90
    held: int = 0

    @property
    def keep(self) -> str | None:
        """The campaign's own recording time, None where the general rule of 90 days holds."""
        return None if self.keep_days == 90 else f"P{self.keep_days}D"


FULL = (
    Plan(helderzon, "helderzon", DiallingMode.PREVIEW, "nl", 700, 330, 34, held=2),
    Plan(northgate, "northgate", DiallingMode.PROGRESSIVE, "en", 350, 160, 18, 60),
    Plan(mutualis, "mutualis", DiallingMode.AI, "fr", 200, 110, 12, 30),
)
SMALL = (
    Plan(helderzon, "helderzon", DiallingMode.PREVIEW, "nl", 14, 9, 2),
    Plan(northgate, "northgate", DiallingMode.PROGRESSIVE, "en", 10, 6, 1, 60),
    Plan(mutualis, "mutualis", DiallingMode.AI, "fr", 6, 5, 1, 30),
)


def draw_id(rng: np.random.Generator) -> str:
    """Return a random identifier (UUID 4) that is the same for the same seed."""
    return str(uuid.UUID(bytes=rng.bytes(16), version=4))


def campaign(plan: Plan, rng: np.random.Generator) -> Campaign:
    """Return the campaign of a plan, running."""
    return Campaign(
        id=CampaignId(draw_id(rng)),
        name=plan.words.NAME,
        client=plan.words.CLIENT,
        state=CampaignState.RUNNING,
        mode=plan.mode,
        language=plan.language,
        scripts=plan.words.SCRIPTS,
        outcomes=plan.words.OUTCOMES,
        hours=ALWAYS,
        max_attempts=4,
        contacts_total=plan.contacts,
        revision=0,
        recording_keep=plan.keep,
    )


def own_rules(campaigns: list[Campaign]) -> tuple[CampaignRule, ...]:
    """Return the policy's rules for campaigns with a recording time of their own."""
    return tuple(
        CampaignRule(campaign.id, campaign.recording_keep)
        for campaign in campaigns
        if campaign.recording_keep is not None
    )
