"""People who sign in: passwords by argon2id, a second factor by TOTP (RFC 6238)."""

import hmac
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, insert, select

from app.domain.people import User
from app.protocol.codec import encode
from app.protocol.problem import ErrorCode
from app.reference_platform import clock
from app.reference_platform.problems import ProblemError
from app.reference_platform.replays import seen_before
from app.reference_platform.tables import person

hasher = PasswordHasher()
STEP = timedelta(seconds=30)


def add_person(connection: Connection, user: User, password: str, totp_secret: str) -> None:
    """Store a person; only the argon2id hash of the password is kept."""
    connection.execute(
        insert(person).values(
            id=user.id,
            email=user.email.casefold(),
            body=encode(user).decode("utf-8"),
            role=user.role.value,
            password_hash=hasher.hash(password),
            totp_secret=totp_secret,
        )
    )


def find_person(connection: Connection, email: str) -> Row[Any] | None:
    """Return the row of an open account by its e-mail address."""
    return connection.execute(
        select(person).where(person.c.email == email.strip().casefold(), person.c.closed_at.is_(None))
    ).one_or_none()


def password_fits(row: Row[Any] | None, password: str) -> bool:
    """Return whether the password fits; as slow for an unknown person as for a known one."""
    try:
        hasher.verify(_nobody() if row is None else row.password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
    return row is not None


def check_second_factor(connection: Connection, user_id: str, code: str) -> None:
    """Raise the 403 problem unless `code` is right now and was not used before (RFC 6238, 5.2)."""
    secret = connection.execute(
        select(person.c.totp_secret).where(person.c.id == user_id, person.c.closed_at.is_(None))
    ).scalar_one()
    step = matching_step(secret, code, clock.now())
    if step is None:
        raise second_factor_needed("The code is missing, wrong or too old.")
    if seen_before(connection, f"totp {user_id} {step}", clock.now() + 4 * STEP, clock.now()):
        raise second_factor_needed("This code was used before; wait for the next one.")


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step whose code this is: the present one or a neighbour; None if it is none."""
    totp = pyotp.TOTP(secret)
    for offset in (0, -1, 1):
        moment = now + offset * STEP
        if hmac.compare_digest(totp.at(moment).encode(), code.strip().encode("utf-8")):
            return int(totp.timecode(moment))
    return None


def second_factor_needed(detail: str) -> ProblemError:
    """Return the answer that asks for a fresh code."""
    return ProblemError(ErrorCode.SECOND_FACTOR_NEEDED, 403, "Second factor needed", detail)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hasher.hash("nobody has this password")
