"""Contacts: the people a campaign calls."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import CampaignId, ContactId, Phone
from app.domain.wire import Wire


@dataclass(frozen=True)
class ScorePart(Wire):
    """One reason of a lead score, in points (may be negative)."""

    points: int
    reason: str


@dataclass(frozen=True)
class Contact(Wire):
    """A contact of one campaign. `zone` is an IANA name; times are aware and in UTC."""

    id: ContactId
    campaign_id: CampaignId
    name: str
    phone: Phone
    language: str
    zone: str
    place: str
    last_activity_at: datetime
    revision: int
    role: str = ""
    company: str = ""
    consent_at: datetime | None = None
    ai_analysis_opt_out: bool = False
    attempts: int = 0
    facts: tuple[tuple[str, str], ...] = ()
    score: int | None = None
    score_parts: tuple[ScorePart, ...] = ()


@dataclass(frozen=True)
class DoNotCall(Wire):
    """A number nobody may dial. `campaign_id` None: in the whole organisation."""

    phone: Phone
    campaign_id: CampaignId | None
    since: datetime
    revision: int
