"""May this contact be dialled now? Every reason against it, from what this workstation knows."""

from dataclasses import replace

from app.domain.campaign import Campaign
from app.domain.contact import Contact
from app.domain.dial_rules import Block, Circumstances, DialVerdict, may_dial
from app.errors import UserFacing
from app.ports.clock import Clock
from app.ports.stores import ContactStore, Replica
from app.services.run_state import RunBoard

REASONS = {
    Block.CAMPAIGN_NOT_RUNNING: "the campaign is not running",
    Block.OUTSIDE_HOURS: "it is outside the calling hours at the contact's place",
    Block.DO_NOT_CALL: "the number is on a do-not-call list",
    Block.DO_NOT_CALL_STALE: "the do-not-call list is more than 24 hours old",
    Block.NO_CONSENT: "there is no consent on record",
    Block.ATTEMPTS_USED: "all allowed attempts are used",
}


class CheckDial:
    """One use: `await check_dial()`; the verdict goes on the board and is returned."""

    def __init__(self, board: RunBoard, contacts: ContactStore, replica: Replica, clock: Clock) -> None:
        self._board = board
        self._contacts = contacts
        self._replica = replica
        self._clock = clock

    async def __call__(self) -> DialVerdict | None:
        """Judge the contact on the board; None when there is nobody."""
        campaign, contact = self._board.state.campaign, self._board.state.contact
        if campaign is None or contact is None:
            return None
        return await self._judge(campaign, contact)

    async def require(self) -> None:
        """Raise UserFacing DIA-101 with every reason when the contact may not be dialled now."""
        verdict = await self()
        if verdict is None:
            raise UserFacing("DIA-100", "There is no contact to dial.", "Go ready to get the next one.")
        if not verdict.allowed:
            reasons = ", and ".join(REASONS[block] for block in verdict.blocks)
            raise UserFacing(
                "DIA-101", f"This contact may not be dialled: {reasons}.", "Take the next contact."
            )

    async def _judge(self, campaign: Campaign, contact: Contact) -> DialVerdict:
        checked_at = await self._replica.last_contact()
        listed = await self._contacts.on_do_not_call(contact.phone, campaign.id)
        tried = replace(contact, attempts=contact.attempts + self._board.state.dials)
        verdict = may_dial(campaign, tried, Circumstances(self._clock.now(), listed, checked_at))
        if self._board.state.contact == contact:
            self._board.put(verdict=verdict, do_not_call_checked_at=checked_at)
        return verdict
