"""Things that travel in the delta: put, remove, get. Every change gets the next place in one sequence.

The place is also the thing's `revision`, so that revisions of one thing only ever grow.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.call import Call
from app.domain.campaign import Campaign
from app.domain.contact import Contact, DoNotCall
from app.domain.ids import CampaignId, Phone
from app.domain.recording import Mark, Recording, Transcript
from app.domain.retention import DataClass
from app.protocol.codec import decode, encode
from app.protocol.messages import Thing, ThingKind
from app.reference_platform.tables import counter, thing

T = TypeVar("T", Campaign, Contact, Call, Recording, Transcript, Mark, DoNotCall)

KINDS: dict[type[Any], ThingKind] = {
    Campaign: ThingKind.CAMPAIGN,
    Contact: ThingKind.CONTACT,
    Call: ThingKind.CALL,
    Recording: ThingKind.RECORDING,
    Transcript: ThingKind.TRANSCRIPT,
    Mark: ThingKind.MARK,
    DoNotCall: ThingKind.DO_NOT_CALL,
}
TYPES: dict[str, type[Any]] = {kind.value: kind_type for kind_type, kind in KINDS.items()}

DATA_CLASSES: dict[ThingKind, DataClass | None] = {
    ThingKind.CAMPAIGN: None,
    ThingKind.CONTACT: DataClass.CONTACT,
    ThingKind.CALL: DataClass.CALL_RECORD,
    ThingKind.RECORDING: DataClass.CALL_RECORDING,
    ThingKind.TRANSCRIPT: DataClass.CALL_TRANSCRIPT,
    ThingKind.MARK: DataClass.CALL_TRANSCRIPT,
    ThingKind.DO_NOT_CALL: DataClass.DO_NOT_CALL,
}


LAW = ("legal_hold", "restricted")
"""Columns that a call has from its recording: a call that is put again keeps them."""


@dataclass(frozen=True)
class Placing:
    """What is stored beside a thing: whose it is, from when its time counts, whether law keeps it."""

    campaign_id: str | None = None
    parent_id: str | None = None
    basis_at: datetime | None = None
    legal_hold: bool = False
    restricted: bool = False


def key_of(value: Thing) -> str:
    """Return a thing's id within its kind; of a do-not-call entry its number and campaign."""
    if isinstance(value, Transcript):
        return value.recording_id
    if isinstance(value, DoNotCall):
        return do_not_call_key(value.phone, value.campaign_id)
    return value.id


def do_not_call_key(phone: Phone, campaign_id: CampaignId | None) -> str:
    """Return the id of a do-not-call entry."""
    return f"{phone} {campaign_id or '*'}"


def next_places(connection: Connection, count: int) -> int:
    """Take `count` places of the sequence and return the first.

    The row lock makes the order of places the order of commits, on PostgreSQL too: a reader that has seen
    place n will never find a smaller one appear later.
    """
    taken = connection.execute(
        update(counter)
        .where(counter.c.name == "seq")
        .values(value=counter.c.value + count)
        .returning(counter.c.value)
    ).scalar_one_or_none()
    if taken is None:
        connection.execute(insert(counter).values(name="seq", value=count))
        taken = count
    return int(taken) - count + 1


def put(connection: Connection, value: T, recording: Recording | None = None) -> T:
    """Store `value` at the next place and return it with its new revision.

    Transcripts and marks take campaign, basis and holds from their `recording`.
    """
    return put_all(connection, [value], {recording.id: recording} if recording else {})[0]


def put_all(
    connection: Connection, values: Sequence[T], recordings: dict[Any, Recording] | None = None
) -> list[T]:
    """Store many things in order; faster than one by one."""
    first = next_places(connection, len(values))
    stored = [dataclasses.replace(value, revision=first + index) for index, value in enumerate(values)]
    rows = [_row(value, _placing(value, recordings or {})) for value in stored]
    if rows:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(thing)
        own = ("kind", "id", *(LAW if isinstance(values[0], Call) else ()))
        changed = {name: statement.excluded[name] for name in rows[0] if name not in own}
        connection.execute(statement.on_conflict_do_update(index_elements=["kind", "id"], set_=changed), rows)
    return stored


def remove(connection: Connection, kind: ThingKind, ids: Iterable[str]) -> None:
    """Turn things into tombstones: nothing but kind and id stays, for consoles that hold a copy."""
    gone = list(ids)
    if not gone:
        return
    first = next_places(connection, len(gone))
    for index, thing_id in enumerate(gone):
        connection.execute(
            update(thing)
            .where(thing.c.kind == kind.value, thing.c.id == thing_id)
            .values(
                seq=first + index,
                body=None,
                basis_at=None,
                parent_id=None,
                legal_hold=False,
                restricted=False,
            )
        )


def keep_call_by_law(connection: Connection, recording: Recording) -> None:
    """Give a call what law asks of its recording."""
    connection.execute(
        update(thing)
        .where(thing.c.kind == ThingKind.CALL.value, thing.c.id == recording.call_id)
        .values(legal_hold=recording.legal_hold, restricted=recording.restricted)
    )


def get(connection: Connection, kind: type[T], thing_id: str) -> T | None:
    """Return a thing, or None if there is none. Expired ones are still returned: ask `retention`."""
    row = row_of(connection, kind, thing_id)
    return None if row is None else read(row)


def row_of(connection: Connection, kind: type[Any], thing_id: str) -> Row[Any] | None:
    """Return the row of a thing that is not removed."""
    return connection.execute(
        select(thing).where(
            thing.c.kind == KINDS[kind].value, thing.c.id == thing_id, thing.c.body.is_not(None)
        )
    ).one_or_none()


def children(connection: Connection, kind: type[T], parent_id: str) -> list[T]:
    """Return the things of `kind` that hang on `parent_id`."""
    rows = connection.execute(
        select(thing).where(
            thing.c.kind == KINDS[kind].value, thing.c.parent_id == parent_id, thing.c.body.is_not(None)
        )
    )
    return [read(row) for row in rows]


def read(row: Row[Any]) -> Any:
    """Return the domain object of a row."""
    return decode(TYPES[row.kind], row.body)


def _row(value: Thing, placing: Placing) -> dict[str, object]:
    row: dict[str, object] = dataclasses.asdict(placing)
    row.update(
        kind=KINDS[type(value)].value,
        id=key_of(value),
        seq=value.revision,
        body=encode(value).decode("utf-8"),
    )
    return row


def _placing(value: Thing, recordings: dict[Any, Recording]) -> Placing:
    match value:
        case Campaign():
            return Placing(campaign_id=value.id)
        case Contact():
            return Placing(value.campaign_id, None, value.last_activity_at)
        case Call():
            # An anonymised call has no person in it any more, so that its time has nothing left to end.
            basis = value.ended_at if value.contact_name or value.phone or value.agent_id else None
            return Placing(value.campaign_id, value.contact_id, basis)
        case Recording():
            return Placing(
                value.campaign_id, value.call_id, value.ended_at, value.legal_hold, value.restricted
            )
        case Transcript() | Mark():
            of = recordings[value.recording_id]
            return Placing(of.campaign_id, of.id, of.ended_at, of.legal_hold, of.restricted)
        case DoNotCall():
            return Placing(value.campaign_id)
