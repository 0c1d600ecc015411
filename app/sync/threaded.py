"""The platform on a thread of its own: the GUI thread never touches a socket or a certificate file."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
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
from app.sync.loop_thread import LoopThread

T = TypeVar("T")
_END: Final = object()


class ThreadedPlatform:
    """Implements `Platform` by another one, made and used on the loop of a thread of its own.

    The thread begins with the first call and ends with `close`. Cancelling a call cancels the work there.
    """

    def __init__(self, make: Callable[[], Platform]) -> None:
        self._make = make
        self._platform: Platform | None = None
        self._thread = LoopThread("platform")

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
        platform, self._platform = self._platform, None
        if platform is not None:
            await self._thread.run(platform.close())
        await self._thread.close()

    async def _call(self, use: Callable[[Platform], Awaitable[T]]) -> T:
        async def work() -> T:
            return await use(self._made())

        return await self._thread.run(work())

    async def _stream(self, open_: Callable[[Platform], AsyncGenerator[T, None]]) -> AsyncGenerator[T, None]:
        source: list[AsyncGenerator[T, None]] = []
        # A step that was cancelled here may still be ending there, and a generator does one thing at a time.
        one_at_a_time = asyncio.Lock()

        async def step() -> Any:
            async with one_at_a_time:
                if not source:
                    source.append(open_(self._made()))
                return await anext(source[0], _END)

        async def end() -> None:
            async with one_at_a_time:
                if source:
                    await source[0].aclose()

        try:
            while (item := await self._thread.run(step())) is not _END:
                yield item
        finally:
            if self._thread.turning:
                await self._thread.run(end())

    def _made(self) -> Platform:
        """Return the platform; made on its thread, since that reads certificates."""
        if self._platform is None:
            self._platform = self._make()
        return self._platform
