"""Proof of possession (RFC 9449): a token is of use only to the device key it was bound to.

Ed25519 alone. The header holds exactly alg, typ and jwk; the claims are exactly those of `Proof`.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import ValidationError

from app.domain.ids import new_id
from app.domain.wire import Wire
from app.protocol.codec import decode, encode
from app.protocol.signed import ALG, Reason, Refused

TYP = "dpop+jwt"
HEADER = "DPoP"
MAX_CHARACTERS = 4096


@dataclass(frozen=True)
class Proof(Wire):
    """Claims of a proof: method and URL (no query) it is for, Unix seconds, and the token's hash."""

    jti: str
    htm: str
    htu: str
    iat: int
    ath: str = ""


def bare_url(url: str) -> str:
    """Return `url` without query and fragment, as `htu` wants it."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def token_hash(access_token: str) -> str:
    """Return `ath`: base64url of SHA-256 of the token."""
    digest = hashlib.sha256(access_token.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def make_proof(key: OKPKey, method: str, url: str, now: datetime, access_token: str = "") -> str:
    """Return a fresh proof for one request with `key`; `access_token` "" where none is sent."""
    header: dict[str, Any] = {"alg": ALG, "typ": TYP, "jwk": key.as_dict(private=False)}
    header["jwk"] = {name: header["jwk"][name] for name in ("kty", "crv", "x")}
    ath = token_hash(access_token) if access_token else ""
    proof = Proof(new_id(), method.upper(), bare_url(url), int(now.timestamp()), ath)
    return jws.serialize_compact(header, encode(proof), key, algorithms=[ALG])


def read_proof(token: str) -> tuple[Proof, str]:
    """Return the claims of a well-signed proof and the RFC 7638 thumbprint of the key that signed it.

    Raises Refused. Method, URL, time, replay, token hash and whose key it is are the caller's to check.
    """
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
