"""Proof of possession (RFC 9449): a token is of use only with the device key it was bound to.

Ed25519 alone. The header holds exactly alg, typ and jwk; the claims are exactly those of `Proof`.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import ValidationError
from sqlalchemy import Connection

from app.domain.wire import Wire
from app.protocol.codec import decode
from app.protocol.problem import ErrorCode
from app.protocol.signed import ALG, Reason, Refused
from app.reference_platform.keys import b64url
from app.reference_platform.problems import ProblemError
from app.reference_platform.replays import seen_before

TYP = "dpop+jwt"
MAX_CHARACTERS = 4096
WINDOW = timedelta(minutes=2)
"""How far the device's idea of the time may be from ours; devices stamp with their trusted time."""


@dataclass(frozen=True)
class Proof(Wire):
    """Claims of a proof: method and URL (no query) it is for, Unix seconds, and the token's hash."""

    jti: str
    htm: str
    htu: str
    iat: int
    ath: str = ""


@dataclass(frozen=True)
class Asked:
    """The request that a proof must fit; `access_token` "" where it carries none."""

    method: str
    url: str
    access_token: str
    now: datetime


def check_proof(connection: Connection, proof: str | None, asked: Asked) -> str:
    """Return the thumbprint of the key that made a fresh proof for this very request.

    Raises the 401 problem for any other; a proof is good once.
    """
    if not proof:
        raise _refused("This request needs a DPoP proof.")
    try:
        claims, thumbprint = read_proof(proof)
    except Refused as error:
        raise _refused(f"The DPoP proof is not valid: {error.reason.value}.") from error
    if (claims.htm, claims.htu) != (asked.method, asked.url):
        raise _refused("The DPoP proof is for another request.")
    expected = token_hash(asked.access_token) if asked.access_token else ""
    if claims.ath != expected:
        raise _refused("The DPoP proof is for another token.")
    if abs(asked.now.timestamp() - claims.iat) > WINDOW.total_seconds():
        raise _refused("The DPoP proof is not of this moment; check this computer's clock.")
    until = datetime.fromtimestamp(claims.iat, UTC) + 2 * WINDOW
    if seen_before(connection, f"dpop {thumbprint} {claims.jti}", until, asked.now):
        raise _refused("The DPoP proof was used before.")
    return thumbprint


def bare_url(url: str) -> str:
    """Return `url` without query and fragment, as `htu` has it."""
    return urlsplit(url)._replace(query="", fragment="").geturl()


def token_hash(access_token: str) -> str:
    """Return `ath`: base64url of SHA-256 of the token."""
    return b64url(hashlib.sha256(access_token.encode("utf-8")).digest())


def read_proof(token: str) -> tuple[Proof, str]:
    """Return the claims of a well-signed proof and the RFC 7638 thumbprint of its key; raises Refused."""
    if len(token) > MAX_CHARACTERS:
        raise Refused(Reason.MALFORMED)
    try:
        header = jws.extract_compact(token.encode("ascii")).headers()
    except (JoseError, ValueError) as error:
        raise Refused(Reason.MALFORMED) from error
    key = _key(header)
    try:
        payload = jws.deserialize_compact(token, key, algorithms=[ALG]).payload
    except (JoseError, ValueError) as error:
        raise Refused(Reason.BAD_SIGNATURE) from error
    try:
        return decode(Proof, payload), key.thumbprint()
    except ValidationError as error:
        raise Refused(Reason.BAD_PAYLOAD) from error


def _key(header: dict[str, Any]) -> OKPKey:
    if header.get("alg") != ALG:
        raise Refused(Reason.WRONG_ALGORITHM)
    if header.get("typ") != TYP:
        raise Refused(Reason.WRONG_TYPE)
    jwk = header.get("jwk")
    if set(header) != {"alg", "typ", "jwk"} or not isinstance(jwk, dict) or set(jwk) != {"kty", "crv", "x"}:
        raise Refused(Reason.EXTRA_HEADER)
    if jwk["kty"] != "OKP" or jwk["crv"] != "Ed25519":
        raise Refused(Reason.WRONG_ALGORITHM)
    try:
        return OKPKey.import_key(jwk)
    except (JoseError, ValueError, TypeError) as error:
        raise Refused(Reason.MALFORMED) from error


def _refused(detail: str) -> ProblemError:
    headers = {"WWW-Authenticate": f'DPoP error="invalid_dpop_proof", algs="{ALG}"'}
    return ProblemError(ErrorCode.TOKEN_INVALID, 401, "Not accepted", detail, headers)
