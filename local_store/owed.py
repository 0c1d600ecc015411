"""What was deleted and not yet scrubbed: kept with the data, so that a crash in between loses no scrub and no
receipt. DB thread, inside the transaction that deletes."""

from dataclasses import fields

from app.domain.inventory import Purged
from app.protocol.codec import decode
from local_store.connection import Connection
from local_store.layers import text_of
from local_store.state import clear_state, get_state, set_state

NAME = "deleted_not_scrubbed"


def owed(con: Connection) -> Purged:
    """Return what has been deleted since the last scrub."""
    text = get_state(con, NAME)
    return Purged() if text is None else decode(Purged, text)


def owe(con: Connection, deleted: Purged) -> None:
    """Add `deleted` to what has to be scrubbed and receipted."""
    if deleted.total:
        set_state(con, NAME, text_of(plus(owed(con), deleted)))


def paid(con: Connection) -> None:
    """Nothing is left of what was deleted."""
    clear_state(con, NAME)


def plus(one: Purged, other: Purged) -> Purged:
    """Return the sum, field by field."""
    return Purged(*(getattr(one, field.name) + getattr(other, field.name) for field in fields(Purged)))
