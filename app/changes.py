"""What a mutation changed: sets of ids that views filter on."""

from dataclasses import dataclass

from app.domain.ids import CallId, CampaignId, ContactId, RecordingId


@dataclass(frozen=True)
class Changes:
    """Ids touched by one mutation. `origin` names the view that caused it, so that it skips its own."""

    campaigns: frozenset[CampaignId] = frozenset()
    contacts: frozenset[ContactId] = frozenset()
    calls: frozenset[CallId] = frozenset()
    recordings: frozenset[RecordingId] = frozenset()
    outbox: bool = False
    policy: bool = False
    receipts: bool = False
    origin: str = ""

    def __or__(self, other: "Changes") -> "Changes":
        """Return both together; the origin survives only where they agree."""
        return Changes(
            self.campaigns | other.campaigns,
            self.contacts | other.contacts,
            self.calls | other.calls,
            self.recordings | other.recordings,
            self.outbox or other.outbox,
            self.policy or other.policy,
            self.receipts or other.receipts,
            self.origin if self.origin == other.origin else "",
        )
