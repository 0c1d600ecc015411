"""Calls and drafts in memory."""

from app.domain.call import Call, WrapUp
from app.domain.ids import CallId, ContactId
from ui.gallery.memory.world import World


class MemoryCalls:
    """Implements `CallStore`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def get(self, call_id: CallId) -> Call | None:
        """Return one call."""
        return self._world.calls.get(call_id)

    async def history(self, contact_id: ContactId, limit: int) -> tuple[Call, ...]:
        """Return a contact's calls, newest first."""
        own = [call for call in self._world.calls.values() if call.contact_id == contact_id]
        return tuple(sorted(own, key=lambda call: call.started_at, reverse=True)[:limit])

    async def draft(self, call_id: CallId) -> WrapUp | None:
        """Return what has been typed so far about a call."""
        return self._world.drafts.get(call_id)

    async def open_draft(self) -> WrapUp | None:
        """Return the draft written last."""
        return next(reversed(self._world.drafts.values()), None)

    async def keep_draft(self, draft: WrapUp) -> None:
        """Keep what has been typed."""
        self._world.drafts.pop(draft.call_id, None)
        self._world.drafts[draft.call_id] = draft
