"""Does one thing to a profile and is killed at a named step of it (SIGKILL: nothing is cleaned up)."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from app.domain.actions import SaveWrapUp
from app.domain.ids import CallId
from app.protocol.messages import ActionResult
from local_store.opened import open_stores
from local_store.profile import ProfilePaths
from local_store.wipe import FileEraser
from tests.support.profiles import ENROLMENT, PROFILE_KEY, TestSealer
from tests.support.secrets import MemorySecrets
from tests.support.things import AGENT, NOW, SetClock


async def outbox(paths: ProfilePaths, step: str) -> None:
    """Save one wrap-up, then be killed at `step` of a second, or of settling the first."""
    armed = False

    def reached(now: str) -> None:
        if armed and now == step:
            os.kill(os.getpid(), signal.SIGKILL)

    opened = open_stores(paths, PROFILE_KEY, SetClock(), TestSealer(), ENROLMENT, reached)
    key, _ = await opened.stores.outbox.enqueue(SaveWrapUp(CallId("call-1"), "sold", "first"), AGENT, NOW)
    print(key, flush=True)
    armed = True
    if step == "settled":
        await opened.stores.outbox.settle([ActionResult(key, True)])
    await opened.stores.outbox.enqueue(SaveWrapUp(CallId("call-1"), "no", "second"), AGENT, NOW)


async def stream(paths: ProfilePaths, _: str) -> None:
    """Save wrap-ups for ever, telling each that is promised."""
    opened = open_stores(paths, PROFILE_KEY, SetClock(), TestSealer(), ENROLMENT)
    while True:
        key, _changes = await opened.stores.outbox.enqueue(
            SaveWrapUp(CallId("call-1"), "sold", "note"), AGENT, NOW
        )
        print(key, flush=True)


async def purge(paths: ProfilePaths, _: str) -> None:
    """Purge and scrub what is over its time."""
    clock = SetClock()
    clock.move(days=100)
    opened = open_stores(paths, PROFILE_KEY, clock, TestSealer(), ENROLMENT)
    print("purging", flush=True)
    await opened.stores.retention.purge()
    await opened.stores.retention.scrub()
    print("done", flush=True)


async def wipe(paths: ProfilePaths, step: str) -> None:
    """Wipe an open profile and be killed at `step`."""

    def reached(now: str) -> None:
        if now == step:
            os.kill(os.getpid(), signal.SIGKILL)

    opened = open_stores(paths, PROFILE_KEY, SetClock(), TestSealer(), ENROLMENT)
    FileEraser(paths, MemorySecrets(), opened.close, reached).wipe("lost laptop", None)


asyncio.run(
    {"outbox": outbox, "stream": stream, "purge": purge, "wipe": wipe}[sys.argv[1]](
        ProfilePaths(Path(sys.argv[2])), sys.argv[3]
    )
)
