"""The sweep: what is past its time is deleted or anonymised, on the same verdicts as on every workstation.

Between two sweeps nothing expired is ever answered: readers ask the verdict themselves. After a sweep the
file is rewritten, so that no page keeps what was deleted; then audio files are unlinked, keys first.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from app.domain.call import Call, anonymised
from app.domain.ids import new_id
from app.domain.retention import DataClass, Verdict
from app.protocol.messages import ThingKind
from app.reference_platform import audit, recordings, sessions, things
from app.reference_platform.expiry import Keeper
from app.reference_platform.state import State, keeper
from app.reference_platform.tables import (
    answer,
    audio,
    dial_queue,
    intent,
    person,
    receipt,
    script_answer,
    thing,
)
from app.reference_platform.tables import audit as audit_table


@dataclass
class Swept:
    """What one sweep did: ids by kind, rows of other tables, audio files to unlink."""

    removed: dict[ThingKind, list[str]] = field(default_factory=dict)
    anonymised: int = 0
    other: int = 0
    files: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All items together."""
        return sum(map(len, self.removed.values())) + self.anonymised + self.other


def sweep(state: State) -> Swept:
    """Delete what is past its time. Safe to run at any moment and as often as wanted."""
    with state.database.write() as connection:
        swept = _sweep(connection, keeper(connection))
        known = set(connection.execute(select(audio.c.file)).scalars())
    for name in swept.files:
        state.audio.remove(name)
    _remove_strays(state, known)
    if swept.total:
        state.database.scrub()
        state.hub.changed()
    return swept


def _sweep(connection: Connection, keep: Keeper) -> Swept:
    swept = Swept()
    rows = connection.execute(select(thing).where(thing.c.basis_at.is_not(None))).all()
    expired: dict[ThingKind, list[Row[Any]]] = {}
    for row in rows:
        if keep.of_row(row) is Verdict.EXPIRED:
            expired.setdefault(ThingKind(row.kind), []).append(row)
    calls = [things.read(row) for row in expired.pop(ThingKind.CALL, [])]
    _anonymise(connection, calls)
    swept.anonymised = len(calls)
    for kind, gone in expired.items():
        swept.removed[kind] = [row.id for row in gone]
        things.remove(connection, kind, swept.removed[kind])
    swept.files = recordings.forget(connection, swept.removed.get(ThingKind.RECORDING, []))
    contacts = swept.removed.get(ThingKind.CONTACT, [])
    for contact_id in contacts:
        connection.execute(delete(dial_queue).where(dial_queue.c.contact_id == contact_id))
    swept.other = _sweep_logs(connection, keep)
    if swept.total:
        audit.note(connection, "", "retention_sweep", str(swept.total))
    return swept


def _anonymise(connection: Connection, calls: list[Call]) -> None:
    """Keep the statistics under an id of their own: the call's leads nowhere any more."""
    if calls:
        things.put_all(connection, [anonymised(call, new_id()) for call in calls])
        things.remove(connection, ThingKind.CALL, [call.id for call in calls])
    for call in calls:
        connection.execute(delete(script_answer).where(script_answer.c.call_id == call.id))


def _sweep_logs(connection: Connection, keep: Keeper) -> int:
    """Delete rows of the other tables by their own classes; each column is the class's basis."""
    sessions.forget_expired(connection)
    count = 0
    for column, data_class in (
        (audit_table.c.at, DataClass.SECURITY_LOG),
        (answer.c.at, DataClass.SECURITY_LOG),
        (receipt.c.received_at, DataClass.DELETION_RECEIPT),
        (intent.c.settled_at, DataClass.DELETION_RECEIPT),
        (person.c.closed_at, DataClass.ACCOUNT_PROFILE),
    ):
        last = None
        # What is older expires earlier: the first that is kept ends the search.
        for moment in connection.execute(
            select(column).where(column.is_not(None)).distinct().order_by(column)
        ).scalars():
            if keep.of(data_class, moment) is not Verdict.EXPIRED:
                break
            last = moment
        if last is not None:
            count += connection.execute(delete(column.table).where(column <= last)).rowcount
    return count


def _remove_strays(state: State, known: set[str]) -> None:
    """Unlink audio files that no row knows: a power cut came between the commit and the unlinking."""
    for name in state.audio.strays(known):
        state.audio.remove(name)
