"""Tokens: bound to the device key, renewed once however many requests find them expired."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from app.domain.ids import EnrolmentId
from app.errors import UserFacing
from app.protocol import routes
from app.protocol.codec import encode
from app.protocol.messages import DeviceToken, DeviceTokenRequest, RefreshRequest, Tokens
from app.sync.faults import PlatformSaysNo
from app.sync.transport import Request, Transport

MARGIN_S = 15.0
"""A token this close to its end is renewed before use."""


class Assertions(Protocol):
    """How the device says who it is (`app.security.dpop`)."""

    def assertion(self, enrolment_id: EnrolmentId, audience: str) -> str:
        """Return a device-signed assertion over a fresh nonce."""
        ...


class _Renewal:
    """Runs a renewal once for all who ask while it runs; whoever stops waiting does not stop it.

    A refresh token is good once: an answer that nobody kept would end the session.
    """

    def __init__(self, renew: Callable[[], Awaitable[str]]) -> None:
        self._renew = renew
        self._running: asyncio.Task[str] | None = None

    async def __call__(self) -> str:
        if self._running is None:
            self._running = asyncio.ensure_future(self._run())
            self._running.add_done_callback(self._finished)
        return await asyncio.shield(self._running)

    async def finish(self) -> None:
        """Wait until no renewal is under way."""
        if self._running is not None:
            await asyncio.wait((self._running,))

    async def _run(self) -> str:
        return await self._renew()

    def _finished(self, task: "asyncio.Task[str]") -> None:
        self._running = None
        if not task.cancelled():
            task.exception()  # those who waited have it; without this, one nobody waited for is reported


class UserSession:
    """The tokens of the person who is signed in. In memory only: they end with the program."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._tokens: Tokens | None = None
        self._good_until = 0.0
        self._renewal = _Renewal(self._refresh)

    @property
    def signed_in(self) -> bool:
        """Whether there are tokens; the platform may have ended the session all the same."""
        return self._tokens is not None

    def begin(self, tokens: Tokens) -> None:
        """Take new tokens into use."""
        self._tokens = tokens
        self._good_until = asyncio.get_running_loop().time() + tokens.expires_in - MARGIN_S

    def end(self) -> None:
        """Forget the tokens."""
        self._tokens = None

    async def token(self) -> str:
        """Return a good access token; raises UserFacing when nobody is signed in."""
        if asyncio.get_running_loop().time() >= self._good_until:
            return await self.renew(self._current().access_token)
        return self._current().access_token

    async def renew(self, used: str) -> str:
        """Return another access token than `used`."""
        current = self._current().access_token
        return current if current != used else await self._renewal()

    async def close(self) -> None:
        """Let a renewal under way come to its end."""
        await self._renewal.finish()

    def _current(self) -> Tokens:
        if self._tokens is None:
            raise UserFacing("AUT-106", "Nobody is signed in to the platform.", "Sign in again.")
        return self._tokens

    async def _refresh(self) -> str:
        body = encode(RefreshRequest(self._current().refresh_token))
        try:
            tokens = await self._transport.fetch(Tokens, Request("POST", routes.REFRESH, body))
        except PlatformSaysNo:
            self.end()
            raise
        if self.signed_in:  # else somebody signed out meanwhile
            self.begin(tokens)
        return tokens.access_token


class DeviceSession:
    """The token of the device itself: contact, receipts and policy, whoever is or is not signed in."""

    def __init__(self, transport: Transport, assertions: Assertions, enrolment_id: EnrolmentId) -> None:
        self._transport = transport
        self._assertions = assertions
        self._enrolment_id = enrolment_id
        self._token = ""
        self._good_until = 0.0
        self._renewal = _Renewal(self._ask)

    async def token(self) -> str:
        """Return a good device token."""
        if not self._token or asyncio.get_running_loop().time() >= self._good_until:
            return await self._renewal()
        return self._token

    async def renew(self, used: str) -> str:
        """Return another token than `used`."""
        return self._token if self._token != used else await self._renewal()

    async def close(self) -> None:
        """Let a renewal under way come to its end."""
        await self._renewal.finish()

    async def _ask(self) -> str:
        assertion = self._assertions.assertion(self._enrolment_id, routes.DEVICE_TOKEN)
        request = Request("POST", routes.DEVICE_TOKEN, encode(DeviceTokenRequest(assertion)))
        found = await self._transport.fetch(DeviceToken, request)
        self._token = found.access_token
        self._good_until = asyncio.get_running_loop().time() + found.expires_in - MARGIN_S
        return self._token
