"""Two layers in one row: `base` is the platform's word, `body` is base with the waiting actions on top.

Views read `body` alone. Taking an action back means building `body` again from `base` and what still waits,
so it is exact whatever happened in between. All functions run on the DB thread, inside a transaction.
"""

from collections.abc import Iterator
from typing import TypeVar

from app.domain.actions import Action, Delivery
from app.domain.call import Call
from app.domain.ids import CallId, MarkId
from app.domain.recording import Mark, Recording
from app.domain.retention import DataClass, Facts
from app.protocol.codec import decode, encode
from local_store.connection import Connection
from local_store.effects import Context, on_call, on_mark, on_recording
from local_store.times import to_us
from local_store.verdicts import call_facts, facts_of_recording, kept, recording_facts, schedule_of

T = TypeVar("T", Call, Recording, Mark)


def text_of(thing: object) -> str:
    """Return the JSON of a domain value."""
    return encode(thing).decode()


def maybe(kind: type[T], text: str | None) -> T | None:
    """Return the value in `text`, None for NULL."""
    return None if text is None else decode(kind, text)


def waiting_on(con: Connection, column: str, thing_id: str) -> Iterator[tuple[Action, Context]]:
    """Yield the waiting actions on one thing in the order they were done (`column`: call_id, mark_id)."""
    rows = con.execute(
        f"SELECT body, context FROM action WHERE {column} = ? AND delivery = ? AND body IS NOT NULL "
        "ORDER BY seq",
        (thing_id, Delivery.WAITING.value),
    ).fetchall()
    for body, context in rows:
        action: Action = decode(Action, body)  # type: ignore[arg-type]
        yield action, decode(Context, context)


def newer(con: Connection, table: str, thing_id: str, revision: int) -> bool:
    """Return whether a base of this revision may replace the one held.

    The same revision may, unless an accepted action was folded into it: that base is already ahead.
    """
    row = con.execute(
        f"SELECT revision, folded FROM {table} WHERE id = ? AND base IS NOT NULL", (thing_id,)
    ).fetchone()
    return row is None or (revision > row[0] if row[1] else revision >= row[0])


def put_call(con: Connection, call: Call, *, folded: bool = False) -> None:
    """Set the base of a call and build its body again."""
    _write_call(con, call, call, folded=folded, pending=False)
    build_call(con, call.id)


def build_call(con: Connection, call_id: CallId) -> None:
    """Build a call's body from its base and what waits; without either the row goes."""
    row = con.execute("SELECT base, folded FROM call WHERE id = ?", (call_id,)).fetchone()
    base = maybe(Call, row[0]) if row else None
    call, pending = base, False
    for action, seen in waiting_on(con, "call_id", call_id):
        call, pending = on_call(call, action, seen), True
    if call is None:
        con.execute("DELETE FROM call WHERE id = ?", (call_id,))
    else:
        _write_call(con, call, base, folded=bool(row and row[1]), pending=pending)
    for (body,) in con.execute("SELECT base FROM recording WHERE call_id = ?", (call_id,)).fetchall():
        build_recording(con, decode(Recording, body))


def _write_call(con: Connection, call: Call, base: Call | None, *, folded: bool, pending: bool) -> None:
    schedule, facts = schedule_of(con), call_facts(con, call)
    nobody = call.contact_id is None and call.phone is None
    facts = Facts(None) if nobody else facts
    record = kept(schedule, DataClass.CALL_RECORD, facts)
    review = kept(schedule, DataClass.REVIEW, facts)
    con.execute(
        "INSERT OR REPLACE INTO call (id, campaign_id, contact_id, agent_id, phone, recording_id, started_at,"
        " answered, outcome_class, revision, folded, pending, base, body, basis_at, held, restricted,"
        " expires_at, review_expires_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            call.id,
            call.campaign_id,
            call.contact_id,
            call.agent_id,
            call.phone,
            call.recording_id,
            to_us(call.started_at),
            int(call.answered_at is not None),
            call.outcome_class,
            call.revision,
            int(folded),
            int(pending),
            None if base is None else text_of(base),
            text_of(call),
            *record.columns,
            review.expires_at,
        ),
    )


