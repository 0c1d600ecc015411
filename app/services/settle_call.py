"""Settle a call: check that the wrap-up is complete and put it in the outbox, once."""

from app.changes import Changes
from app.domain.actions import SaveWrapUp
from app.domain.callback_times import within_hours
from app.domain.outcome import CALLBACKS, DO_NOT_CALL
from app.domain.people import User
from app.errors import UserFacing
from app.ports.clock import Clock
from app.ports.stores import Outbox
from app.services.run_state import RunBoard, RunState
from app.services.write_wrap_up import WriteWrapUp


class SettleCall:
    """One use: `await settle_call()`."""

    def __init__(self, board: RunBoard, desk: WriteWrapUp, outbox: Outbox, user: User, clock: Clock) -> None:
        self._board = board
        self._desk = desk
        self._outbox = outbox
        self._user = user
        self._clock = clock

    async def __call__(self) -> Changes:
        """Save the wrap-up of the call at hand, durable on return; the board has no call afterwards.

        Raises UserFacing WRP-101 (the call is not over), WRP-102 (no outcome), WRP-103 (a callback needs a
        time), WRP-104 (that time is outside the calling hours). Nothing typed is lost then.
        """
        async with self._desk.lock:
            action = _complete(self._board.state)
            _, changes = await self._outbox.enqueue(action, self._user, self._clock.now())
            self._board.put(call=None, draft=None, saved_at=None, restored=False)
            return changes


def _complete(state: RunState) -> SaveWrapUp:
    draft, campaign, contact = state.draft, state.campaign, state.contact
    if draft is None or state.call is None or not state.call.ended:
        raise UserFacing("WRP-101", "The call is not over yet.", "Hang up first, then save.")
    option = None if draft.outcome is None or campaign is None else campaign.outcome(draft.outcome)
    if option is None or draft.outcome is None:
        raise UserFacing("WRP-102", "No outcome is chosen.", "Press the digit of an outcome.")
    if option.outcome_class in CALLBACKS:
        if draft.callback is None:
            raise UserFacing("WRP-103", "A callback needs a time.", "Choose when to call back.")
        if campaign and contact and not within_hours(campaign, contact, draft.callback.at):
            raise UserFacing(
                "WRP-104",
                "That time is outside the calling hours at the contact's place.",
                "Choose a time inside them.",
            )
    callback = draft.callback if option.outcome_class not in DO_NOT_CALL else None
    return SaveWrapUp(draft.call_id, draft.outcome, draft.note, callback, draft.answers)
