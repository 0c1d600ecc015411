"""What a running platform consists of; handed to every route."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends, Request
from sqlalchemy import Connection, select

from app.domain.ids import OrganisationId
from app.domain.policy import Policy
from app.protocol.codec import decode
from app.reference_platform import clock
from app.reference_platform.audio_store import AudioStore
from app.reference_platform.database import Database
from app.reference_platform.expiry import Keeper
from app.reference_platform.hub import Hub
from app.reference_platform.keys import PlatformKeys
from app.reference_platform.lines import Lines
from app.reference_platform.tables import policy_revision
from app.reference_platform.throttle import Throttle

NOTICE_FOR_SHORTER = "P14D"
"""What people were promised: a policy that deletes earlier is announced so long ahead."""


@dataclass(frozen=True)
class Organisation:
    """Whose platform this is."""

    id: OrganisationId
    name: str


@dataclass
class State:
    """One platform. Built once at start; only the keys are ever replaced (rotation)."""

    folder: Path
    database: Database
    keys: PlatformKeys
    organisation: Organisation
    audio: AudioStore
    hub: Hub = field(default_factory=Hub)
    sign_ins: Throttle = field(default_factory=lambda: Throttle(tries=8, seconds=300))
    code_tries: Throttle = field(default_factory=lambda: Throttle(tries=20, seconds=300))
    lines: Lines = field(default_factory=Lines)
    notice: str = NOTICE_FOR_SHORTER
    """How long ahead a policy that deletes earlier is announced (ISO 8601)."""

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """Yield a write transaction and hint at the change to every console once it is committed."""
        with self.database.write() as connection:
            yield connection
        self.hub.changed()


def policy_in_force(connection: Connection) -> Policy:
    """Return the newest revision whose time has come; the first one where none has."""
    now = clock.now()
    newest_first = policies(connection)
    return next((policy for policy in newest_first if policy.in_force_since <= now), newest_first[-1])


def policies(connection: Connection) -> tuple[Policy, ...]:
    """Return every revision, newest first."""
    bodies = connection.execute(
        select(policy_revision.c.body).order_by(policy_revision.c.revision.desc())
    ).scalars()
    return tuple(decode(Policy, body) for body in bodies)


def announced_policies(connection: Connection) -> tuple[Policy, ...]:
    """Return the revisions that are going to be in force, in the order of their dates."""
    known = policy_in_force(connection).revision
    coming = sorted(policies(connection), key=lambda policy: (policy.in_force_since, policy.revision))
    found: list[Policy] = []
    for policy in coming:
        if policy.revision > max(known, found[-1].revision if found else 0):
            found.append(policy)
    return tuple(found)


def keeper(connection: Connection) -> Keeper:
    """Return the retention verdicts of this moment."""
    return Keeper(policy_in_force(connection).schedule, clock.now())


def _state(request: Request) -> State:
    return cast("State", request.app.state.platform)


Here = Annotated[State, Depends(_state)]
