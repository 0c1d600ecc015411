"""The local copy of the platform's data, in memory."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from app.changes import Changes
from app.domain.policy import Policy
from app.protocol.messages import ChangePage
from ui.gallery.memory.world import World

K = TypeVar("K", bound=Hashable)


class _Revised(Protocol):
    @property
    def revision(self) -> int: ...


T = TypeVar("T", bound=_Revised)


class MemoryReplica:
    """Implements `Replica`; `last` is the server time of the newest page."""

    def __init__(self, world: World, last: datetime | None) -> None:
        self._world = world
        self._cursor = ""
        self.last = last

    async def cursor(self) -> str:
        """Return the cursor of the last page."""
        return self._cursor

    async def apply(self, page: ChangePage) -> Changes:
        """Apply everything in a page but removals; older revisions than those held are passed over."""
        world = self._world
        world.add_campaigns(*_newer(world.campaigns, page.campaigns, lambda one: one.id))
        world.add_contacts(*_newer(world.contacts, page.contacts, lambda one: one.id))
        world.add_calls(*_newer(world.calls, page.calls, lambda one: one.id))
        world.add_recordings(*_newer(world.recordings, page.recordings, lambda one: one.id))
        world.add_transcripts(*_newer(world.transcripts, page.transcripts, lambda one: one.recording_id))
        world.add_marks(*_newer(world.marks, page.marks, lambda one: one.id))
        world.do_not_call += page.do_not_call
        self._cursor = page.cursor
        self.last = page.server_time if self.last is None else max(self.last, page.server_time)
        return Changes(
            campaigns=frozenset(c.id for c in page.campaigns),
            contacts=frozenset(c.id for c in page.contacts),
            calls=frozenset(c.id for c in page.calls),
            recordings=frozenset(r.id for r in page.recordings)
            | frozenset(t.recording_id for t in page.transcripts)
            | frozenset(m.recording_id for m in page.marks),
        )

    async def begin_again(self) -> None:
        """Forget the cursor."""
        self._cursor = ""

    async def last_contact(self) -> datetime | None:
        """Return the server time of the newest page."""
        return self.last

    async def policy(self) -> Policy | None:
        """Return the policy in force."""
        return self._world.policy

    async def put_policy(self, policy: Policy) -> Changes:
        """Apply a policy; an older one is refused, the one in force changes nothing."""
        if policy == self._world.policy:
            return Changes()
        if self._world.policy is not None and policy.revision < self._world.policy.revision:
            raise ValueError("an older policy than the one in force")
        self._world.policy = policy
        return Changes(policy=True)


def _newer(held: Mapping[K, T], arrived: Iterable[T], key: Callable[[T], K]) -> Iterable[T]:
    for thing in arrived:
        known = held.get(key(thing))
        if known is None or known.revision <= thing.revision:
            yield thing
