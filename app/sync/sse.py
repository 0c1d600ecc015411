"""Hints from the platform (server-sent events): reconnects by itself, the token travels in a header."""

from collections.abc import AsyncGenerator

from httpx_sse import EventSource

from app.errors import EnvironmentFault
from app.protocol import routes
from app.protocol.messages import EventKind
from app.sync.backoff import Backoff
from app.sync.faults import PlatformBusy
from app.sync.transport import Bearer, Request, Transport

SILENCE_S = 60.0
"""The platform sends something at least this often; a longer silence is a dead line."""

KNOWN = frozenset(EventKind)


async def hints(transport: Transport, bearer: Bearer, backoff: Backoff) -> AsyncGenerator[EventKind, None]:
    """Yield hints until closed; raises UserFacing when the platform ends the session.

    After every new connection both hints are given: what happened while the line was down was not told.
    """
    request = Request("GET", routes.EVENTS, headers={"Accept": "text/event-stream"}, read_timeout_s=SILENCE_S)
    while True:
        wait_s = 0.0
        try:
            async with transport.open(request, bearer) as response:
                yield EventKind.CONTACT
                yield EventKind.CHANGED
                async for event in EventSource(response).aiter_sse():
                    backoff.reset()
                    if event.event in KNOWN:
                        yield EventKind(event.event)
        except PlatformBusy as busy:
            wait_s = busy.retry_after_s or 0.0
        except EnvironmentFault:
            pass  # the line is down; the caller learns of it from its own requests
        await transport.sleep(backoff.next_s(wait_s))
