"""Marks that people put on recordings."""

import math

from app.domain.actions import PutMark, RemoveMark
from app.domain.people import Role
from app.domain.recording import Mark
from app.protocol.messages import ThingKind
from app.reference_platform import things
from app.reference_platform.doing import Doing, Refusal, RefusedAction

TEXT_LIMIT = 4000


def put_mark(doing: Doing, action: PutMark) -> None:
    """Add a mark, or change one's own."""
    doing.check_id(action.mark_id)
    recording = doing.recording(action.recording_id)
    known = things.get(doing.connection, Mark, action.mark_id)
    if known is not None and (
        known.author != doing.caller.user.name or known.recording_id != action.recording_id
    ):
        raise RefusedAction(Refusal.NOT_YOUR_MARK)
    if len(action.text) > TEXT_LIMIT:
        raise RefusedAction(Refusal.TOO_LONG)
    end = action.start_s if action.end_s is None else action.end_s
    inside = 0 <= action.start_s <= end <= recording.duration_s + 1  # players round to a frame
    if not math.isfinite(end) or not inside:
        raise RefusedAction(Refusal.OUTSIDE_RECORDING)
    mark = Mark(
        id=action.mark_id,
        recording_id=recording.id,
        start_s=action.start_s,
        end_s=action.end_s,
        text=action.text,
        author=doing.caller.user.name,
        created_at=known.created_at if known is not None else doing.done_at,
        revision=0,
    )
    things.put(doing.connection, mark, recording)


def remove_mark(doing: Doing, action: RemoveMark) -> None:
    """Remove one's own mark; a team lead removes anybody's."""
    doing.recording(action.recording_id)
    known = things.get(doing.connection, Mark, action.mark_id)
    if known is None or known.recording_id != action.recording_id:
        raise RefusedAction(Refusal.UNKNOWN_MARK)
    user = doing.caller.user
    if known.author != user.name and user.role is not Role.TEAM_LEAD:
        raise RefusedAction(Refusal.NOT_YOUR_MARK)
    things.remove(doing.connection, ThingKind.MARK, [known.id])
