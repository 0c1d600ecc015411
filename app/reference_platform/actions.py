"""The outbox's other end: open the seal, check who signed, apply once, answer always the same."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, insert, select

from app.domain.actions import Action, EndCall, PutMark, RemoveMark, SaveWrapUp, SignedAction, StartCall
from app.protocol.messages import ActionResult, SealedAction
from app.protocol.signed import ACTION, Refused, verify
from app.reference_platform import audit, call_actions, clock, mark_actions
from app.reference_platform.caller import Caller
from app.reference_platform.doing import Doing, Refusal, RefusedAction
from app.reference_platform.keys import PlatformKeys, public_key
from app.reference_platform.state import keeper
from app.reference_platform.tables import answer, device

KEY_LIMIT = 64
HANDLERS: dict[type[Any], Callable[[Doing, Any], None]] = {
    StartCall: call_actions.start_call,
    EndCall: call_actions.end_call,
    SaveWrapUp: call_actions.save_wrap_up,
    PutMark: mark_actions.put_mark,
    RemoveMark: mark_actions.remove_mark,
}


def apply(connection: Connection, caller: Caller, entry: SealedAction, keys: PlatformKeys) -> ActionResult:
    """Apply one outbox entry in the caller's transaction and return the platform's word on it.

    What nobody can prove to have signed gets an answer, but none that is kept: the key it names may be
    somebody else's.
    """
    try:
        signed = _open(connection, caller, entry, keys)
    except RefusedAction as refused:
        audit.note(connection, caller.user.id, "action_not_authentic", caller.enrolment_id)
        return ActionResult(entry.key, False, refused.reason.value)
    known = connection.execute(
        select(answer).where(answer.c.enrolment_id == caller.enrolment_id, answer.c.key == entry.key)
    ).one_or_none()
    if known is not None:
        return ActionResult(entry.key, known.accepted, known.reason)
    result = settle(connection, caller, signed)
    connection.execute(
        insert(answer).values(
            enrolment_id=caller.enrolment_id,
            key=entry.key,
            accepted=result.accepted,
            reason=result.reason,
            at=clock.now(),
        )
    )
    return result


def settle(connection: Connection, caller: Caller, signed: SignedAction) -> ActionResult:
    """Apply an action whose signature was checked; a refused one leaves nothing behind."""
    try:
        with connection.begin_nested():
            doing = Doing(connection, caller, keeper(connection), signed.done_at)
            _handle(doing, signed.action)
    except RefusedAction as refused:
        return ActionResult(signed.key, False, refused.reason.value)
    return ActionResult(signed.key, True)


def _handle(doing: Doing, action: Action) -> None:
    doing.check_time(doing.done_at)
    HANDLERS[type(action)](doing, action)


def _open(connection: Connection, caller: Caller, entry: SealedAction, keys: PlatformKeys) -> SignedAction:
    row = connection.execute(select(device).where(device.c.enrolment_id == caller.enrolment_id)).one()
    key = public_key(row.public_key)
    try:
        signed = verify(ACTION, keys.unseal(entry.sealed).decode("ascii"), {key.thumbprint(): key})
    except (ValueError, Refused) as error:
        raise RefusedAction(Refusal.UNREADABLE) from error
    if not 0 < len(entry.key) <= KEY_LIMIT or signed.key != entry.key:
        raise RefusedAction(Refusal.UNREADABLE)
    if signed.enrolment_id != caller.enrolment_id:
        raise RefusedAction(Refusal.OTHER_DEVICE)
    if signed.user_id != caller.user.id:
        raise RefusedAction(Refusal.OTHER_PERSON)
    return signed
