"""The local copy of the platform's data, in memory."""

from datetime import datetime

from app.changes import Changes
from app.domain.policy import Policy
from app.protocol.messages import ChangePage
from ui.gallery.memory.world import World


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
        """Apply everything in a page but removals."""
        self._world.add_campaigns(*page.campaigns)
        self._world.add_contacts(*page.contacts)
        self._world.add_calls(*page.calls)
        self._world.add_recordings(*page.recordings)
        self._world.add_transcripts(*page.transcripts)
        self._world.add_marks(*page.marks)
        self._world.do_not_call += page.do_not_call
        self._cursor, self.last = page.cursor, page.server_time
        return Changes(
            campaigns=frozenset(c.id for c in page.campaigns),
            contacts=frozenset(c.id for c in page.contacts),
            calls=frozenset(c.id for c in page.calls),
            recordings=frozenset(r.id for r in page.recordings)
            | frozenset(t.recording_id for t in page.transcripts)
            | frozenset(m.recording_id for m in page.marks),
        )

    async def last_contact(self) -> datetime | None:
        """Return the server time of the newest page."""
        return self.last

    async def policy(self) -> Policy | None:
        """Return the policy in force."""
        return self._world.policy

    async def put_policy(self, policy: Policy) -> Changes:
        """Apply a policy; an older one is refused."""
        if self._world.policy is not None and policy.revision < self._world.policy.revision:
            raise ValueError("an older policy than the one in force")
        self._world.policy = policy
        return Changes(policy=True)
