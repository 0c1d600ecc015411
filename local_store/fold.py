"""From one action to the rows it concerns: building them again, and settling the platform's word on it."""

from dataclasses import dataclass

from app.changes import Changes
from app.domain.actions import Action, Delivery, PutMark, RemoveMark, StartCall
from app.domain.call import Call
from app.domain.ids import CallId, ContactId, MarkId, RecordingId
from app.domain.inventory import Purged
from app.domain.recording import Mark, Recording
from app.domain.retention import DataClass, Facts
from app.protocol.codec import decode
from app.protocol.messages import ActionResult
from local_store.connection import Connection, value
from local_store.effects import Context, on_call, on_mark, on_recording
from local_store.layers import (
    build_call,
    build_mark,
    maybe,
    put_call,
    put_mark,
    refresh_times,
    text_of,
)
from local_store.owed import owe
from local_store.verdicts import facts_of_recording, kept, schedule_of


@dataclass(frozen=True)
class Target:
    """The things one action is about."""

    call_id: CallId | None = None
    contact_id: ContactId | None = None
    mark_id: MarkId | None = None
    recording_id: RecordingId | None = None


def target_of(action: Action) -> Target:
    """Return what an action is about."""
    if isinstance(action, PutMark | RemoveMark):
        return Target(mark_id=action.mark_id, recording_id=action.recording_id)
    if isinstance(action, StartCall):
        return Target(call_id=action.call_id, contact_id=action.contact_id)
    return Target(call_id=action.call_id)


def rebuild(con: Connection, target: Target) -> None:
    """Build the bodies of the things again and give their actions the facts of retention."""
    if target.call_id is not None:
        build_call(con, target.call_id)
        text = value(con, "SELECT body FROM call WHERE id = ?", (target.call_id,))
        if text is not None:
            refresh_times(con, decode(Call, text))
    if target.mark_id is not None:
        build_mark(con, target.mark_id)
        facts = facts_of_recording(con, target.recording_id)
        if facts is not None:
            _date_mark_actions(con, target.mark_id, facts)


def _date_mark_actions(con: Connection, mark_id: MarkId, facts: Facts) -> None:
    con.execute(
        "UPDATE action SET campaign_id = ?, basis_at = ?, held = ?, restricted = ?, expires_at = ?"
        " WHERE mark_id = ?",
        (facts.campaign_id, *kept(schedule_of(con), DataClass.REVIEW, facts).columns, mark_id),
    )


def touched(con: Connection, target: Target) -> Changes:
    """Return what views have to look at again."""
    rows = con.execute("SELECT id FROM recording WHERE call_id = ?", (target.call_id,)).fetchall()
    recordings = {RecordingId(row[0]) for row in rows} | {target.recording_id}
    contact = target.contact_id or value(con, "SELECT contact_id FROM call WHERE id = ?", (target.call_id,))
    return Changes(
        calls=frozenset({target.call_id} - {None}),  # type: ignore[arg-type]
        contacts=frozenset({contact} - {None}),
        recordings=frozenset(recordings - {None}),  # type: ignore[arg-type]
        outbox=True,
    )


def fold(con: Connection, result: ActionResult) -> Target | None:
    """Settle one waiting action; return what to rebuild, None when there is nothing to show again.

    Accepted: its effect moves into the base and the row goes. Refused: the row stays with its reason.
    """
    row = con.execute(
        "SELECT body, context FROM action WHERE key = ? AND delivery = ?",
        (result.key, Delivery.WAITING.value),
    ).fetchone()
    if row is None:
        return None
    if result.accepted:
        con.execute("DELETE FROM action WHERE key = ?", (result.key,))
    else:
        con.execute(
            "UPDATE action SET delivery = ?, reason = ? WHERE key = ?",
            (Delivery.REFUSED.value, result.reason, result.key),
        )
    if row[0] is None:
        return None
    action: Action = decode(Action, row[0])  # type: ignore[arg-type]
    if result.accepted:
        _into_base(con, action, decode(Context, row[1]))
    return target_of(action)


def _into_base(con: Connection, action: Action, seen: Context) -> None:
    if isinstance(action, PutMark | RemoveMark):
        mark = on_mark(_base_mark(con, action.mark_id), action, seen)
        if mark is None:
            gone = con.execute("DELETE FROM mark WHERE id = ?", (action.mark_id,)).rowcount
            owe(con, Purged(marks=gone))
        else:
            put_mark(con, mark, folded=True)
        return
    text = value(con, "SELECT base FROM call WHERE id = ?", (action.call_id,))
    call = on_call(maybe(Call, text), action, seen)
    if call is not None:
        put_call(con, call, folded=True)
    rows = con.execute("SELECT id, base FROM recording WHERE call_id = ?", (action.call_id,)).fetchall()
    for recording_id, base in rows:
        recording = on_recording(decode(Recording, base), action, seen)
        con.execute(
            "UPDATE recording SET base = ?, folded = 1 WHERE id = ?", (text_of(recording), recording_id)
        )


def _base_mark(con: Connection, mark_id: MarkId) -> Mark | None:
    return maybe(Mark, value(con, "SELECT base FROM mark WHERE id = ?", (mark_id,)))
