"""An agent's working day over a real profile on disk, with a line whose far end is moved by hand."""

import asyncio
import base64
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.actions import Action
from app.domain.agent_state import AgentState
from app.domain.contact import Contact
from app.ports.stores import Stores
from app.protocol.messages import ChangePage
from app.services.agent_presence import AgentPresence
from app.services.record_call import RecordCall
from app.services.release_recording import ReleaseRecording
from app.services.run_campaign import RunCampaign
from tests.support.profiles import TestProfile
from tests.support.things import page, policy
from ui.gallery.campaign_facts import AGENT, HELDERZON, NOW, OTHERS, annelies
from ui.gallery.memory.agent_platform import MemoryAgentPlatform
from ui.gallery.memory.voice import MemoryLine

PATIENCE_S = 10.0
Task = asyncio.Task[None]


@dataclass
class Seat:
    """One run of the console at a desk; `leave` is a crash: nothing is put away but the file handles."""

    profile: TestProfile
    stores: Stores
    platform: MemoryAgentPlatform
    line: MemoryLine
    presence: AgentPresence
    run: RunCampaign
    tasks: list[Task] = field(default_factory=list)

    def start(self, work: Coroutine[Any, Any, None]) -> Task:
        """Let a call go on beside the test."""
        task = asyncio.ensure_future(work)
        self.tasks.append(task)
        return task

    async def until(self, happened: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not happened():  # noqa: ASYNC110
                await asyncio.sleep(0)

    async def preview(self) -> None:
        await self.run.open()
        await self.run.ready()

    async def connect(self) -> Task:
        """Dial and be answered."""
        call = self.start(self.run.dial())
        await self.until(lambda: self.line.busy or call.done())
        self.line.answer()
        await self.until(lambda: self.presence.now.state is AgentState.ON_CALL or call.done())
        return call

    async def hang_up(self, call: Task) -> None:
        self.profile.clock.move(seconds=60)
        await self.run.calls.hang_up()
        await call

    async def delivered(self) -> list[Action]:
        """What the platform would read in the outbox, oldest first."""
        sealed = await self.stores.outbox.waiting(50)
        padded = [a.sealed + "=" * (-len(a.sealed) % 4) for a in sealed]
        return [self.profile.sealer.unseal(base64.urlsafe_b64decode(box)).action for box in padded]


@asynccontextmanager
async def seat(profile: TestProfile, *contacts: Contact) -> AsyncIterator[Seat]:
    """Open the profile and sit down; leaving ends every call as a crash would."""
    stores = profile.open().stores
    platform, line = MemoryAgentPlatform(contacts, profile.clock), MemoryLine()
    presence = AgentPresence(profile.clock)
    release = ReleaseRecording(stores.media, stores.recordings)
    record = RecordCall(line, stores.media, release, profile.clock)
    run = RunCampaign(platform, stores, line, record, presence, AGENT, profile.clock)
    made = Seat(profile, stores, platform, line, presence, run)
    try:
        yield made
    finally:
        for task in made.tasks:
            task.cancel()
        await asyncio.gather(*made.tasks, return_exceptions=True)
        profile.close()


async def furnished(path: Path) -> TestProfile:
    """A profile that has synchronised once: campaigns, a policy, a fresh do-not-call list."""
    profile = TestProfile(path)
    profile.clock.at = NOW
    stores = profile.open().stores
    await stores.replica.apply(_page())
    await stores.replica.put_policy(policy())
    return profile


def _page() -> ChangePage:
    return page(campaigns=(HELDERZON, *OTHERS), server_time=NOW)


ANNELIES = annelies()
