"""Which things of the platform may still be shown: the verdict of `app.domain.retention` on its rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from app.domain.ids import CampaignId
from app.domain.retention import DataClass, Facts, Schedule, Verdict, verdict
from app.protocol.messages import ThingKind
from app.reference_platform.things import DATA_CLASSES


@dataclass(frozen=True)
class Keeper:
    """The schedule in force and the moment at which it is asked."""

    schedule: Schedule
    now: datetime

    def of_row(self, row: Row[Any]) -> Verdict:
        """Return the verdict on a row of the `thing` table."""
        data_class = DATA_CLASSES[ThingKind(row.kind)]
        if data_class is None:
            return Verdict.KEEP
        campaign = None if row.campaign_id is None else CampaignId(row.campaign_id)
        facts = Facts(row.basis_at, campaign, row.legal_hold, row.restricted)
        return verdict(self.schedule, data_class, facts, self.now)

    def shows(self, row: Row[Any] | None) -> bool:
        """Return whether the row exists and may be shown."""
        return row is not None and self.of_row(row) is Verdict.KEEP

    def of(self, data_class: DataClass, basis_at: datetime | None) -> Verdict:
        """Return the verdict on something that is not a thing of the delta."""
        return verdict(self.schedule, data_class, Facts(basis_at), self.now)