def put_recording(con: Connection, recording: Recording, *, made_here: bool = False) -> None:
    """Set the base of a recording; its facts go on to everything that hangs on it."""
    before = con.execute("SELECT made_here FROM recording WHERE id = ?", (recording.id,)).fetchone()
    con.execute(
        "INSERT INTO recording (id, call_id, campaign_id, started_at, made_here, revision, base, body)"
        " VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET call_id = excluded.call_id,"
        " campaign_id = excluded.campaign_id, started_at = excluded.started_at,"
        " made_here = excluded.made_here, revision = excluded.revision, base = excluded.base, folded = 0",
        (
            recording.id,
            recording.call_id,
            recording.campaign_id,
            to_us(recording.started_at),
            int(made_here or bool(before and before[0])),
            recording.revision,
            text_of(recording),
            text_of(recording),
        ),
    )
    build_recording(con, recording)
    _pass_facts_on(con, recording)


def build_recording(con: Connection, base: Recording) -> None:
    """Build a recording's body from its base and the waiting actions on its call."""
    recording = base
    for action, seen in waiting_on(con, "call_id", base.call_id):
        recording = on_recording(recording, action, seen)
    columns = kept(schedule_of(con), DataClass.CALL_RECORDING, recording_facts(base)).columns
    con.execute(
        "UPDATE recording SET body = ?, outcome_class = ?, basis_at = ?, held = ?, restricted = ?,"
        " expires_at = ? WHERE id = ?",
        (text_of(recording), recording.outcome_class, *columns, base.id),
    )


def _pass_facts_on(con: Connection, recording: Recording) -> None:
    schedule, facts = schedule_of(con), recording_facts(recording)
    for table, data_class in (
        ("transcript", DataClass.CALL_TRANSCRIPT),
        ("mark", DataClass.CALL_TRANSCRIPT),
        ("transcription", DataClass.CALL_TRANSCRIPT),
        ("media", DataClass.CALL_RECORDING),
    ):
        con.execute(
            f"UPDATE {table} SET campaign_id = ?, basis_at = ?, held = ?, restricted = ?, expires_at = ?"
            " WHERE recording_id = ?",
            (recording.campaign_id, *kept(schedule, data_class, facts).columns, recording.id),
        )
    law = int(recording.legal_hold), int(recording.restricted)
    con.execute(
        "UPDATE call SET held = ?, restricted = ? WHERE id = ? OR recording_id = ?",
        (*law, recording.call_id, recording.id),
    )
    for table in ("draft", "action"):
        con.execute(
            f"UPDATE {table} SET held = ?, restricted = ? WHERE call_id = ?", (*law, recording.call_id)
        )
    con.execute(
        "UPDATE action SET held = ?, restricted = ?"
        " WHERE mark_id IN (SELECT id FROM mark WHERE recording_id = ?)",
        (*law, recording.id),
    )


def put_mark(con: Connection, mark: Mark, *, folded: bool = False) -> None:
    """Set the base of a mark and build its body again."""
    _write_mark(con, mark, mark, mark, folded=folded)
    build_mark(con, mark.id)


def build_mark(con: Connection, mark_id: MarkId) -> None:
    """Build a mark's body from its base and what waits; a mark without either goes."""
    row = con.execute("SELECT base, folded FROM mark WHERE id = ?", (mark_id,)).fetchone()
    base = maybe(Mark, row[0]) if row else None
    mark = base
    for action, seen in waiting_on(con, "mark_id", mark_id):
        mark = on_mark(mark, action, seen)
    known = mark or base
    if known is None:
        con.execute("DELETE FROM mark WHERE id = ?", (mark_id,))
    else:
        _write_mark(con, known, mark, base, folded=bool(row and row[1]))


def _write_mark(con: Connection, known: Mark, mark: Mark | None, base: Mark | None, *, folded: bool) -> None:
    facts = facts_of_recording(con, known.recording_id) or Facts(known.created_at)
    con.execute(
        "INSERT OR REPLACE INTO mark (id, recording_id, campaign_id, start_s, removed, revision, folded,"
        " base, body, basis_at, held, restricted, expires_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            known.id,
            known.recording_id,
            facts.campaign_id,
            known.start_s,
            int(mark is None),
            known.revision,
            int(folded),
            None if base is None else text_of(base),
            None if mark is None else text_of(mark),
            *kept(schedule_of(con), DataClass.CALL_TRANSCRIPT, facts).columns,
        ),
    )


def refresh_times(con: Connection, call: Call) -> None:
    """Give the drafts and actions of a call the call's own facts, once it is known when it ended."""
    facts = call_facts(con, call)
    columns = kept(schedule_of(con), DataClass.REVIEW, facts).columns
    for table in ("draft", "action"):
        con.execute(
            f"UPDATE {table} SET campaign_id = ?, basis_at = ?, held = ?, restricted = ?, expires_at = ?"
            " WHERE call_id = ?",
            (call.campaign_id, *columns, call.id),
        )
