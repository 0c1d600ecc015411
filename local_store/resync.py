"""Beginning again with an empty cursor: what the platform no longer sends is not there any more.

Every base from the platform is set to revision UNSEEN, older than any; each page replaces what it brings, and
after the last page what is still UNSEEN goes. A kill in between costs nothing; nothing is hidden meanwhile.
"""

from app.protocol.messages import Removed, ThingKind
from local_store.connection import Connection
from local_store.state import CURSOR, RESYNC, clear_state, get_state, set_state

UNSEEN = -1
_HELD = (
    (ThingKind.CAMPAIGN, "campaign", "id", "1"),
    (ThingKind.CONTACT, "contact", "id", "1"),
    (ThingKind.CALL, "call", "id", "base IS NOT NULL AND contact_id IS NOT NULL"),
    (ThingKind.RECORDING, "recording", "id", "made_here = 0"),
    (ThingKind.MARK, "mark", "id", "base IS NOT NULL"),
    (ThingKind.DO_NOT_CALL, "do_not_call", "phone || ' ' || campaign_id", "1"),
)
"""Kind, table, the id in the delta, and which rows are the platform's: neither what waits nor statistics."""


def begin_resync(con: Connection) -> None:
    """Forget the cursor and mark everything that came from the platform; inside a transaction."""
    for _, table, _, whose in _HELD:
        con.execute(f"UPDATE {table} SET revision = {UNSEEN} WHERE {whose}")
    clear_state(con, CURSOR)
    set_state(con, RESYNC, "under way")


def not_seen(con: Connection) -> tuple[Removed, ...]:
    """Return what no page brought again; nothing while no new beginning is under way."""
    if get_state(con, RESYNC) is None:
        return ()
    return tuple(
        Removed(kind, row[0])
        for kind, table, name, whose in _HELD
        for row in con.execute(f"SELECT {name} FROM {table} WHERE revision = {UNSEEN} AND {whose}").fetchall()
    )


def end_resync(con: Connection) -> None:
    """Everything has come again; inside a transaction."""
    clear_state(con, RESYNC)
