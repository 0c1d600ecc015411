"""Tokens: short access tokens, refresh tokens good once, both opaque, both bound to the device key.

Only hashes are kept. All tokens that stem from one sign-in are a family; using a refresh token twice means
that somebody copied it, so the whole family ends.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from app.domain.ids import EnrolmentId, UserId, new_id
from app.protocol.messages import DeviceToken, Tokens
from app.protocol.problem import ErrorCode
from app.reference_platform import audit, clock
from app.reference_platform.problems import ProblemError
from app.reference_platform.tables import token

ACCESS_LIVES = timedelta(minutes=5)
REFRESH_LIVES = timedelta(hours=12)
ACCESS, REFRESH, DEVICE = "access", "refresh", "device"


@dataclass(frozen=True)
class Holder:
    """Whom a token is for; `user_id` None is the device itself."""

    enrolment_id: EnrolmentId
    thumbprint: str
    family: str
    user_id: UserId | None = None


class FamilyEnded(Exception):
    """A refresh token was used twice; the caller commits the end of the family, then answers 401."""

    def __init__(self, family: str) -> None:
        super().__init__(family)
        self.family = family


def begin(connection: Connection, enrolment_id: EnrolmentId, thumbprint: str, user_id: UserId) -> Tokens:
    """Return the first tokens of a new family."""
    return _issue(connection, Holder(enrolment_id, thumbprint, new_id(), user_id))


def device_token(connection: Connection, enrolment_id: EnrolmentId, thumbprint: str) -> DeviceToken:
    """Return a token of scope `device`; it has no refresh token: the device asserts itself anew."""
    access = _store(connection, DEVICE, Holder(enrolment_id, thumbprint, new_id()), ACCESS_LIVES)
    return DeviceToken(access, int(ACCESS_LIVES.total_seconds()))


def renew(connection: Connection, refresh_token: str, thumbprint: str) -> Tokens:
    """Trade a refresh token for new tokens of its family.

    Raises the 401 problem, or FamilyEnded after revoking the family of a token that was used before.
    """
    row = _find(connection, refresh_token, (REFRESH,))
    if row is None or row.thumbprint != thumbprint:
        raise invalid("This session is not known.")
    if row.used:
        revoke_family(connection, row.family)
        audit.note(connection, str(row.user_id), "refresh_token_reused", row.enrolment_id)
        raise FamilyEnded(row.family)
    if row.expires_at <= clock.now():
        raise invalid("This session has ended.")
    connection.execute(update(token).where(token.c.digest == row.digest).values(used=True))
    connection.execute(delete(token).where(token.c.family == row.family, token.c.kind == ACCESS))
    return _issue(connection, Holder(row.enrolment_id, thumbprint, row.family, row.user_id))


def find_access(connection: Connection, access_token: str, thumbprint: str) -> Row[Any]:
    """Return the row of an access or device token used by its own device key; raises the 401 problem."""
    row = _find(connection, access_token, (ACCESS, DEVICE))
    if row is None or row.thumbprint != thumbprint:
        raise invalid("This token is not known here, or was ended.")
    if row.expires_at <= clock.now():
        raise ProblemError(
            ErrorCode.TOKEN_EXPIRED, 401, "Expired", "The token has expired.", _challenge("invalid_token")
        )
    return row


def revoke_family(connection: Connection, family: str) -> None:
    """End every access token of a family; refresh tokens stay as used, so that a copy is still noticed."""
    connection.execute(delete(token).where(token.c.family == family, token.c.kind == ACCESS))
    connection.execute(update(token).where(token.c.family == family).values(used=True))


def revoke_device(connection: Connection, enrolment_id: str, *, users_only: bool) -> list[str]:
    """End all tokens held on a device and return their families; `users_only` spares the device's own."""
    mine = token.c.enrolment_id == enrolment_id
    if users_only:
        mine = mine & (token.c.kind != DEVICE)
    families = list(connection.execute(select(token.c.family).where(mine).distinct()).scalars())
    connection.execute(delete(token).where(mine))
    return families


def forget_expired(connection: Connection) -> None:
    """Delete tokens that nobody can use any more."""
    connection.execute(delete(token).where(token.c.expires_at < clock.now() - REFRESH_LIVES))


def invalid(detail: str) -> ProblemError:
    """Return the 401 answer for a token that will never be good again."""
    return ProblemError(ErrorCode.TOKEN_INVALID, 401, "Not accepted", detail, _challenge("invalid_token"))


def _challenge(error: str) -> dict[str, str]:
    return {"WWW-Authenticate": f'DPoP error="{error}"'}


def _issue(connection: Connection, holder: Holder) -> Tokens:
    access = _store(connection, ACCESS, holder, ACCESS_LIVES)
    refresh = _store(connection, REFRESH, holder, REFRESH_LIVES)
    return Tokens(access, refresh, int(ACCESS_LIVES.total_seconds()))


def _store(connection: Connection, kind: str, holder: Holder, lives: timedelta) -> str:
    value = secrets.token_urlsafe(32)
    connection.execute(
        insert(token).values(
            digest=_digest(value),
            kind=kind,
            family=holder.family,
            user_id=holder.user_id,
            enrolment_id=holder.enrolment_id,
            thumbprint=holder.thumbprint,
            expires_at=clock.now() + lives,
        )
    )
    return value


def _find(connection: Connection, value: str, kinds: tuple[str, ...]) -> Row[Any] | None:
    return connection.execute(
        select(token).where(token.c.digest == _digest(value), token.c.kind.in_(kinds))
    ).one_or_none()


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8")).hexdigest()
