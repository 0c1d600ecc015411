"""Who is asking: set by `access.guard` for every request."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.ids import EnrolmentId
from app.domain.people import Role, User
from app.errors import Bug


@dataclass(frozen=True)
class Caller:
    """The holder of a token: a device, and on it a person unless the token's scope is `device`."""

    enrolment_id: EnrolmentId
    person: User | None
    family: str
    expires_at: datetime
    campaigns: frozenset[str]

    @property
    def user(self) -> User:
        """The person; only routes for people are reached with one."""
        if self.person is None:
            raise Bug("a route for people was reached without a person")
        return self.person

    @property
    def sees_all_campaigns(self) -> bool:
        """Agents see the campaigns they are members of; the other roles see every campaign."""
        return self.person is not None and self.person.role is not Role.AGENT

    def sees(self, campaign_id: str) -> bool:
        """Return whether this caller may see a campaign and what belongs to it."""
        return self.sees_all_campaigns or campaign_id in self.campaigns
