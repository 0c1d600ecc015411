"""The platform's API as the console uses it. Implemented over HTTP by `app.sync`."""

from collections.abc import AsyncGenerator
from typing import BinaryIO, Protocol

from app.domain.ids import CallId, CampaignId, EnrolmentId, RecordingId
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


class Platform(Protocol):
    """Every method raises EnvironmentFault when the platform cannot be reached, UserFacing when it says no.

    After `sign_in`, access tokens are refreshed by themselves.
    """

    async def enrol(self, request: EnrolRequest) -> EnrolResponse:
        """Enrol this device with a code."""
        ...

    async def sign_in(self, email: str, password: str, enrolment_id: EnrolmentId) -> SignInResponse:
        """Sign a person in on this device."""
        ...

    async def sign_out(self) -> None:
        """Give the tokens back."""
        ...

    async def contact(self, enrolment_id: EnrolmentId, request: ContactRequest) -> ContactResponse:
        """Check in as the device; needs nobody signed in."""
        ...

    async def receipts(self, enrolment_id: EnrolmentId, receipts: tuple[str, ...]) -> ReceiptsResponse:
        """Hand over signed receipts, as the device."""
        ...

    async def changes(self, cursor: str) -> ChangePage:
        """Return the next page of the delta."""
        ...

    async def deliver(self, actions: tuple[SealedAction, ...]) -> ActionsResponse:
        """Deliver outbox entries."""
        ...

    async def next_contact(self, campaign_id: CampaignId) -> NextContact | None:
        """Reserve the next contact of a campaign for this agent; None when there is none left."""
        ...

    async def answer(self, call_id: CallId, offer: VoiceOffer) -> str:
        """Return the SDP answer to an offer for this call."""
        ...

    async def far_end(self, call_id: CallId) -> FarEnd:
        """Return what the other end of the line has heard."""
        ...

    async def upload_audio(self, recording_id: RecordingId, audio: BinaryIO, sha256: str) -> None:
        """Upload a recording's FLAC."""
        ...

    def download_audio(self, recording_id: RecordingId) -> AsyncGenerator[bytes, None]:
        """Yield a recording's FLAC in chunks, resuming a torn transfer; raises if the digest is wrong."""
        ...

    def events(self) -> AsyncGenerator[EventKind, None]:
        """Yield hints as they arrive, reconnecting by itself."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...
