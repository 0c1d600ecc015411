"""Tokens are renewed once however many ask, and a renewal outlives those who stop waiting for it."""

import asyncio
from typing import Any, cast

import pytest

from app.domain.ids import EnrolmentId
from app.errors import EnvironmentFault, UserFacing
from app.protocol.codec import decode
from app.protocol.messages import DeviceToken, RefreshRequest, Tokens
from app.protocol.problem import ErrorCode
from app.sync.auth import MARGIN_S, DeviceSession, UserSession
from app.sync.faults import PlatformSaysNo
from app.sync.transport import Request, Transport

pytestmark = pytest.mark.anyio


class Line:
    """Stands in for the transport: each request waits until the test answers it."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answers: list[asyncio.Future[Any]] = []
        self.asked = asyncio.Event()

    async def fetch(self, kind: object, request: Request, bearer: object = None) -> object:
        self.requests.append(request)
        self.answers.append(asyncio.get_running_loop().create_future())
        self.asked.set()
        return await self.answers[-1]

    async def next_request(self) -> Request:
        await self.asked.wait()
        self.asked.clear()
        return self.requests[-1]


def tokens(number: int, lives: float = 300) -> Tokens:
    return Tokens(f"access-{number}", f"refresh-{number}", int(lives))


def session() -> tuple[UserSession, Line]:
    line = Line()
    return UserSession(cast("Transport", line)), line


async def test_nobody_is_signed_in_at_first() -> None:
    user, _ = session()
    assert not user.signed_in
    with pytest.raises(UserFacing, match="AUT-106"):
        await user.token()


async def test_a_good_token_is_used_as_it_is() -> None:
    user, line = session()
    user.begin(tokens(1))
    assert await user.token() == "access-1" and line.requests == []


async def test_a_token_near_its_end_is_renewed_before_use() -> None:
    user, line = session()
    user.begin(tokens(1, MARGIN_S))
    asking = asyncio.ensure_future(user.token())
    request = await line.next_request()
    assert request.body is not None
    assert decode(RefreshRequest, request.body).refresh_token == "refresh-1"
    assert not request.idempotent, "a refresh token is good once"
    line.answers[0].set_result(tokens(2))
    assert await asking == "access-2"


async def test_ten_requests_renew_once() -> None:
    user, line = session()
    user.begin(tokens(1))
    asking = [asyncio.ensure_future(user.renew("access-1")) for _ in range(10)]
    await line.next_request()
    line.answers[0].set_result(tokens(2))
    assert await asyncio.gather(*asking) == ["access-2"] * 10
    assert len(line.requests) == 1


async def test_who_comes_late_with_the_old_token_gets_the_new_one() -> None:
    user, line = session()
    user.begin(tokens(2))
    assert await user.renew("access-1") == "access-2" and line.requests == []


async def test_a_renewal_is_kept_when_who_asked_was_cancelled() -> None:
    user, line = session()
    user.begin(tokens(1))
    asking = asyncio.ensure_future(user.renew("access-1"))
    await line.next_request()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    line.answers[0].set_result(tokens(2))
    await user.close()
    assert await user.token() == "access-2"


async def test_a_refused_renewal_ends_the_session() -> None:
    user, line = session()
    user.begin(tokens(1))
    asking = asyncio.ensure_future(user.renew("access-1"))
    await line.next_request()
    line.answers[0].set_exception(PlatformSaysNo(ErrorCode.TOKEN_INVALID))
    with pytest.raises(PlatformSaysNo):
        await asking
    assert not user.signed_in


async def test_a_line_that_failed_does_not_end_the_session() -> None:
    user, line = session()
    user.begin(tokens(1))
    for number in range(2):
        asking = asyncio.ensure_future(user.renew("access-1"))
        await line.next_request()
        if number == 0:
            line.answers[0].set_exception(EnvironmentFault("NET-101", "Gone.", "Wait."))
            with pytest.raises(EnvironmentFault):
                await asking
    line.answers[1].set_result(tokens(2))
    assert await asking == "access-2"


async def test_signing_out_during_a_renewal_stays_signed_out() -> None:
    user, line = session()
    user.begin(tokens(1))
    asking = asyncio.ensure_future(user.renew("access-1"))
    await line.next_request()
    user.end()
    line.answers[0].set_result(tokens(2))
    await asking
    assert not user.signed_in


class Says:
    """Stands in for the device's assertions."""

    def assertion(self, enrolment_id: EnrolmentId, audience: str) -> str:
        return f"{enrolment_id} at {audience}"


async def test_the_device_asks_once_and_again_when_it_must() -> None:
    line = Line()
    device = DeviceSession(cast("Transport", line), Says(), EnrolmentId("e-1"))
    for number, use in enumerate((device.token, lambda: device.renew("device-0"))):
        asking = [asyncio.ensure_future(use()) for _ in range(3)]
        request = await line.next_request()
        assert request.body is not None and b"e-1 at /v1/device/token" in request.body
        line.answers[number].set_result(DeviceToken(f"device-{number}", 300))
        assert await asyncio.gather(*asking) == [f"device-{number}"] * 3
    assert await device.token() == "device-1"
    assert await device.renew("device-0") == "device-1"
    assert len(line.requests) == 2
    await device.close()
