"""Who is signed in and what they may do."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import OrganisationId, UserId
from app.domain.wire import Wire


class Role(StrEnum):
    """Roles of a CallNex user; the platform enforces them on every route."""

    AGENT = "agent"
    REVIEWER = "reviewer"
    TEAM_LEAD = "team_lead"
    ADMIN = "admin"
    PRIVACY_OFFICER = "privacy_officer"


@dataclass(frozen=True)
class User(Wire):
    """A CallNex user as the console knows them."""

    id: UserId
    name: str
    email: str
    role: Role
    language: str
    organisation_id: OrganisationId
    organisation: str

    @property
    def initials(self) -> str:
        """First letters of the first and last name, at most two."""
        parts = self.name.split()
        return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper() if parts else "?"
