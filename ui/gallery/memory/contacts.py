"""Contacts and the do-not-call list in memory."""

from app.changes import Changes
from app.domain.contact import Contact
from app.domain.finding import countries_of, folded, looks_like_a_number, numbers_meant
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
        """Keep a contact; an older revision than the one held is ignored."""
        held = self._world.contacts.get(contact.id)
        if held is not None and held.revision > contact.revision:
            return Changes()
        self._world.contacts[contact.id] = contact
        return Changes(contacts=frozenset({contact.id}))

    async def find(self, text: str, limit: int) -> tuple[Contact, ...]:
        """Return contacts of the number that `text` spells, or with every word of it in name or company."""
        held = self._world.contacts.values()
        numbers = numbers_meant(text, countries_of(contact.phone[1:] for contact in held))
        words = () if looks_like_a_number(text) else tuple(folded(text).split())

        def fits(contact: Contact) -> bool:
            names = f" {folded(f'{contact.name} {contact.company}')}"
            return contact.phone in numbers or (bool(words) and all(f" {word}" in names for word in words))

        return tuple(contact for contact in self._world.contacts.values() if fits(contact))[:limit]

    async def on_do_not_call(self, phone: Phone, campaign_id: CampaignId) -> bool:
        """Return whether the number is on the campaign's or the organisation's list."""
        return any(
            entry.phone == phone and entry.campaign_id in (None, campaign_id)
            for entry in self._world.do_not_call
        )
