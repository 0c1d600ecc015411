"""Who did what on the platform: a security log, kept as long as the policy says (P30D by default)."""

from sqlalchemy import Connection, insert

from app.reference_platform import clock
from app.reference_platform.tables import audit


def note(connection: Connection, who: str, what: str, about: str = "") -> None:
    """Write one line of the security log; ids only, never names, numbers or what was said."""
    connection.execute(insert(audit).values(at=clock.now(), who=who, what=what, about=about))
