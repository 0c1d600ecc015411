"""The platform's API over HTTP."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from app.domain.ids import CallId, CampaignId, EnrolmentId, RecordingId
from app.protocol import routes
from app.protocol.codec import encode
from app.protocol.messages import (
    ActionsRequest,
    ActionsResponse,
    ChangePage,
    ContactRequest,
    ContactResponse,
    EnrolRequest,
    EnrolResponse,
    EventKind,
    FarEnd,
    NextContact,
    ReceiptsRequest,
    ReceiptsResponse,
    SealedAction,
    SignInRequest,
    SignInResponse,
    VoiceAnswer,
    VoiceOffer,
)
from app.protocol.problem import ErrorCode
from app.sync.auth import Assertions, DeviceSession, UserSession
from app.sync.backoff import Backoff
from app.sync.faults import PlatformSaysNo
from app.sync.sse import hints
from app.sync.tls import client_context
from app.sync.transfer import download, upload
from app.sync.transport import Proofs, Request, Transport


class DeviceCredentials(Proofs, Assertions, Protocol):
    """All that the device key proves for us."""


class HttpPlatform:
    """`app.ports.platform.Platform` over HTTP/1.1 and TLS 1.3; use it on one event loop."""

    def __init__(self, transport: Transport, credentials: DeviceCredentials) -> None:
        self._transport = transport
        self._credentials = credentials
        self._user = UserSession(transport)
        self._devices: dict[EnrolmentId, DeviceSession] = {}

    @property
    def signed_in(self) -> bool:
        """Whether a person's tokens are held."""
        return self._user.signed_in

    async def enrol(self, request: EnrolRequest) -> EnrolResponse:
        """Enrol this device with a code."""
        return await self._transport.fetch(EnrolResponse, Request("POST", routes.ENROL, encode(request)))

    async def sign_in(self, email: str, password: str, enrolment_id: EnrolmentId) -> SignInResponse:
        """Sign a person in on this device."""
        body = encode(SignInRequest(email, password, enrolment_id))
        answer = await self._transport.fetch(SignInResponse, Request("POST", routes.SIGN_IN, body))
        self._user.begin(answer.tokens)
        return answer

    async def sign_out(self) -> None:
        """Give the tokens back; they are forgotten here even when the platform cannot be reached."""
        if not self._user.signed_in:
            return
        try:
            await self._transport.send(Request("POST", routes.SIGN_OUT), self._user)
        finally:
            self._user.end()

    async def contact(self, enrolment_id: EnrolmentId, request: ContactRequest) -> ContactResponse:
        """Check in as the device; needs nobody signed in."""
        wanted = Request("POST", routes.CONTACT, encode(request), idempotent=True)
        return await self._transport.fetch(ContactResponse, wanted, self._device(enrolment_id))

    async def receipts(self, enrolment_id: EnrolmentId, receipts: tuple[str, ...]) -> ReceiptsResponse:
        """Hand over signed receipts, as the device."""
        wanted = Request("POST", routes.RECEIPTS, encode(ReceiptsRequest(receipts)), idempotent=True)
        return await self._transport.fetch(ReceiptsResponse, wanted, self._device(enrolment_id))

    async def changes(self, cursor: str) -> ChangePage:
        """Return the next page of the delta."""
        query = {"cursor": cursor} if cursor else {}
        wanted = Request("GET", routes.SYNC, query=query, idempotent=True)
        return await self._transport.fetch(ChangePage, wanted, self._user)

    async def deliver(self, actions: tuple[SealedAction, ...]) -> ActionsResponse:
        """Deliver outbox entries; their keys make repeats harmless."""
        wanted = Request("POST", routes.ACTIONS, encode(ActionsRequest(actions)), idempotent=True)
        return await self._transport.fetch(ActionsResponse, wanted, self._user)

    async def next_contact(self, campaign_id: CampaignId) -> NextContact | None:
        """Reserve the next contact of a campaign for this agent; None when there is none left."""
        path = routes.NEXT_CONTACT.format(campaign_id=campaign_id)
        try:
            return await self._transport.fetch(NextContact, Request("POST", path), self._user)
        except PlatformSaysNo as refusal:
            if refusal.code is ErrorCode.NOTHING_TO_CALL:
                return None
            raise

    async def answer(self, call_id: CallId, offer: VoiceOffer) -> str:
        """Return the SDP answer to an offer for this call."""
        wanted = Request("POST", routes.VOICE.format(call_id=call_id), encode(offer))
        return (await self._transport.fetch(VoiceAnswer, wanted, self._user)).sdp

    async def far_end(self, call_id: CallId) -> FarEnd:
        """Return what the other end of the line has heard."""
        wanted = Request("GET", routes.FAR_END.format(call_id=call_id), idempotent=True)
        return await self._transport.fetch(FarEnd, wanted, self._user)

    async def upload_audio(self, recording_id: RecordingId, audio: BinaryIO, sha256: str) -> None:
        """Upload a recording's FLAC."""
        await upload(self._transport, self._user, recording_id, audio, sha256)

    def download_audio(self, recording_id: RecordingId) -> AsyncGenerator[bytes, None]:
        """Yield a recording's FLAC in chunks, resuming a torn transfer; raises if the digest is wrong."""
        return download(self._transport, self._user, recording_id)

    def events(self) -> AsyncGenerator[EventKind, None]:
        """Yield hints as they arrive, reconnecting by itself."""
        return hints(self._transport, self._user, Backoff())

    async def close(self) -> None:
        """Close every connection."""
        await self._user.close()
        for device in self._devices.values():
            await device.close()
        await self._transport.close()

    def _device(self, enrolment_id: EnrolmentId) -> DeviceSession:
        if enrolment_id not in self._devices:
            self._devices[enrolment_id] = DeviceSession(self._transport, self._credentials, enrolment_id)
        return self._devices[enrolment_id]


def connect(
    base_url: str,
    credentials: DeviceCredentials,
    pinned_ca: Path | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> HttpPlatform:
    """Return the platform at `base_url`; nothing is sent yet.

    `pinned_ca` is the authority of a demo platform on this computer, None to trust what the operating
    system trusts. Raises UserFacing or EnvironmentFault for an address or authority that cannot be used.
    """
    context = client_context(base_url, pinned_ca)
    transport = Transport(base_url, context, credentials, use_proxy=pinned_ca is None, sleep=sleep)
    return HttpPlatform(transport, credentials)
