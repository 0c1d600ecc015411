"""Signed messages: JWS compact, Ed25519 only (RFC 8037, fully specified name of RFC 9864).

One `typ` per kind, one payload type per `typ`. Headers hold exactly alg, typ and kid: a key inside the
message (`jwk`, `jku`, `x5u`), an unknown `crit` or any other field is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import ValidationError

from app.domain.actions import SignedAction
from app.domain.command import Command, ContactGrant, Receipt
from app.domain.policy import Policy
from app.protocol.codec import decode, encode
from app.protocol.trust import DeviceAssertion, KeySet, ReceiptHead

ALG = "Ed25519"
MAX_CHARACTERS = 1_000_000
T = TypeVar("T")


class Reason(StrEnum):
    """Why a signed message was refused."""

    MALFORMED = "malformed"
    WRONG_TYPE = "wrong_type"
    WRONG_ALGORITHM = "wrong_algorithm"
    EXTRA_HEADER = "extra_header"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    BAD_PAYLOAD = "bad_payload"
    WRONG_AUDIENCE = "wrong_audience"
    WRONG_NONCE = "wrong_nonce"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    ROLLED_BACK = "rolled_back"
    REPLAYED = "replayed"


class Refused(Exception):
    """A signed message that must not be obeyed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Kind(Generic[T]):
    """A kind of signed message: its `typ` and the type of its payload."""

    typ: str
    payload: type[T]


KEY_SET = Kind("callnex-keys+jws", KeySet)
POLICY = Kind("callnex-policy+jws", Policy)
COMMAND = Kind("callnex-command+jws", Command)
GRANT = Kind("callnex-contact+jws", ContactGrant)
RECEIPT = Kind("callnex-receipt+jws", Receipt)
RECEIPT_HEAD = Kind("callnex-receipt-head+jws", ReceiptHead)
ACTION = Kind("callnex-action+jws", SignedAction)
ASSERTION = Kind("callnex-assertion+jws", DeviceAssertion)


def sign(kind: Kind[T], payload: T, key: OKPKey) -> str:
    """Return `payload` signed by `key`, whose RFC 7638 thumbprint becomes the kid."""
    header = {"alg": ALG, "typ": kind.typ, "kid": key.thumbprint()}
    return jws.serialize_compact(header, encode(payload), key, algorithms=[ALG])


def verify(kind: Kind[T], token: str, keys: Mapping[str, OKPKey]) -> T:
    """Return the payload of `token` if one of `keys` (kid -> public key) signed it as this kind.

    Raises Refused with the first reason found. Audience, nonce, time and order are the caller's to check.
    """
    try:
        if len(token) > MAX_CHARACTERS:
            raise Refused(Reason.MALFORMED)
        header = jws.extract_compact(token.encode("ascii")).headers()
    except (JoseError, ValueError) as error:
        raise Refused(Reason.MALFORMED) from error
    _check_header(header, kind.typ)
    key = keys.get(str(header["kid"]))
    if key is None:
        raise Refused(Reason.UNKNOWN_KEY)
    try:
        payload = jws.deserialize_compact(token, key, algorithms=[ALG]).payload
    except (JoseError, ValueError) as error:
        raise Refused(Reason.BAD_SIGNATURE) from error
    try:
        return decode(kind.payload, payload)
    except ValidationError as error:
        raise Refused(Reason.BAD_PAYLOAD) from error


def _check_header(header: object, typ: str) -> None:
    # joserfc asks only whether "alg" is *in* the header, which a list or a text may also have.
    if not isinstance(header, dict):
        raise Refused(Reason.MALFORMED)
    if header.get("alg") != ALG:
        raise Refused(Reason.WRONG_ALGORITHM)
    if header.get("typ") != typ:
        raise Refused(Reason.WRONG_TYPE)
    if set(header) != {"alg", "typ", "kid"}:
        raise Refused(Reason.EXTRA_HEADER)
