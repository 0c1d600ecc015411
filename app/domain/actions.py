"""What a user did, as it travels in the outbox: sealed, idempotent, accepted or refused by the platform."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from app.domain.call import Callback
from app.domain.ids import ActionKey, CallId, CampaignId, ContactId, EnrolmentId, MarkId, RecordingId, UserId
from app.domain.outcome import SystemResult
from app.domain.wire import Wire


@dataclass(frozen=True)
class StartCall(Wire):
    """A dial was placed."""

    call_id: CallId
    campaign_id: CampaignId
    contact_id: ContactId
    started_at: datetime
    kind: Literal["start_call"] = "start_call"


@dataclass(frozen=True)
class EndCall(Wire):
    """The line went down. `recording_id` is set when audio was recorded."""

    call_id: CallId
    system_result: SystemResult
    answered_at: datetime | None
    ended_at: datetime
    recording_id: RecordingId | None = None
    kind: Literal["end_call"] = "end_call"


@dataclass(frozen=True)
class SaveWrapUp(Wire):
    """The agent settled the call: outcome (a key of the campaign), note, callback, script answers."""

    call_id: CallId
    outcome: str
    note: str
    callback: Callback | None = None
    answers: tuple[tuple[str, str], ...] = ()
    kind: Literal["save_wrap_up"] = "save_wrap_up"


@dataclass(frozen=True)
class PutMark(Wire):
    """A mark was added or changed."""

    mark_id: MarkId
    recording_id: RecordingId
    start_s: float
    end_s: float | None
    text: str
    kind: Literal["put_mark"] = "put_mark"


@dataclass(frozen=True)
class RemoveMark(Wire):
    """A mark was removed."""

    mark_id: MarkId
    recording_id: RecordingId
    kind: Literal["remove_mark"] = "remove_mark"


Action = StartCall | EndCall | SaveWrapUp | PutMark | RemoveMark


@dataclass(frozen=True)
class SignedAction(Wire):
    """An action with who did it, where and when; the payload of a device-signed JWS inside the seal."""

    key: ActionKey
    enrolment_id: EnrolmentId
    user_id: UserId
    done_at: datetime
    action: Action


class Delivery(StrEnum):
    """Where a user's action is."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True)
class OutboxItem:
    """An action as the console shows it: what, when, where it is, and why if refused."""

    key: ActionKey
    kind: str
    title: str
    done_at: datetime
    delivery: Delivery
    reason: str = ""
