"""Bring back a wrap-up that a crash or a closed console left unsaved."""

from app.changes import Changes
from app.domain.actions import EndCall
from app.domain.agent_state import AgentState
from app.domain.call import Call, WrapUp
from app.domain.outcome import SystemResult
from app.domain.people import User
from app.domain.script_run import ScriptRun
from app.ports.clock import Clock
from app.services.agent_presence import AgentPresence
from app.services.next_contact import NextContact
from app.services.run_state import CallNow, RunBoard, RunStores


class RestoreWrapUp:
    """One use: `await restore()`, before the first contact is fetched."""

    def __init__(
        self,
        board: RunBoard,
        stores: RunStores,
        next_contact: NextContact,
        presence: AgentPresence,
        user: User,
        clock: Clock,
    ) -> None:
        self._board = board
        self._stores = stores
        self._next_contact = next_contact
        self._presence = presence
        self._user = user
        self._clock = clock

    async def __call__(self) -> tuple[bool, Changes]:
        """Return whether there was one, and what changed; the agent is in wrap-up then."""
        draft = await self._stores.calls.open_draft()
        call = None if draft is None else await self._stores.calls.get(draft.call_id)
        if draft is None or call is None or call.contact_id is None:
            return False, Changes()
        contact = await self._stores.contacts.get(call.contact_id)
        campaign = await self._stores.campaigns.get(call.campaign_id)
        if contact is None or campaign is None:
            return False, Changes()
        changes = await self._end(call)
        self._board.put(campaign=campaign)
        await self._next_contact.lay_out(contact)
        self._put_back(draft, call)
        # A sign-in lands in not ready; the call that was under way leads to its wrap-up from there.
        for state in (AgentState.READY, AgentState.PREVIEW, AgentState.DIALLING, AgentState.WRAP_UP):
            self._presence.move(state)
        return True, changes

    async def _end(self, call: Call) -> Changes:
        """End a call whose console died in it. When is not known: its start is all that is certain."""
        if call.ended_at is not None:
            return Changes()
        end = EndCall(call.id, SystemResult.UNAVAILABLE, call.answered_at, call.started_at)
        _, changes = await self._stores.outbox.enqueue(end, self._user, self._clock.now())
        return changes

    def _put_back(self, draft: WrapUp, call: Call) -> None:
        run = self._board.state.script
        now = CallNow(
            call.id,
            call.started_at,
            call.answered_at,
            call.ended_at or call.started_at,
            call.system_result,
        )
        self._board.put(
            call=now,
            draft=draft,
            script=None if run is None else ScriptRun.resume(run.script, draft.answers),
            restored=True,
        )
