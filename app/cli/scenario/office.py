"""The office: an administrator and a team lead at a workstation of their own, over TLS alone."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pyotp

from app.cli.platform_child import DemoPlatform
from app.domain.call import Call
from app.domain.ids import CallId, EnrolmentId
from app.domain.policy import Policy
from app.protocol import routes
from app.protocol.codec import encode
from app.protocol.messages import (
    ChangePage,
    DeviceStatus,
    EnrolmentCode,
    EnrolRequest,
    EnrolResponse,
    FarEnd,
    OrderRequest,
    OrderResponse,
    SignInRequest,
    SignInResponse,
)
from app.security.device import DeviceIdentity
from app.security.dpop import DeviceProofs
from app.security.trust import split_code
from app.sync.auth import UserSession
from app.sync.loop_thread import LoopThread
from app.sync.tls import client_context
from app.sync.transport import Request, Transport

T = TypeVar("T")
SEED_BYTES = 32


class Office:
    """What an administrator orders and what a team lead can see.

    On a loop of its own: the office is another computer, and no work of the console under test.
    """

    def __init__(self, platform: DemoPlatform) -> None:
        self._platform = platform
        self._user = platform.user("admin")
        self._thread = LoopThread("office")

    async def open(self) -> None:
        """Enrol with the platform's first code and sign both people in."""
        try:
            await self._thread.run(self._open())
        except BaseException:
            await self._thread.close()
            raise

    async def close(self) -> None:
        """Close the line and end the thread."""
        await self._thread.run(self._close())
        await self._thread.close()

    async def _open(self) -> None:
        platform = self._platform
        identity = DeviceIdentity(secrets.token_bytes(SEED_BYTES))
        context = client_context(platform.url, Path(platform.ca_file))
        proofs = DeviceProofs(identity, lambda: datetime.now(UTC))
        self._transport = Transport(platform.url, context, proofs, use_proxy=False)
        self._session, self._lead = UserSession(self._transport), UserSession(self._transport)
        enrol = EnrolRequest(split_code(platform.enrolment_code).secret, identity.public, "BRG-IT-0001")
        device = await self._transport.fetch(EnrolResponse, Request("POST", routes.ENROL, encode(enrol)))
        for role, session in (("admin", self._session), ("team_lead", self._lead)):
            user = platform.user(role)
            sign_in = SignInRequest(user.email, user.password, device.enrolment_id)
            request = Request("POST", routes.SIGN_IN, encode(sign_in))
            session.begin((await self._transport.fetch(SignInResponse, request)).tokens)

    async def _close(self) -> None:
        await self._session.close()
        await self._lead.close()
        await self._transport.close()

    async def _fetch(self, kind: type[T], request: Request, session: UserSession) -> T:
        return await self._thread.run(self._transport.fetch(kind, request, session))

    async def calls_since(self, moment: datetime) -> list[Call]:
        """Return the calls that began after `moment`, as the platform has them."""
        found: dict[str, Call] = {}
        cursor, more = "", True
        while more:
            query = {"cursor": cursor} if cursor else {}
            request = Request("GET", routes.SYNC, query=query)
            page = await self._fetch(ChangePage, request, self._lead)
            found |= {call.id: call for call in page.calls if call.started_at > moment}
            cursor, more = page.cursor, page.more
        return list(found.values())

    async def far_end(self, call_id: CallId) -> FarEnd:
        """Return what the platform's end of a voice line heard."""
        request = Request("GET", routes.FAR_END.format(call_id=call_id))
        return await self._fetch(FarEnd, request, self._lead)

    async def code(self) -> str:
        """Return a code that enrols one workstation."""
        request = Request("POST", routes.ADMIN_CODES)
        return (await self._fetch(EnrolmentCode, request, self._session)).code

    async def device(self, name: str) -> DeviceStatus:
        """Return the newest device with this name."""
        request = Request("GET", routes.ADMIN_DEVICES)
        devices = await self._fetch(tuple[DeviceStatus, ...], request, self._session)
        return max((d for d in devices if d.name == name), key=lambda d: d.enrolled_at)

    async def policy(self) -> Policy:
        """Return the policy in force."""
        return await self._fetch(Policy, Request("GET", routes.ADMIN_POLICY), self._session)

    async def shorten_recordings(self, keep: str) -> Policy:
        """Put a next revision in force that keeps recordings and what hangs on them for `keep`."""
        known = await self.policy()
        with_recording = {"call_recording", "call_transcript", "call_record", "review"}
        rules = tuple(
            replace(rule, keep=keep) if rule.data_class.value in with_recording else rule
            for rule in known.schedule.rules
        )
        policy = replace(
            known,
            revision=known.revision + 1,
            in_force_since=datetime.now(UTC),
            schedule=replace(known.schedule, rules=rules, campaigns=()),
        )
        request = Request("PUT", routes.ADMIN_POLICY, encode(policy))
        return await self._fetch(Policy, request, self._session)

    async def wipe(self, device: EnrolmentId, reason: str) -> OrderResponse:
        """Order a wipe, with a second factor that was not used before."""
        body = encode(OrderRequest(reason, pyotp.TOTP(self._user.totp_secret).now()))
        request = Request("POST", routes.ADMIN_WIPE.format(enrolment_id=device), body)
        return await self._fetch(OrderResponse, request, self._session)


@asynccontextmanager
async def office_of(platform: DemoPlatform) -> AsyncIterator[Office]:
    """Yield an office whose two people are signed in."""
    office = Office(platform)
    await office.open()
    try:
        yield office
    finally:
        await office.close()
