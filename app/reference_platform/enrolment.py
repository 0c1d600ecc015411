"""Devices join by a code that is good once and names the root key they must find."""

import hashlib
import secrets
from datetime import timedelta

from joserfc.errors import JoseError
from sqlalchemy import Connection, delete, insert, select

from app.domain.ids import EnrolmentId, new_id
from app.protocol.messages import EnrolmentCode, EnrolRequest, EnrolResponse
from app.protocol.problem import ErrorCode
from app.reference_platform import audit, clock
from app.reference_platform.keys import PlatformKeys, public_key
from app.reference_platform.problems import ProblemError, bad_request
from app.reference_platform.state import Organisation
from app.reference_platform.tables import device, enrolment_code

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, 1, I or O: codes are read aloud."""

CODE_LIVES = timedelta(days=7)
NAME_LIMIT = 128


def new_code(connection: Connection, keys: PlatformKeys, made_by: str) -> EnrolmentCode:
    """Return a new code, `XXXX-XXXX-XXXX.<fingerprint>`; only its hash is kept. `made_by`: a name."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    secret = "-".join(groups)
    expires_at = clock.now() + CODE_LIVES
    connection.execute(
        insert(enrolment_code).values(digest=_digest(secret), made_by=made_by, expires_at=expires_at)
    )
    return EnrolmentCode(f"{secret}.{keys.fingerprint}", expires_at)


def enrol(
    connection: Connection, request: EnrolRequest, keys: PlatformKeys, organisation: Organisation
) -> EnrolResponse:
    """Use up a code and enrol the device; raises the problem `code_invalid` for any other code."""
    code = connection.execute(
        select(enrolment_code).where(enrolment_code.c.digest == _digest(_secret_part(request.code)))
    ).one_or_none()
    if code is None or code.expires_at <= clock.now():
        raise ProblemError(
            ErrorCode.CODE_INVALID,
            403,
            "Code not valid",
            "This enrolment code was used, expired or mistyped.",
        )
    name = request.device_name.strip()
    if not name or len(name) > NAME_LIMIT:
        raise bad_request(f"A device name has 1 to {NAME_LIMIT} characters.")
    thumbprint = _thumbprint(connection, request.device_public)
    connection.execute(delete(enrolment_code).where(enrolment_code.c.digest == code.digest))
    response = EnrolResponse(
        enrolment_id=EnrolmentId(new_id()),
        organisation_id=organisation.id,
        organisation=organisation.name,
        device_name=name,
        enrolled_by=code.made_by,
        enrolled_at=clock.now(),
        root_public=keys.root_public,
        key_set=keys.key_set(),
    )
    connection.execute(
        insert(device).values(
            enrolment_id=response.enrolment_id,
            name=name,
            public_key=request.device_public,
            thumbprint=thumbprint,
            enrolled_by=code.made_by,
            enrolled_at=response.enrolled_at,
        )
    )
    audit.note(connection, response.enrolment_id, "enrolled")
    return response


def _thumbprint(connection: Connection, public: str) -> str:
    try:
        thumbprint = public_key(public).thumbprint()
    except (ValueError, JoseError) as error:
        raise bad_request("The device key is not an Ed25519 public key.") from error
    if connection.execute(select(device.c.name).where(device.c.thumbprint == thumbprint)).first():
        raise ProblemError(
            ErrorCode.CONFLICT, 409, "Already enrolled", "This device key is enrolled; enrol with a new one."
        )
    return thumbprint


def _secret_part(code: str) -> str:
    return "".join(code.split()).partition(".")[0].upper()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()
