"""Get the next contact of a campaign and lay everything out that is known about it."""

import asyncio

from app.changes import Changes
from app.domain.agent_state import AgentState
from app.domain.contact import Contact
from app.domain.script_run import ScriptRun
from app.errors import UserFacing
from app.services.agent_presence import AgentPresence
from app.services.check_dial import CheckDial
from app.services.run_state import AgentPlatform, RunBoard, RunStores

HISTORY = 20


class NextContact:
    """One use: `await next_contact()`."""

    def __init__(
        self,
        board: RunBoard,
        platform: AgentPlatform,
        stores: RunStores,
        check: CheckDial,
        presence: AgentPresence,
    ) -> None:
        self._board = board
        self._platform = platform
        self._stores = stores
        self._check = check
        self._presence = presence
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self) -> Changes:
        """Reserve a contact and go to preview; with none left the agent stays ready.

        Asked twice at once, it takes one: nobody else could call the other for as long as it is reserved.
        Raises EnvironmentFault when the platform cannot be reached, UserFacing CAM-101 without a campaign.
        """
        async with self._one_at_a_time:
            return await self._take() if self._presence.now.state is AgentState.READY else Changes()

    async def _take(self) -> Changes:
        campaign = self._board.state.campaign
        if campaign is None:
            raise UserFacing("CAM-101", "No campaign is chosen.", "Choose one at the top of the page.")
        given = await self._platform.next_contact(campaign.id)
        if given is None:
            self._board.put(contact=None, verdict=None, call=None, draft=None, script=None, nobody_left=True)
            return Changes()
        changes = await self._stores.contacts.put(given.contact)
        await self.lay_out(given.contact)
        if self._presence.now.state is AgentState.READY:
            self._presence.move(AgentState.PREVIEW)
        return changes

    async def lay_out(self, contact: Contact) -> None:
        """Put a contact on the board with history, script and verdict, and no call."""
        campaign = self._board.state.campaign
        script = None if campaign is None else ScriptRun.begin(campaign.script(contact.language))
        history = await self._stores.calls.history(contact.id, HISTORY)
        self._board.put(
            contact=contact,
            history=history,
            script=script,
            verdict=None,
            call=None,
            draft=None,
            saved_at=None,
            nobody_left=False,
            restored=False,
            dials=0,
        )
        await self._check()
