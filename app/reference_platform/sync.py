"""The delta: everything a caller may see, in the order in which it changed, page by page.

The cursor is sealed (nobody reads or bends it) and bound to the person it was made for. What each role sees:
agents the campaigns they are members of and what belongs to those; reviewers, team leads and the privacy
officer everything; admins campaigns and the do-not-call list, because an admin needs no voice and no name.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, Row, or_, select

from app.domain.call import Call
from app.domain.campaign import Campaign
from app.domain.contact import Contact, DoNotCall
from app.domain.people import Role
from app.domain.recording import Mark, Recording, Transcript
from app.domain.retention import Verdict
from app.domain.wire import Wire
from app.protocol.codec import decode, encode
from app.protocol.messages import ChangePage, Removed, ThingKind
from app.protocol.problem import ErrorCode
from app.reference_platform.caller import Caller
from app.reference_platform.expiry import Keeper
from app.reference_platform.keys import b64url, from_b64url
from app.reference_platform.problems import ProblemError
from app.reference_platform.tables import thing
from app.reference_platform.things import read

PAGE_ROWS = 500
MAX_ROWS = 1000
PAGE_BYTES = 2_000_000
"""A page ends before it grows past this; one long transcript may be larger on its own."""

SEEN_BY_ADMINS = (ThingKind.CAMPAIGN.value, ThingKind.DO_NOT_CALL.value)

WITHHELD = (ThingKind.TRANSCRIPT.value, ThingKind.MARK.value)
"""What is not handed out of a restricted recording (GDPR art. 18): what was said, and what was said of it."""


@dataclass(frozen=True)
class Position(Wire):
    """What a cursor holds: the last place seen, and by whom."""

    seq: int
    user_id: str


def changes(
    connection: Connection, caller: Caller, position: Position, limit: int, keeper: Keeper
) -> tuple[ChangePage, Position]:
    """Return the page after `position` (without its cursor) and the position at its end."""
    rows = connection.execute(
        select(thing)
        .where(thing.c.seq > position.seq, _visible(caller))
        .order_by(thing.c.seq)
        .limit(limit + 1)
    ).all()
    taken = _fitting(rows[:limit])
    end = Position(taken[-1].seq if taken else position.seq, caller.user.id)
    return _page(taken, keeper, more=len(rows) > len(taken)), end


def with_cursor(page: ChangePage, cursor: str) -> ChangePage:
    """Return the page with the cursor that continues after it."""
    return dataclasses.replace(page, cursor=cursor)


def seal(position: Position, key: bytes) -> str:
    """Return the cursor of a position."""
    return b64url(SecretBox(key).encrypt(encode(position)))


def unseal(cursor: str, caller: Caller, key: bytes) -> Position:
    """Return the position of a cursor, the beginning for ""; raises the problem `cursor_invalid`."""
    if not cursor:
        return Position(0, caller.user.id)
    try:
        position = decode(Position, SecretBox(key).decrypt(from_b64url(cursor)))
    except (CryptoError, ValueError, ValidationError) as error:
        raise _invalid() from error
    if position.user_id != caller.user.id:
        raise _invalid()
    return position


def _invalid() -> ProblemError:
    return ProblemError(ErrorCode.CURSOR_INVALID, 400, "Cursor not valid", "Start again without a cursor.")


def _visible(caller: Caller) -> ColumnElement[bool]:
    if caller.user.role is Role.ADMIN:
        return thing.c.kind.in_(SEEN_BY_ADMINS)
    if caller.sees_all_campaigns:
        return thing.c.seq > 0
    return or_(thing.c.campaign_id.is_(None), thing.c.campaign_id.in_(caller.campaigns))


def _fitting(rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    size = 0
    for index, row in enumerate(rows):
        size += len(row.body or "")
        if size > PAGE_BYTES and index:
            return rows[:index]
    return rows


def _page(rows: Sequence[Row[Any]], keeper: Keeper, *, more: bool) -> ChangePage:
    found: dict[type, list[Any]] = {
        kind: [] for kind in (Campaign, Contact, Call, Recording, Transcript, Mark, DoNotCall)
    }
    removed: list[Removed] = []
    for row in rows:
        shown = _shown(row, keeper)
        if shown is None:
            removed.append(Removed(ThingKind(row.kind), row.id))
        else:
            found[type(shown)].append(shown)
    return ChangePage(
        campaigns=tuple(found[Campaign]),
        contacts=tuple(found[Contact]),
        calls=tuple(found[Call]),
        recordings=tuple(found[Recording]),
        transcripts=tuple(found[Transcript]),
        marks=tuple(found[Mark]),
        do_not_call=tuple(found[DoNotCall]),
        removed=tuple(removed),
        cursor="",
        more=more,
        server_time=keeper.now,
    )


def _shown(row: Row[Any], keeper: Keeper) -> Any:
    """Return what a caller gets of a row; None where it is gone, or its time is up before the sweep came."""
    if row.body is None or (row.restricted and row.kind in WITHHELD):
        return None
    return read(row) if keeper.of_row(row) is Verdict.KEEP else None
