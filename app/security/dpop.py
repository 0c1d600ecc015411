"""Proofs that we hold the device key, one for each request (RFC 9449, DPoP)."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from secrets import token_urlsafe
from urllib.parse import urlsplit, urlunsplit

from joserfc import jws

from app.domain.ids import EnrolmentId
from app.protocol.signed import ALG, ASSERTION
from app.protocol.trust import DeviceAssertion
from app.security.device import DeviceIdentity
from app.security.encoding import to_base64url

PROOF_TYPE = "dpop+jwt"
JTI_BYTES = 16


class DeviceProofs:
    """What this device shows the platform: DPoP proofs, and assertions for a token of scope `device`.

    `now` gives the time to stamp with: the trusted time, so that a wrong wall clock does not lock us out.
    """

    def __init__(self, identity: DeviceIdentity, now: Callable[[], datetime]) -> None:
        self._identity = identity
        self._now = now

    def proof(self, method: str, url: str, access_token: str = "", nonce: str = "") -> str:
        """Return the value of the DPoP header for one request.

        `access_token` is bound by its hash (`ath`) where the request carries one; `nonce` is the one that
        the platform asked for (RFC 9449, section 8).
        """
        claims: dict[str, object] = {
            "jti": token_urlsafe(JTI_BYTES),
            "htm": method.upper(),
            "htu": _bare(url),
            "iat": int(self._now().timestamp()),
        }
        if access_token:
            claims["ath"] = to_base64url(hashlib.sha256(access_token.encode("ascii")).digest())
        if nonce:
            claims["nonce"] = nonce
        header = {"typ": PROOF_TYPE, "alg": ALG, "jwk": self._identity.public_jwk()}
        body = json.dumps(claims, separators=(",", ":"))
        return jws.serialize_compact(header, body, self._identity.key, algorithms=[ALG])

    def assertion(self, enrolment_id: EnrolmentId, audience: str) -> str:
        """Return a device-signed statement of who we are, over a fresh nonce, for `audience`."""
        statement = DeviceAssertion(enrolment_id, token_urlsafe(JTI_BYTES), self._now(), audience)
        return self._identity.sign(ASSERTION, statement)


def _bare(url: str) -> str:
    """Return the URL without query and fragment, as `htu` wants it."""
    return urlunsplit(urlsplit(url)._replace(query="", fragment=""))
