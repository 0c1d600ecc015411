"""What was deleted and not yet scrubbed, and what was scrubbed and has no receipt yet.

Kept with the data, so that a crash in between loses no scrub and no receipt. DB thread, inside a transaction.
"""

from dataclasses import fields, replace

from app.domain.inventory import DueReceipt, Purged
from app.protocol.codec import decode
from local_store.connection import Connection
from local_store.layers import text_of
from local_store.state import clear_state, get_state, set_state

NAME = "deleted_not_scrubbed"
DUE = "scrubbed_not_receipted"


def owed(con: Connection) -> Purged:
    """Return what has been deleted since the last scrub."""
    text = get_state(con, NAME)
    return Purged() if text is None else decode(Purged, text)


def owe(con: Connection, deleted: Purged) -> None:
    """Add `deleted` to what has to be scrubbed and receipted."""
    if deleted.total:
        set_state(con, NAME, text_of(plus(owed(con), deleted)))


def scrubbed(con: Connection) -> None:
    """Nothing is left of what was deleted: from here on its receipt is due."""
    gone = owed(con)
    clear_state(con, NAME)
    if gone.total:
        waiting = due(con)
        set_state(con, DUE, text_of(DueReceipt(plus(waiting.counts, gone) if waiting else gone)))


def due(con: Connection) -> DueReceipt | None:
    """Return what waits for its receipt."""
    text = get_state(con, DUE)
    return None if text is None else decode(DueReceipt, text)


def promise(con: Connection, sequence: int) -> None:
    """Keep which link the receipt that is due becomes."""
    waiting = due(con)
    if waiting is not None:
        set_state(con, DUE, text_of(replace(waiting, sequence=sequence)))


def settled(con: Connection) -> None:
    """The receipt is written."""
    clear_state(con, DUE)


def plus(one: Purged, other: Purged) -> Purged:
    """Return the sum, field by field."""
    return Purged(*(getattr(one, field.name) + getattr(other, field.name) for field in fields(Purged)))
