"""The outbox in memory: effects on calls and marks show at once and are taken back when refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.changes import Changes
from app.domain.actions import (
    Action,
    Delivery,
    EndCall,
    OutboxItem,
    PutMark,
    RemoveMark,
    SaveWrapUp,
    StartCall,
)
from app.domain.call import Call
from app.domain.ids import ActionKey, new_id
from app.domain.outcome import OutcomeBy
from app.domain.people import User
from app.domain.recording import Mark
from app.protocol.messages import ActionResult, SealedAction
from ui.gallery.memory.world import World

CallAction = StartCall | EndCall | SaveWrapUp
MarkAction = PutMark | RemoveMark


class MemoryOutbox:
    """Implements `Outbox`. Nothing is sealed: nothing leaves memory."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def enqueue(self, action: Action, user: User, done_at: datetime) -> tuple[ActionKey, Changes]:
        """Keep the action and show its effect."""
        world = self._world
        key = ActionKey(new_id())
        title = ""
        changes = Changes(outbox=True)
        if isinstance(action, CallAction):
            world.before[key] = world.calls.get(action.call_id)
            call = _after(world, action, user)
            world.calls[call.id] = call
            title = call.contact_name
            changes |= Changes(calls=frozenset({call.id}))
        if isinstance(action, MarkAction):
            recording = world.recordings.get(action.recording_id)
            title = recording.contact_name if recording is not None else ""
            world.marks_before[key] = world.marks.get(action.mark_id)
            _mark(world, action, user, done_at)
            changes |= Changes(recordings=frozenset({action.recording_id}))
        if isinstance(action, SaveWrapUp):
            world.drafts.pop(action.call_id, None)
        world.actions[key] = action
        world.items[key] = OutboxItem(key, action.kind, title, done_at, Delivery.WAITING)
        return key, changes

    async def items(self) -> tuple[OutboxItem, ...]:
        """Return what waits and what was refused, oldest first."""
        return tuple(self._world.items.values())

    async def waiting(self, limit: int) -> tuple[SealedAction, ...]:
        """Return the entries to send next."""
        keys = [key for key, item in self._world.items.items() if item.delivery is Delivery.WAITING]
        return tuple(SealedAction(key, "") for key in keys[:limit])

    async def settle(self, results: Sequence[ActionResult]) -> Changes:
        """Record the platform's word."""
        changes = Changes(outbox=True)
        for result in results:
            if result.accepted:
                self._world.items.pop(result.key, None)
                continue
            item = self._world.items.get(result.key)
            if item is None or item.delivery is not Delivery.WAITING:
                continue
            self._world.items[result.key] = replace(item, delivery=Delivery.REFUSED, reason=result.reason)
            changes |= self._take_back(result.key)
        return changes

    async def dismiss(self, key: ActionKey) -> Changes:
        """Forget a refused action; one that still waits stays."""
        item = self._world.items.get(key)
        if item is None or item.delivery is Delivery.WAITING:
            return Changes()
        del self._world.items[key]
        return Changes(outbox=True)

    def _take_back(self, key: ActionKey) -> Changes:
        world, action = self._world, self._world.actions[key]
        if isinstance(action, MarkAction):
            mark = world.marks_before[key]
            if mark is None:
                world.marks.pop(action.mark_id, None)
            else:
                world.marks[mark.id] = mark
            return Changes(recordings=frozenset({action.recording_id}))
        before = world.before.get(key)
        if before is None:
            world.calls.pop(action.call_id, None)
        else:
            world.calls[action.call_id] = before
        return Changes(calls=frozenset({action.call_id}))


def _mark(world: World, action: MarkAction, user: User, done_at: datetime) -> None:
    if isinstance(action, RemoveMark):
        world.marks.pop(action.mark_id, None)
        return
    old = world.marks.get(action.mark_id)
    world.marks[action.mark_id] = Mark(
        id=action.mark_id,
        recording_id=action.recording_id,
        start_s=action.start_s,
        end_s=action.end_s,
        text=action.text,
        author=old.author if old is not None else user.name,
        created_at=old.created_at if old is not None else done_at,
        revision=old.revision if old is not None else 0,
    )


def _after(world: World, action: CallAction, user: User) -> Call:
    call = world.calls.get(action.call_id)
    if isinstance(action, StartCall):
        contact = world.contacts.get(action.contact_id)
        return Call(
            id=action.call_id,
            campaign_id=action.campaign_id,
            contact_id=action.contact_id,
            contact_name=contact.name if contact is not None else "",
            phone=contact.phone if contact is not None else None,
            agent_id=user.id,
            agent_name=user.name,
            started_at=action.started_at,
            answered_at=None,
            ended_at=None,
            revision=0,
        )
    if call is None:
        raise KeyError(action.call_id)
    if isinstance(action, EndCall):
        return replace(
            call,
            system_result=action.system_result,
            answered_at=action.answered_at,
            ended_at=action.ended_at,
            recording_id=action.recording_id or call.recording_id,
        )
    campaign = world.campaigns.get(call.campaign_id)
    option = campaign.outcome(action.outcome) if campaign is not None else None
    return replace(
        call,
        outcome=action.outcome,
        outcome_class=option.outcome_class if option is not None else None,
        outcome_by=OutcomeBy.AGENT,
        note=action.note,
        callback=action.callback,
    )
