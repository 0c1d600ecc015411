"""The platform on a thread of its own: the GUI thread never touches a socket or a certificate file."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from concurrent.futures import Future
from typing import Any, BinaryIO, Final, TypeVar

from app.domain.ids import CallId, CampaignId, EnrolmentId, RecordingId
from app.ports.platform import Platform
from app.protocol.messages import (
    ActionsResponse,
    ChangePage,
    ContactRequest,
    ContactResponse,
    EnrolRequest,
    EnrolResponse,
    EventKind,
    FarEnd,
    NextContact,
    ReceiptsResponse,
    SealedAction,
    SignInResponse,
    VoiceOffer,
)

T = TypeVar("T")
_END: Final = object()


class ThreadedPlatform:
    """Implements `Platform` by another one, made and used on the loop of a thread of its own.

    The thread begins with the first call and ends with `close`. Cancelling a call cancels the work there.
    """

    def __init__(self, make: Callable[[], Platform]) -> None:
        self._make = make
        self._platform: Platform | None = None
        self._thread: threading.Thread | None = None
        self._loop: Future[asyncio.AbstractEventLoop] = Future()

    async def enrol(self, request: EnrolRequest) -> EnrolResponse:
        """Enrol this device with a code."""
        return await self._call(lambda platform: platform.enrol(request))

    async def sign_in(self, email: str, password: str, enrolment_id: EnrolmentId) -> SignInResponse:
        """Sign a person in on this device."""
        return await self._call(lambda platform: platform.sign_in(email, password, enrolment_id))

    async def sign_out(self) -> None:
        """Give the tokens back."""
        await self._call(lambda platform: platform.sign_out())

    async def contact(self, enrolment_id: EnrolmentId, request: ContactRequest) -> ContactResponse:
        """Check in as the device."""
        return await self._call(lambda platform: platform.contact(enrolment_id, request))

    async def receipts(self, enrolment_id: EnrolmentId, receipts: tuple[str, ...]) -> ReceiptsResponse:
        """Hand over signed receipts, as the device."""
        return await self._call(lambda platform: platform.receipts(enrolment_id, receipts))

    async def changes(self, cursor: str) -> ChangePage:
        """Return the next page of the delta."""
        return await self._call(lambda platform: platform.changes(cursor))

    async def deliver(self, actions: tuple[SealedAction, ...]) -> ActionsResponse:
        """Deliver outbox entries."""
        return await self._call(lambda platform: platform.deliver(actions))

    async def next_contact(self, campaign_id: CampaignId) -> NextContact | None:
        """Reserve the next contact of a campaign for this agent."""
        return await self._call(lambda platform: platform.next_contact(campaign_id))

    async def answer(self, call_id: CallId, offer: VoiceOffer) -> str:
        """Return the SDP answer to an offer for this call."""
        return await self._call(lambda platform: platform.answer(call_id, offer))

    async def far_end(self, call_id: CallId) -> FarEnd:
        """Return what the other end of the line has heard."""
        return await self._call(lambda platform: platform.far_end(call_id))

    async def upload_audio(self, recording_id: RecordingId, audio: BinaryIO, sha256: str) -> None:
        """Upload a recording's FLAC; `audio` is read on the platform's thread."""
        await self._call(lambda platform: platform.upload_audio(recording_id, audio, sha256))

    def download_audio(self, recording_id: RecordingId) -> AsyncGenerator[bytes, None]:
        """Yield a recording's FLAC in chunks."""
        return self._stream(lambda platform: platform.download_audio(recording_id))

    def events(self) -> AsyncGenerator[EventKind, None]:
        """Yield hints as they arrive."""
        return self._stream(lambda platform: platform.events())

    async def close(self) -> None:
        """Close every connection and end the thread."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        loop = await self._turning()
        self._loop = Future()
        platform, self._platform = self._platform, None
        if platform is not None:
            await _there(loop, platform.close())
        loop.call_soon_threadsafe(loop.stop)
        await asyncio.to_thread(thread.join)

    async def _call(self, use: Callable[[Platform], Awaitable[T]]) -> T:
        async def work() -> T:
            return await use(self._made())

        return await _there(await self._running(), work())

    async def _stream(self, open_: Callable[[Platform], AsyncGenerator[T, None]]) -> AsyncGenerator[T, None]:
        loop = await self._running()
        source: list[AsyncGenerator[T, None]] = []

        async def step() -> Any:
            if not source:
                source.append(open_(self._made()))
            return await anext(source[0], _END)

        async def end() -> None:
            if source:
                await source[0].aclose()

        try:
            while (item := await _there(loop, step())) is not _END:
                yield item
        finally:
            if not loop.is_closed():
                await _there(loop, end())

    def _made(self) -> Platform:
        """Return the platform; made on its thread, since that reads certificates."""
        if self._platform is None:
            self._platform = self._make()
        return self._platform

    async def _running(self) -> asyncio.AbstractEventLoop:
        """Return the loop; made on its thread, since that opens sockets."""
        if self._thread is None:
            self._thread = threading.Thread(target=_turn, args=(self._loop,), name="platform", daemon=True)
            self._thread.start()
        return await self._turning()

    async def _turning(self) -> asyncio.AbstractEventLoop:
        # Shielded: who stops waiting must not take the loop from the others.
        return await asyncio.shield(asyncio.wrap_future(self._loop))


def _turn(made: "Future[asyncio.AbstractEventLoop]") -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    made.set_result(loop)
    try:
        loop.run_forever()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
    finally:
        loop.close()


async def _there(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> T:
    """Await work on another loop; cancelling here cancels it there."""
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, loop))
