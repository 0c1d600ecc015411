"""A small client that can also do what a good client never does: replay, forge, leave out."""

import base64
import secrets
import ssl
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
import pyotp
from nacl.signing import SigningKey

from app.domain.actions import Action, SignedAction
from app.domain.ids import ActionKey, UserId, new_id
from app.protocol import routes
from app.protocol.codec import decode, encode
from app.protocol.messages import (
    ChangePage,
    ContactRequest,
    ContactResponse,
    DeviceToken,
    DeviceTokenRequest,
    EnrolmentCode,
    EnrolRequest,
    EnrolResponse,
    RefreshRequest,
    SealedAction,
    SignInRequest,
    SignInResponse,
    Tokens,
)
from app.protocol.problem import ErrorCode, Problem
from app.security.device import ActionSealer, DeviceIdentity
from app.security.dpop import DeviceProofs
from app.security.trust import TrustedKeys, trusted_keys, verify_key_set
from tests.support.platform_process import Login, PlatformProcess

T = TypeVar("T")
RENEW_BEFORE_S = 60.0


def client_context(ca_file: str) -> ssl.SSLContext:
    """Return a TLS context that trusts this authority alone."""
    return ssl.create_default_context(cafile=ca_file)


def problem_of(response: httpx.Response) -> ErrorCode:
    """Return the code of a refusal, checking its form."""
    assert response.headers["content-type"] == "application/problem+json"
    found = decode(Problem, response.content)
    assert found.status == response.status_code
    return found.code


@dataclass
class Device:
    """An enrolled device with its key."""

    platform: PlatformProcess
    identity: DeviceIdentity
    http: httpx.Client
    enrolment: EnrolResponse | None = None
    proofs: DeviceProofs = field(init=False)

    def __post_init__(self) -> None:
        """Make proofs with the present time."""
        self.proofs = DeviceProofs(self.identity, lambda: datetime.now(UTC))

    def request(
        self, method: str, path: str, body: object = None, token: str = "", **extra: Any
    ) -> httpx.Response:
        """Send a request with a fresh proof."""
        url = f"{self.platform.url}{path}"
        headers = {"DPoP": self.proofs.proof(method, url, token), **extra.pop("headers", {})}
        if token:
            headers["Authorization"] = f"DPoP {token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
            extra["content"] = body if isinstance(body, bytes) else encode(body)
        return self.http.request(method, url, headers=headers, **extra)

    def enrol(self, code: str, name: str = "TEST-0001") -> EnrolResponse:
        """Enrol with a code."""
        request = EnrolRequest(code, self.identity.public, name)
        self.enrolment = good(EnrolResponse, self.request("POST", routes.ENROL, request))
        return self.enrolment

    @property
    def enrolment_id(self) -> Any:
        """Id of the enrolment."""
        assert self.enrolment is not None
        return self.enrolment.enrolment_id

    @property
    def keys(self) -> TrustedKeys:
        """Return the platform's keys, verified from the root."""
        assert self.enrolment is not None
        return trusted_keys(verify_key_set(self.enrolment.key_set, self.enrolment.root_public, None))

    def sign_in(self, login: Login) -> "Session":
        """Sign a person in."""
        request = SignInRequest(login.email, login.password, self.enrolment_id)
        return Session(self, good(SignInResponse, self.request("POST", routes.SIGN_IN, request)))

    def token(self) -> str:
        """Return a fresh token of scope `device`."""
        assertion = self.proofs.assertion(self.enrolment_id, routes.DEVICE_TOKEN)
        answer = self.request("POST", routes.DEVICE_TOKEN, DeviceTokenRequest(assertion))
        return good(DeviceToken, answer).access_token

    def contact(self, sequence: int = 0, head: str = "") -> tuple[str, ContactResponse]:
        """Check in; returns the nonce and the answer."""
        nonce = secrets.token_urlsafe(16)
        request = ContactRequest(nonce, sequence, head)
        return nonce, good(ContactResponse, self.request("POST", routes.CONTACT, request, self.token()))


@dataclass
class Session:
    """A person signed in on a device."""

    device: Device
    answer: SignInResponse
    since: float = field(default_factory=time.monotonic)

    @property
    def access(self) -> str:
        """The access token."""
        return self.answer.tokens.access_token

    def request(self, method: str, path: str, body: object = None, **extra: Any) -> httpx.Response:
        """Send a request as this person, who may have been signed in for longer than a token lives."""
        if time.monotonic() - self.since > self.answer.tokens.expires_in - RENEW_BEFORE_S:
            self._renew()
        return self.device.request(method, path, body, self.access, **extra)

    def _renew(self) -> None:
        request = RefreshRequest(self.answer.tokens.refresh_token)
        tokens = good(Tokens, self.device.request("POST", routes.REFRESH, request))
        self.answer, self.since = replace(self.answer, tokens=tokens), time.monotonic()

    def page(self, cursor: str = "", limit: int = 500) -> ChangePage:
        """Return one page of the delta."""
        params = {"cursor": cursor, "limit": str(limit)}
        return good(ChangePage, self.request("GET", routes.SYNC, params=params))

    def everything(self, cursor: str = "", limit: int = 500) -> list[ChangePage]:
        """Return all pages since a cursor."""
        pages = [self.page(cursor, limit)]
        while pages[-1].more:
            pages.append(self.page(pages[-1].cursor, limit))
        return pages

    def seal(self, action: Action, key: str = "", **signed: Any) -> SealedAction:
        """Return an action as the outbox would hold it; `signed` replaces fields of the SignedAction."""
        action_key = ActionKey(key or new_id())
        fields: dict[str, Any] = {
            "key": action_key,
            "enrolment_id": self.device.enrolment_id,
            "user_id": UserId(self.answer.user.id),
            "done_at": datetime.now(UTC),
            "action": action,
        }
        box = ActionSealer(self.device.identity, lambda: self.device.keys.seal).seal(
            SignedAction(**{**fields, **signed})
        )
        return SealedAction(action_key, base64.urlsafe_b64encode(box).rstrip(b"=").decode())


def good(kind: type[T], response: httpx.Response) -> T:
    """Return the body of a good answer."""
    assert response.is_success, f"{response.status_code}: {response.text}"
    return decode(kind, response.content)


def new_device(platform: PlatformProcess, code: str = "", http: httpx.Client | None = None) -> Device:
    """Return a device enrolled with `code`, or with a code that an admin makes for it."""
    client = http or httpx.Client(verify=client_context(str(platform.ca_file)), timeout=30)
    device = Device(platform, DeviceIdentity(bytes(SigningKey.generate())), client)
    device.enrol(code or platform.enrolment_code)
    return device


def new_code(admin: Session) -> str:
    """Return one more enrolment code."""
    return good(EnrolmentCode, admin.request("POST", routes.ADMIN_CODES)).code


def fresh_totp(platform: PlatformProcess, login: Login) -> str:
    """Return a second factor that was not used yet: the platform takes the neighbouring steps as well."""
    used = platform.second_factors_used
    totp = pyotp.TOTP(login.totp_secret)
    now = time.time()
    for step in (-1, 0, 1):
        code = (login.email, totp.at(int(now) + 30 * step))
        if code not in used:
            used.add(code)
            return code[1]
    raise AssertionError("three second factors a minute and a half are all there are; use another admin")
