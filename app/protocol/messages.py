"""Requests and responses. Their bodies are JSON of these dataclasses."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.call import Call
from app.domain.campaign import Campaign
from app.domain.contact import Contact, DoNotCall
from app.domain.ids import ActionKey, CallId, CampaignId, CommandId, ContactId, EnrolmentId, OrganisationId
from app.domain.people import User
from app.domain.recording import Mark, Recording, Transcript
from app.domain.wire import Wire


@dataclass(frozen=True)
class EnrolRequest(Wire):
    """A device asks to belong. `device_public` is base64url of its Ed25519 public key (32 bytes)."""

    code: str
    device_public: str
    device_name: str


@dataclass(frozen=True)
class EnrolResponse(Wire):
    """The device now belongs. `key_set` is a JWS signed by `root_public` (base64url, 32 bytes)."""

    enrolment_id: EnrolmentId
    organisation_id: OrganisationId
    organisation: str
    device_name: str
    enrolled_by: str
    enrolled_at: datetime
    root_public: str
    key_set: str


@dataclass(frozen=True)
class SignInRequest(Wire):
    """A person signs in on a device; DPoP binds the tokens to the device key. `totp`: second factor."""

    email: str
    password: str
    enrolment_id: EnrolmentId
    totp: str = ""


@dataclass(frozen=True)
class RefreshRequest(Wire):
    """Trade a refresh token for new tokens; a refresh token is good once."""

    refresh_token: str


@dataclass(frozen=True)
class Tokens(Wire):
    """Access and refresh token; `expires_in` seconds for the access token. token_type is DPoP."""

    access_token: str
    refresh_token: str
    expires_in: int


@dataclass(frozen=True)
class SignInResponse(Wire):
    """Tokens and who they are for."""

    tokens: Tokens
    user: User


@dataclass(frozen=True)
class DeviceTokenRequest(Wire):
    """`assertion` is a JWS of DeviceAssertion signed by the device key."""

    assertion: str


@dataclass(frozen=True)
class DeviceToken(Wire):
    """A token of scope `device`: contact, commands, receipts and policy, nothing else."""

    access_token: str
    expires_in: int


@dataclass(frozen=True)
class ContactRequest(Wire):
    """The device checks in over a fresh nonce (>= 128 bit, base64url)."""

    nonce: str
    receipt_sequence: int
    receipt_head: str


@dataclass(frozen=True)
class ContactResponse(Wire):
    """Signed answers, all minted now: grant, key set, policy, waiting commands, countersigned head.

    `announced`: the policy that is in force next, at its own date; "" where none is.
    """

    grant: str
    key_set: str
    policy: str
    commands: tuple[str, ...]
    receipt_head: str
    announced: str = ""


class Change(StrEnum):
    """What happened to a thing in the delta."""

    PUT = "put"
    REMOVED = "removed"


Thing = Campaign | Contact | Call | Recording | Transcript | Mark | DoNotCall


class ThingKind(StrEnum):
    """Kinds of things in the delta."""

    CAMPAIGN = "campaign"
    CONTACT = "contact"
    CALL = "call"
    RECORDING = "recording"
    TRANSCRIPT = "transcript"
    MARK = "mark"
    DO_NOT_CALL = "do_not_call"


@dataclass(frozen=True)
class Removed(Wire):
    """A thing that is gone from the platform."""

    kind: ThingKind
    id: str


@dataclass(frozen=True)
class ChangePage(Wire):
    """One page of the delta since a cursor; `cursor` is opaque, `more` says there is a next page."""

    campaigns: tuple[Campaign, ...]
    contacts: tuple[Contact, ...]
    calls: tuple[Call, ...]
    recordings: tuple[Recording, ...]
    transcripts: tuple[Transcript, ...]
    marks: tuple[Mark, ...]
    do_not_call: tuple[DoNotCall, ...]
    removed: tuple[Removed, ...]
    cursor: str
    more: bool
    server_time: datetime


@dataclass(frozen=True)
class SealedAction(Wire):
    """One outbox entry: its key and the sealed box (base64url) of a device-signed SignedAction."""

    key: ActionKey
    sealed: str


@dataclass(frozen=True)
class ActionsRequest(Wire):
    """Outbox entries in the order they were made."""

    actions: tuple[SealedAction, ...]


@dataclass(frozen=True)
class ActionResult(Wire):
    """The platform's word on one entry; the same key always gets the same answer."""

    key: ActionKey
    accepted: bool
    reason: str = ""


@dataclass(frozen=True)
class ActionsResponse(Wire):
    """Results in the order of the request."""

    results: tuple[ActionResult, ...]


@dataclass(frozen=True)
class NextContact(Wire):
    """A contact reserved for this agent until `reserved_until`."""

    contact: Contact
    reserved_until: datetime


@dataclass(frozen=True)
class VoiceOffer(Wire):
    """The console's SDP offer for a call (WHIP-style), and whom it is for."""

    sdp: str
    campaign_id: CampaignId
    contact_id: ContactId


@dataclass(frozen=True)
class VoiceAnswer(Wire):
    """The platform's SDP answer."""

    sdp: str
    call_id: CallId


@dataclass(frozen=True)
class FarEnd(Wire):
    """What the platform's end of a voice line heard: seconds of audio above silence, packets."""

    call_id: CallId
    seconds_received: float
    seconds_voiced: float


@dataclass(frozen=True)
class ReceiptsRequest(Wire):
    """Device-signed receipts (JWS), oldest first."""

    receipts: tuple[str, ...]


@dataclass(frozen=True)
class ReceiptsResponse(Wire):
    """The countersigned head (JWS) after storing the receipts."""

    receipt_head: str


class EventKind(StrEnum):
    """Server-sent events are hints: something changed, or a command waits at contact."""

    CHANGED = "changed"
    CONTACT = "contact"


@dataclass(frozen=True)
class EnrolmentCode(Wire):
    """A code to enrol one device: the secret and the first 16 bytes (hex) of SHA-256 of the root key."""

    code: str
    expires_at: datetime


@dataclass(frozen=True)
class DeviceStatus(Wire):
    """A device as an admin sees it."""

    enrolment_id: EnrolmentId
    name: str
    enrolled_at: datetime
    last_contact: datetime | None
    pending: tuple[str, ...]
    receipts: int


@dataclass(frozen=True)
class OrderRequest(Wire):
    """An admin's order for a device; `totp` is the recent second factor."""

    reason: str
    totp: str


@dataclass(frozen=True)
class KeptByLaw(Wire):
    """The privacy officer sets or lifts a legal hold or a restriction (GDPR art. 18), and says why."""

    on: bool
    reason: str


@dataclass(frozen=True)
class OrderResponse(Wire):
    """The intent as the platform keeps it."""

    command_id: CommandId
