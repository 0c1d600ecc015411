"""The platform's side of an agent's day, in memory: who is next, and the answer to a call."""

from collections import deque
from collections.abc import Iterable
from datetime import timedelta

from app.domain.contact import Contact
from app.domain.ids import CallId, CampaignId, ContactId
from app.errors import EnvironmentFault
from app.ports.clock import Clock
from app.protocol.messages import NextContact, VoiceOffer

RESERVED_FOR = timedelta(minutes=15)


class MemoryAgentPlatform:
    """Implements `AgentPlatform`; while not `online` it cannot be reached."""

    def __init__(self, queue: Iterable[Contact], clock: Clock) -> None:
        self._queue = deque(queue)
        self._clock = clock
        self.online = True
        self.handed_out: list[ContactId] = []
        self.offers: list[CallId] = []

    def hand_out(self, *contacts: Contact) -> None:
        """Have these next, and nobody else."""
        self._queue = deque(contacts)

    async def next_contact(self, campaign_id: CampaignId) -> NextContact | None:
        """Hand out the next contact of the campaign."""
        self._reach()
        for contact in tuple(self._queue):
            if contact.campaign_id == campaign_id:
                self._queue.remove(contact)
                self.handed_out.append(contact.id)
                return NextContact(contact, self._clock.now() + RESERVED_FOR)
        return None

    async def answer(self, call_id: CallId, offer: VoiceOffer) -> str:
        """Take the offer."""
        self._reach()
        self.offers.append(call_id)
        return "answer"

    def _reach(self) -> None:
        if not self.online:
            raise EnvironmentFault(
                "NET-101", "The platform cannot be reached.", "Check the network and try again."
            )
