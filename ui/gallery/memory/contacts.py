"""Contacts and the do-not-call list in memory."""

from app.changes import Changes
from app.domain.contact import Contact
from app.domain.ids import CampaignId, ContactId, Phone
from ui.gallery.memory.world import World


class MemoryContacts:
    """Implements `ContactStore`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def get(self, contact_id: ContactId) -> Contact | None:
        """Return one contact."""
        return self._world.contacts.get(contact_id)

    async def put(self, contact: Contact) -> Changes:
        """Keep a contact."""
        self._world.contacts[contact.id] = contact
        return Changes(contacts=frozenset({contact.id}))

    async def find(self, text: str, limit: int) -> tuple[Contact, ...]:
        """Return contacts whose name, company or number contains `text`."""
        wanted = text.casefold()
        found = [
            contact
            for contact in self._world.contacts.values()
            if any(wanted in part.casefold() for part in (contact.name, contact.company, contact.phone))
        ]
        return tuple(found[:limit])

    async def on_do_not_call(self, phone: Phone, campaign_id: CampaignId) -> bool:
        """Return whether the number is on the campaign's or the organisation's list."""
        return any(
            entry.phone == phone and entry.campaign_id in (None, campaign_id)
            for entry in self._world.do_not_call
        )
