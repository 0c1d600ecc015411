"""One request to the platform and its answer: time limits, retries, and failures in our words."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol, TypeVar

import httpx
from pydantic import ValidationError
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from app.errors import UserFacing
from app.protocol.codec import decode
from app.protocol.problem import ErrorCode
from app.sync.faults import (
    NONSENSE,
    WRONG_CLOCK,
    PlatformBusy,
    PlatformSaysNo,
    Unreachable,
    fault,
    from_answer,
    from_transport,
)
from app.sync.handshake import closing_cut_off_handshakes

T = TypeVar("T")
TRIES = 3
STALE = frozenset({ErrorCode.TOKEN_EXPIRED, ErrorCode.TOKEN_INVALID})
"""A token that is over, or that a renewal elsewhere has just replaced."""

CLOCK_TOLERANCE = timedelta(minutes=1)
LONGEST_WAIT_S = 4.0
TIMEOUT = httpx.Timeout(connect=8.0, read=20.0, write=20.0, pool=8.0)


class Proofs(Protocol):
    """What the device key proves for us (`app.security.dpop`)."""

    def proof(self, method: str, url: str, access_token: str = "") -> str:
        """Return the DPoP header of one request."""
        ...

    def now(self) -> datetime:
        """Return the time that proofs are stamped with."""
        ...


class Bearer(Protocol):
    """Whose token a request carries."""

    async def token(self) -> str:
        """Return a token that is good now."""
        ...

    async def renew(self, used: str) -> str:
        """Return another token than `used`, which the platform no longer takes."""
        ...


@dataclass(frozen=True)
class Request:
    """A request. `content` makes the body anew for each try; `idempotent` allows more than one try."""

    method: str
    path: str
    body: bytes | None = None
    content: Callable[[], AsyncIterator[bytes]] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    idempotent: bool = False
    read_timeout_s: float | None = None


class Transport:
    """Requests over HTTP/1.1 and TLS 1.3. `sleep` waits between tries."""

    def __init__(
        self,
        base_url: str,
        context: ssl.SSLContext,
        proofs: Proofs,
        *,
        use_proxy: bool = True,
        timeout: httpx.Timeout = TIMEOUT,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        # These two write whole headers, tokens included, when somebody turns debug logging on.
        for name in ("httpcore", "httpx"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._base_url = base_url.rstrip("/")
        self._proofs = proofs
        self._timeout = timeout
        self.sleep = sleep
        self._http = httpx.AsyncClient(verify=context, timeout=timeout, trust_env=use_proxy)

    async def fetch(self, kind: type[T], request: Request, bearer: Bearer | None = None) -> T:
        """Return the answer as `kind`; an answer of another shape raises EnvironmentFault NET-123."""
        body = await self.send(request, bearer)
        try:
            return decode(kind, body)
        except ValidationError as error:
            raise fault(NONSENSE) from error

    async def send(self, request: Request, bearer: Bearer | None = None) -> bytes:
        """Return the body of a good answer, trying again where that is harmless."""
        tries = AsyncRetrying(
            retry=retry_if_exception(_worth_another_try),
            stop=stop_after_attempt(TRIES if request.idempotent else 1),
            wait=wait_random_exponential(multiplier=0.3, max=LONGEST_WAIT_S),
            sleep=self.sleep,
            reraise=True,
        )
        async for attempt in tries:
            with attempt:
                async with self.open(request, bearer) as response:
                    return await response.aread()
        raise AssertionError("tenacity raises after the last try")

    @asynccontextmanager
    async def open(self, request: Request, bearer: Bearer | None = None) -> AsyncIterator[httpx.Response]:
        """Yield a good answer whose body is still to be read; one try, after a new token if need be."""
        try:
            response = await self._answer(request, bearer)
            try:
                yield response
            finally:
                await response.aclose()
        except httpx.HTTPError as error:
            raise from_transport(error) from error

    async def close(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def _answer(self, request: Request, bearer: Bearer | None) -> httpx.Response:
        token = "" if bearer is None else await bearer.token()
        try:
            return await self._once(request, token)
        except PlatformSaysNo as refusal:
            # Refused before anything was done, so asking again is harmless whatever the request.
            if bearer is None or refusal.code not in STALE:
                raise
        return await self._once(request, await bearer.renew(token))

    async def _once(self, request: Request, token: str) -> httpx.Response:
        url = f"{self._base_url}{request.path}"
        headers = {"Accept": "application/json", **request.headers}
        headers["DPoP"] = self._proofs.proof(request.method, url, token)
        if token:
            headers["Authorization"] = f"DPoP {token}"
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        timeout = self._timeout.as_dict()
        if request.read_timeout_s is not None:
            timeout["read"] = request.read_timeout_s
        built = self._http.build_request(
            request.method,
            url,
            params=dict(request.query) or None,
            headers=headers,
            content=request.body if request.content is None else request.content(),
            timeout=httpx.Timeout(**timeout),
            extensions={"trace": closing_cut_off_handshakes()},
        )
        response = await self._http.send(built, stream=True)
        if response.is_success:
            return response
        try:
            body = await response.aread()
        finally:
            await response.aclose()
        refused = from_answer(response.status_code, body, response.headers.get("Retry-After"))
        proof_refused = isinstance(refused, PlatformSaysNo) and refused.code is ErrorCode.TOKEN_INVALID
        if proof_refused and self._clock_differs(response.headers.get("Date", "")):
            raise UserFacing(WRONG_CLOCK.code, WRONG_CLOCK.what, WRONG_CLOCK.next_step) from refused
        raise refused

    def _clock_differs(self, date: str) -> bool:
        """Return whether the answer's Date lies so far from our time that our proofs look stale."""
        try:
            theirs = parsedate_to_datetime(date)
        except ValueError:
            return False
        return theirs.tzinfo is not None and abs(theirs - self._proofs.now()) > CLOCK_TOLERANCE


def _worth_another_try(error: BaseException) -> bool:
    if isinstance(error, PlatformBusy):
        return (error.retry_after_s or 0.0) <= LONGEST_WAIT_S
    return isinstance(error, Unreachable)
