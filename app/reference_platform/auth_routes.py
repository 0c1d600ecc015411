"""Enrol, sign in and out, renew tokens, and the device's own token."""

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection, select

from app.domain.ids import EnrolmentId, UserId
from app.domain.people import User
from app.protocol import routes
from app.protocol.codec import decode
from app.protocol.messages import (
    DeviceToken,
    DeviceTokenRequest,
    EnrolRequest,
    EnrolResponse,
    RefreshRequest,
    SignInRequest,
    SignInResponse,
    Tokens,
)
from app.protocol.problem import ErrorCode
from app.protocol.signed import ASSERTION, Refused, verify
from app.protocol.trust import DeviceAssertion
from app.reference_platform import audit, clock, people, sessions
from app.reference_platform.access import SignedIn, asked, live_device
from app.reference_platform.dpop import WINDOW, check_proof
from app.reference_platform.enrolment import enrol
from app.reference_platform.keys import public_key
from app.reference_platform.orders import wiped_or_to_be
from app.reference_platform.problems import ProblemError, bad_request
from app.reference_platform.replays import seen_before
from app.reference_platform.state import Here, State
from app.reference_platform.strict import StrictRoute
from app.reference_platform.tables import device

router = APIRouter(tags=["auth"], route_class=StrictRoute)
PASSWORD_LIMIT = 1024


@router.post(routes.ENROL)
def enrol_device(request: Request, body: EnrolRequest, state: Here) -> EnrolResponse:
    """Enrol a device with a code that is good once."""
    source = request.client.host if request.client else ""
    state.code_tries.check(source)
    try:
        with state.database.write() as connection:
            return enrol(connection, body, state.keys, state.organisation)
    except ProblemError as error:
        if error.code is ErrorCode.CODE_INVALID:
            state.code_tries.failed(source)
        raise


@router.post(routes.SIGN_IN)
def sign_in(request: Request, body: SignInRequest, state: Here) -> SignInResponse:
    """Sign a person in on an enrolled device that proves its key."""
    if len(body.password) > PASSWORD_LIMIT:
        raise bad_request("A password has at most 1024 characters.")
    with state.database.write(durable=False) as connection:
        thumbprint = check_proof(connection, request.headers.get("dpop"), asked(request))
    who = body.email.strip().casefold()
    for tried in (who, body.enrolment_id):  # one person from many devices, many persons from one device
        state.sign_ins.check(tried)
    with state.database.read() as connection:
        _check_device(connection, body.enrolment_id, thumbprint)
        row = people.find_person(connection, body.email)
    if not people.password_fits(row, body.password) or row is None:
        _count_failure(state, who, body.enrolment_id)
        raise ProblemError(
            ErrorCode.BAD_CREDENTIALS, 401, "Not signed in", "The e-mail address or the password is wrong."
        )
    with state.database.write() as connection:
        if body.totp:
            people.check_second_factor(connection, row.id, body.totp)
        tokens = sessions.begin(connection, body.enrolment_id, thumbprint, UserId(row.id))
        sessions.forget_expired(connection)
        audit.note(connection, row.id, "signed_in", body.enrolment_id)
    state.sign_ins.succeeded(who)
    return SignInResponse(tokens, decode(User, row.body))


@router.post(routes.REFRESH)
def refresh(request: Request, body: RefreshRequest, state: Here) -> Tokens:
    """Trade a refresh token, once."""
    with state.database.write(durable=False) as connection:
        thumbprint = check_proof(connection, request.headers.get("dpop"), asked(request))
    with state.database.write() as connection:
        try:
            return sessions.renew(connection, body.refresh_token, thumbprint)
        except sessions.FamilyEnded as ended:
            # The family's end must be committed: it leaves this block without an exception.
            family = ended.family
    state.hub.close_family(family)
    raise sessions.invalid("This session was used twice and has been ended.")


@router.post(routes.SIGN_OUT, status_code=204)
def sign_out(caller: SignedIn, state: Here) -> Response:
    """End the session this token belongs to."""
    with state.database.write() as connection:
        sessions.revoke_family(connection, caller.family)
        audit.note(connection, caller.user.id, "signed_out", caller.enrolment_id)
    state.hub.close_family(caller.family)
    return Response(status_code=204)


@router.post(routes.DEVICE_TOKEN)
def device_token(request: Request, body: DeviceTokenRequest, state: Here) -> DeviceToken:
    """Return a token of scope `device` for a device-signed assertion over a nonce that is good once."""
    with state.database.write() as connection:
        thumbprint = check_proof(connection, request.headers.get("dpop"), asked(request))
        row = connection.execute(select(device).where(device.c.thumbprint == thumbprint)).one_or_none()
        if row is None:
            raise _unknown_device()
        assertion = _assertion(body.assertion, row.public_key)
        live_device(connection, assertion.enrolment_id)
        fits = (row.enrolment_id, routes.DEVICE_TOKEN) == (assertion.enrolment_id, assertion.audience)
        if not fits or abs(clock.now() - assertion.issued_at) > WINDOW:
            raise sessions.invalid("The assertion is of another device, place or moment.")
        until = assertion.issued_at + 2 * WINDOW
        if seen_before(connection, f"assertion {thumbprint} {assertion.nonce}", until, clock.now()):
            raise sessions.invalid("The assertion was used before.")
        return sessions.device_token(connection, EnrolmentId(row.enrolment_id), thumbprint)


def _assertion(token: str, device_public: str) -> DeviceAssertion:
    key = public_key(device_public)
    try:
        found = verify(ASSERTION, token, {key.thumbprint(): key})
    except Refused as error:
        raise sessions.invalid(f"The assertion is not valid: {error.reason.value}.") from error
    if found.issued_at.tzinfo is None or not found.nonce:
        raise sessions.invalid("The assertion is not valid: bad_payload.")
    return found


def _check_device(connection: Connection, enrolment_id: EnrolmentId, thumbprint: str) -> None:
    row = live_device(connection, enrolment_id)
    if row.thumbprint != thumbprint:
        raise _unknown_device()
    if wiped_or_to_be(connection, enrolment_id):
        raise ProblemError(
            ErrorCode.DEVICE_REVOKED, 401, "Device to be wiped", "Nobody signs in on this device any more."
        )


def _unknown_device() -> ProblemError:
    return ProblemError(
        ErrorCode.DEVICE_REVOKED, 401, "Device not known", "This key is not that of an enrolled device."
    )


def _count_failure(state: State, who: str, enrolment_id: EnrolmentId) -> None:
    for tried in (who, enrolment_id):
        state.sign_ins.failed(tried)
    with state.database.write() as connection:
        audit.note(connection, "", "sign_in_refused", enrolment_id)
