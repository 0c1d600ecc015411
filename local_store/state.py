"""Small marks the store keeps about itself: cursor, last contact, policy, what is still to be scrubbed."""

from local_store.connection import Connection, value

CURSOR = "cursor"
CONTACT = "last_contact"
POLICY = "policy"
REBUILT = "rebuilt"
DRAFTS = "drafts"
RESYNC = "resync"


def get_state(con: Connection, name: str) -> str | None:
    """Return a mark, None when it was never set."""
    found: str | None = value(con, "SELECT value FROM state WHERE name = ?", (name,))
    return found


def set_state(con: Connection, name: str, text: str) -> None:
    """Set a mark."""
    con.execute("INSERT OR REPLACE INTO state (name, value) VALUES (?,?)", (name, text))


def clear_state(con: Connection, name: str) -> None:
    """Forget a mark."""
    con.execute("DELETE FROM state WHERE name = ?", (name,))
