"""Server-sent events: hints that something changed or that an order waits. They carry no data."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from app.protocol import routes
from app.reference_platform import clock
from app.reference_platform.access import SignedIn
from app.reference_platform.caller import Caller
from app.reference_platform.state import Here, State
from app.reference_platform.strict import StrictRoute

router = APIRouter(tags=["events"], route_class=StrictRoute)
HEARTBEAT_S = 15.0


@router.get(
    routes.EVENTS,
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def events(caller: SignedIn, state: Here) -> StreamingResponse:
    """Stream hints until the token that opened the stream expires or is revoked."""
    return StreamingResponse(stream_hints(state, caller), 200, media_type="text/event-stream")


async def stream_hints(state: State, caller: Caller) -> AsyncIterator[str]:
    """Yield events as text until the caller's token expires or its family is ended."""
    with state.hub.listening(caller.enrolment_id, caller.family) as listener:
        yield ": listening\n\n"
        # What was hinted before the end is still said: an order that ends the session must be heard of.
        while listener.hints or not listener.closed:
            left = (caller.expires_at - clock.now()).total_seconds()
            if left <= 0:
                return
            try:
                async with asyncio.timeout(min(HEARTBEAT_S, left)):
                    await listener.wake.wait()
            except TimeoutError:
                yield ": still here\n\n"
                continue
            for kind in listener.take():
                yield f"event: {kind.value}\ndata: {{}}\n\n"
