"""Small marks the store keeps about itself: cursor, last contact, policy, what is still to be scrubbed."""

from datetime import datetime

from local_store.connection import Connection, value

CURSOR = "cursor"
CONTACT = "last_contact"
POLICY = "policy"
DELETED = "deleted_since"
"""When the oldest thing was deleted that no scrub has cleaned up yet."""


def get_state(con: Connection, name: str) -> str | None:
    """Return a mark, None when it was never set."""
    found: str | None = value(con, "SELECT value FROM state WHERE name = ?", (name,))
    return found


def set_state(con: Connection, name: str, text: str) -> None:
    """Set a mark."""
    con.execute("INSERT OR REPLACE INTO state (name, value) VALUES (?,?)", (name, text))


def mark_state(con: Connection, name: str, now: datetime) -> None:
    """Set a mark to the time `now` unless it is set already: the oldest counts."""
    con.execute("INSERT OR IGNORE INTO state (name, value) VALUES (?,?)", (name, now.isoformat()))


def clear_state(con: Connection, name: str) -> None:
    """Forget a mark."""
    con.execute("DELETE FROM state WHERE name = ?", (name,))
