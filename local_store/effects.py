"""What a user's action does to what is shown, before the platform has answered. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.actions import Action, EndCall, PutMark, SaveWrapUp, StartCall
from app.domain.call import Call
from app.domain.ids import Phone, UserId
from app.domain.outcome import OutcomeBy, OutcomeClass
from app.domain.recording import Mark, Recording
from app.domain.wire import Wire


@dataclass(frozen=True)
class Context(Wire):
    """What was known when the action was done; kept with it, so that replaying it is repeatable."""

    user_id: UserId
    user_name: str
    done_at: datetime
    contact_name: str = ""
    phone: Phone | None = None
    outcome_class: OutcomeClass | None = None


def on_call(call: Call | None, action: Action, seen: Context) -> Call | None:
    """Return the call after `action`, which must be about this call; None while nothing started it."""
    if isinstance(action, StartCall):
        return call or Call(
            id=action.call_id,
            campaign_id=action.campaign_id,
            contact_id=action.contact_id,
            contact_name=seen.contact_name,
            phone=seen.phone,
            agent_id=seen.user_id,
            agent_name=seen.user_name,
            started_at=action.started_at,
            answered_at=None,
            ended_at=None,
            revision=0,
        )
    if call is None:
        return None
    if isinstance(action, EndCall):
        return replace(
            call,
            system_result=action.system_result,
            answered_at=action.answered_at,
            ended_at=action.ended_at,
            recording_id=action.recording_id or call.recording_id,
        )
    if not isinstance(action, SaveWrapUp):
        return call
    return replace(
        call,
        outcome=action.outcome,
        outcome_class=seen.outcome_class,
        outcome_by=OutcomeBy.AGENT,
        note=action.note,
        callback=action.callback,
    )


def on_recording(recording: Recording, action: Action, seen: Context) -> Recording:
    """Return the recording after `action` on its call."""
    if isinstance(action, SaveWrapUp):
        return replace(recording, outcome=action.outcome, outcome_class=seen.outcome_class)
    return recording


def on_mark(mark: Mark | None, action: Action, seen: Context) -> Mark | None:
    """Return the mark after `action`, which must be about this mark; None once it is removed."""
    if not isinstance(action, PutMark):
        return None
    return Mark(
        id=action.mark_id,
        recording_id=action.recording_id,
        start_s=action.start_s,
        end_s=action.end_s,
        text=action.text,
        author=mark.author if mark else seen.user_name,
        created_at=mark.created_at if mark else seen.done_at,
        revision=mark.revision if mark else 0,
    )
