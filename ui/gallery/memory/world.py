"""What the stores in memory share, and the stores over it."""

from dataclasses import dataclass, field

from app.domain.actions import Action, OutboxItem
from app.domain.call import Call, WrapUp
from app.domain.campaign import Campaign
from app.domain.contact import Contact, DoNotCall
from app.domain.ids import ActionKey, CallId, CampaignId, ContactId
from app.domain.policy import Policy
from app.ports.clock import Clock


@dataclass
class World:
    """All things by id. `actions` are the outbox entries in order, `before` the call before each of them."""

    clock: Clock
    campaigns: dict[CampaignId, Campaign] = field(default_factory=dict)
    contacts: dict[ContactId, Contact] = field(default_factory=dict)
    calls: dict[CallId, Call] = field(default_factory=dict)
    drafts: dict[CallId, WrapUp] = field(default_factory=dict)
    do_not_call: list[DoNotCall] = field(default_factory=list)
    items: dict[ActionKey, OutboxItem] = field(default_factory=dict)
    actions: dict[ActionKey, Action] = field(default_factory=dict)
    before: dict[ActionKey, Call | None] = field(default_factory=dict)
    policy: Policy | None = None

    def add_campaigns(self, *campaigns: Campaign) -> None:
        """Put campaigns in."""
        self.campaigns |= {campaign.id: campaign for campaign in campaigns}

    def add_contacts(self, *contacts: Contact) -> None:
        """Put contacts in."""
        self.contacts |= {contact.id: contact for contact in contacts}

    def add_calls(self, *calls: Call) -> None:
        """Put calls in."""
        self.calls |= {call.id: call for call in calls}
