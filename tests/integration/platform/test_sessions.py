"""Enrolment codes, passwords, tokens and the proofs they are bound to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from nacl.signing import SigningKey

from app.protocol import routes
from app.protocol.messages import (
    DeviceToken,
    DeviceTokenRequest,
    EnrolRequest,
    RefreshRequest,
    SignInRequest,
    Tokens,
)
from app.protocol.problem import ErrorCode
from app.security.device import DeviceIdentity
from app.security.dpop import DeviceProofs
from tests.support.platform_client import Device, Session, good, new_code, new_device, problem_of
from tests.support.platform_process import PlatformProcess


def _refresh(device: Device, token: str) -> tuple[int, bytes]:
    response = device.request("POST", routes.REFRESH, RefreshRequest(token))
    return response.status_code, response.content


def test_a_code_enrols_one_device(admin: Session, device: Device) -> None:
    code = new_code(admin)
    other = Device(device.platform, DeviceIdentity(bytes(SigningKey.generate())), device.http)
    other.enrol(code.lower())
    again = EnrolRequest(code, DeviceIdentity(bytes(SigningKey.generate())).public, "LATE")
    response = device.request("POST", routes.ENROL, again)
    assert problem_of(response) is ErrorCode.CODE_INVALID


def test_a_device_key_is_enrolled_once_and_must_be_one(admin: Session, device: Device) -> None:
    code = new_code(admin)
    for public, expected in (
        (device.identity.public, ErrorCode.CONFLICT),
        ("AAAA", ErrorCode.BAD_REQUEST),
        ("?" * 43, ErrorCode.BAD_REQUEST),
    ):
        response = device.request("POST", routes.ENROL, EnrolRequest(code, public, "X"))
        assert problem_of(response) is expected
    # None of these used the code up.
    new_device(device.platform, code, device.http)


def test_wrong_passwords_are_slowed_down(platform: PlatformProcess, device: Device) -> None:
    who = "nobody.such@brugmans.example"
    codes = [
        problem_of(
            device.request("POST", routes.SIGN_IN, SignInRequest(who, f"guess {n}", device.enrolment_id))
        )
        for n in range(9)
    ]
    assert codes == [ErrorCode.BAD_CREDENTIALS] * 8 + [ErrorCode.TOO_MANY_REQUESTS]


def test_a_password_alone_is_not_enough_on_another_device(
    platform: PlatformProcess, device: Device, admin: Session
) -> None:
    stranger = Device(platform, DeviceIdentity(bytes(SigningKey.generate())), device.http)
    login = platform.login("agent")
    request = SignInRequest(login.email, login.password, device.enrolment_id)
    assert problem_of(stranger.request("POST", routes.SIGN_IN, request)) is ErrorCode.DEVICE_REVOKED


def test_refresh_tokens_rotate_and_reuse_ends_the_family(signed_in: Callable[[str], Session]) -> None:
    session = signed_in("agent")
    device, first = session.device, session.answer.tokens
    second = good(Tokens, device.request("POST", routes.REFRESH, RefreshRequest(first.refresh_token)))
    assert problem_of(device.request("GET", routes.SYNC, None, first.access_token)) is ErrorCode.TOKEN_INVALID
    assert device.request("GET", routes.SYNC, None, second.access_token).is_success
    assert _refresh(device, first.refresh_token)[0] == 401
    ended = device.request("GET", routes.SYNC, None, second.access_token)
    assert problem_of(ended) is ErrorCode.TOKEN_INVALID
    assert _refresh(device, second.refresh_token)[0] == 401


def test_a_refresh_token_is_of_no_use_to_another_key(
    signed_in: Callable[[str], Session], admin: Session
) -> None:
    session = signed_in("agent")
    assert _refresh(admin.device, session.answer.tokens.refresh_token)[0] == 401
    assert _refresh(session.device, session.answer.tokens.refresh_token)[0] == 200


def test_signing_out_ends_the_session(signed_in: Callable[[str], Session]) -> None:
    session = signed_in("reviewer")
    assert session.request("POST", routes.SIGN_OUT).status_code == 204
    assert problem_of(session.request("GET", routes.SYNC)) is ErrorCode.TOKEN_INVALID
    assert _refresh(session.device, session.answer.tokens.refresh_token)[0] == 401


def test_proofs_are_good_once_and_for_one_request(signed_in: Callable[[str], Session]) -> None:
    session = signed_in("agent")
    device, token = session.device, session.access
    url = f"{device.platform.url}{routes.SYNC}"

    def ask(proof: str, method: str = "GET") -> int:
        headers = {"Authorization": f"DPoP {token}", "DPoP": proof}
        return device.http.request(method, url, headers=headers).status_code

    good_proof = device.proofs.proof("GET", url, token)
    assert ask(good_proof) == 200
    assert ask(good_proof) == 401
    stranger = DeviceProofs(DeviceIdentity(bytes(SigningKey.generate())), lambda: datetime.now(UTC))
    for proof in (
        "",
        "a.b.c",
        device.proofs.proof("POST", url, token),
        device.proofs.proof("GET", f"{url}x", token),
        device.proofs.proof("GET", url.replace("https", "http"), token),
        device.proofs.proof("GET", url),
        device.proofs.proof("GET", url, token + "x"),
        stranger.proof("GET", url, token),
        *(
            DeviceProofs(device.identity, lambda off=off: datetime.now(UTC) + off).proof("GET", url, token)
            for off in (timedelta(minutes=-3), timedelta(minutes=3))
        ),
    ):
        assert ask(proof) == 401, proof
    assert ask(device.proofs.proof("GET", f"{url}?cursor=", token)) == 200


def test_a_bearer_token_is_refused(signed_in: Callable[[str], Session]) -> None:
    session = signed_in("agent")
    headers = {"Authorization": f"Bearer {session.access}"}
    assert session.device.request("GET", routes.SYNC, headers=headers).status_code == 401


def test_device_assertions_are_good_once(device: Device) -> None:
    assertion = device.proofs.assertion(device.enrolment_id, routes.DEVICE_TOKEN)
    request = DeviceTokenRequest(assertion)
    assert good(DeviceToken, device.request("POST", routes.DEVICE_TOKEN, request)).expires_in == 300
    assert device.request("POST", routes.DEVICE_TOKEN, request).status_code == 401


@pytest.mark.parametrize("minutes", [-3, 3])
def test_device_assertions_of_another_time_are_refused(device: Device, minutes: int) -> None:
    off = DeviceProofs(device.identity, lambda: datetime.now(UTC) + timedelta(minutes=minutes))
    request = DeviceTokenRequest(off.assertion(device.enrolment_id, routes.DEVICE_TOKEN))
    assert device.request("POST", routes.DEVICE_TOKEN, request).status_code == 401


def test_device_assertions_of_another_device_or_place_are_refused(device: Device, admin: Session) -> None:
    for assertion in (
        device.proofs.assertion(admin.device.enrolment_id, routes.DEVICE_TOKEN),
        device.proofs.assertion(device.enrolment_id, "/v1/elsewhere"),
        admin.device.proofs.assertion(device.enrolment_id, routes.DEVICE_TOKEN),
    ):
        response = device.request("POST", routes.DEVICE_TOKEN, DeviceTokenRequest(assertion))
        assert response.status_code == 401


@pytest.mark.parametrize(
    "body",
    [b'{"refresh_token": NaN}', b'{"refresh_token": "\\ud800"}', b"{", b'{"refresh_token":"x","y":1}', b"7"],
)
def test_bodies_are_read_strictly(device: Device, body: bytes) -> None:
    response = device.request("POST", routes.REFRESH, body)
    assert (response.status_code, problem_of(response)) == (400, ErrorCode.BAD_REQUEST)


def test_large_bodies_are_refused(device: Device) -> None:
    response = device.request("POST", routes.REFRESH, b" " * ((8 << 20) + 1))
    assert problem_of(response) is ErrorCode.TOO_LARGE
