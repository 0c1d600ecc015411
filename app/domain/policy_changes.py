"""What a new policy changes in how long data is kept. Pure."""

from dataclasses import dataclass

from app.domain.ids import CampaignId
from app.domain.retention import DataClass, Schedule


@dataclass(frozen=True)
class KeepChange:
    """One duration that changes (ISO 8601), of a class or of a campaign's recordings.

    None: there is no duration, the class is kept until its event; or the campaign follows the general rule.
    """

    before: str | None
    after: str | None
    data_class: DataClass | None = None
    campaign_id: CampaignId | None = None


def keep_changes(before: Schedule, after: Schedule) -> tuple[KeepChange, ...]:
    """Return every duration that differs: classes in the order of the schedule, then campaigns by id."""
    old = {rule.data_class: rule.keep for rule in before.rules}
    classes = (
        KeepChange(old.get(rule.data_class), rule.keep, data_class=rule.data_class)
        for rule in after.rules
        if old.get(rule.data_class) != rule.keep
    )
    mine = {own.campaign_id: own.keep for own in before.campaigns}
    theirs = {own.campaign_id: own.keep for own in after.campaigns}
    campaigns = (
        KeepChange(mine.get(campaign), theirs.get(campaign), campaign_id=campaign)
        for campaign in sorted(mine.keys() | theirs.keys())
        if mine.get(campaign) != theirs.get(campaign)
    )
    return (*classes, *campaigns)
