"""What may be used once: remembered as a hash until it would be refused for its age anyway."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from app.reference_platform.tables import seen_once


def seen_before(connection: Connection, what: str, until: datetime, now: datetime) -> bool:
    """Remember `what` until `until`; return whether it was remembered already."""
    connection.execute(delete(seen_once).where(seen_once.c.expires_at < now))
    digest = hashlib.sha256(what.encode("utf-8")).hexdigest()
    if connection.execute(select(seen_once.c.digest).where(seen_once.c.digest == digest)).first():
        return True
    connection.execute(insert(seen_once).values(digest=digest, expires_at=until))
    return False
