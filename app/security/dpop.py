"""What this device shows the platform with each request: that it holds the device key (RFC 9449)."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from secrets import token_urlsafe
from urllib.parse import urlsplit, urlunsplit

from joserfc import jws

from app.domain.ids import EnrolmentId, new_id
from app.protocol.signed import ALG, ASSERTION
from app.protocol.trust import DeviceAssertion
from app.security.device import DeviceIdentity
from app.security.encoding import to_base64url

PROOF_TYPE = "dpop+jwt"
NONCE_BYTES = 32


class DeviceProofs:
    """DPoP proofs, and assertions for a token of scope `device`.

    `now` gives the time to stamp with: the trusted time, so that a wrong wall clock does not lock us out.
    """

    def __init__(self, identity: DeviceIdentity, now: Callable[[], datetime]) -> None:
        self._identity = identity
        self._now = now

    def now(self) -> datetime:
        """Return the time that proofs are stamped with."""
        return self._now()

    def proof(self, method: str, url: str, access_token: str = "") -> str:
        """Return the DPoP header of one request; `ath` binds it to the token that the request carries."""
        claims: dict[str, object] = {
            "jti": new_id(),
            "htm": method.upper(),
            "htu": _bare(url),
            "iat": int(self._now().timestamp()),
        }
        if access_token:
            claims["ath"] = to_base64url(hashlib.sha256(access_token.encode("ascii")).digest())
        header = {"typ": PROOF_TYPE, "alg": ALG, "jwk": self._identity.public_jwk()}
        body = json.dumps(claims, separators=(",", ":"))
        return jws.serialize_compact(header, body, self._identity.key, algorithms=[ALG])

    def assertion(self, enrolment_id: EnrolmentId, audience: str) -> str:
        """Return a device-signed statement of who we are, over a fresh nonce, for `audience`."""
        statement = DeviceAssertion(enrolment_id, token_urlsafe(NONCE_BYTES), self._now(), audience)
        return self._identity.sign(ASSERTION, statement)


def _bare(url: str) -> str:
    """Return the URL without query and fragment, as `htu` wants it."""
    return urlunsplit(urlsplit(url)._replace(query="", fragment=""))
