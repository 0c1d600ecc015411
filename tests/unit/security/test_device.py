"""The device's key, what it signs, seals and proves."""

import base64
import hashlib
import json
from datetime import UTC, datetime

import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from app.domain.actions import RemoveMark, SignedAction
from app.domain.ids import ActionKey, MarkId, RecordingId, UserId
from app.errors import EnvironmentFault
from app.ports.secrets import KeyringAbsent, KeyringLocked
from app.protocol.signed import ACTION, ASSERTION, Reason, Refused, verify
from app.security.device import ActionSealer, DeviceIdentity, create_identity, delete_identity, load_identity
from app.security.dpop import DeviceProofs
from app.security.encoding import from_base64url, to_base64url
from tests.support.secrets import MemorySecrets
from tests.support.signing import DEVICE, NOW, platform_side

SEED = bytes(range(32))
# The public key of this seed by RFC 8032, computed with another implementation (OpenSSL).
PUBLIC = "A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg"
ACTED = SignedAction(
    ActionKey("a-1"), DEVICE, UserId("u-1"), NOW, RemoveMark(MarkId("m-1"), RecordingId("r-1"))
)


def test_the_public_key_is_that_of_rfc_8032() -> None:
    assert DeviceIdentity(SEED).public == PUBLIC


def test_a_key_is_made_kept_and_forgotten() -> None:
    secrets = MemorySecrets()
    assert load_identity(secrets) is None
    made = create_identity(secrets)
    loaded = load_identity(secrets)
    assert loaded is not None and loaded.public == made.public and loaded.kid == made.kid
    assert create_identity(secrets).public != made.public
    delete_identity(secrets)
    assert load_identity(secrets) is None


@pytest.mark.parametrize(("mood", "kind"), [("absent", KeyringAbsent), ("locked", KeyringLocked)])
def test_a_keyring_that_does_not_answer_is_said_so(mood: str, kind: type[EnvironmentFault]) -> None:
    secrets = MemorySecrets()
    secrets.mood = mood
    for use in (create_identity, load_identity, delete_identity):
        with pytest.raises(kind):
            use(secrets)


def test_a_damaged_key_is_no_key() -> None:
    secrets = MemorySecrets()
    create_identity(secrets)
    secrets.items = {name: value[:-1] for name, value in secrets.items.items()}
    with pytest.raises(EnvironmentFault, match="KEY-311"):
        load_identity(secrets)


def test_an_action_opens_only_for_the_platform_and_names_its_device() -> None:
    side, identity = platform_side(), DeviceIdentity(SEED)
    box = ActionSealer(identity, lambda: bytes(side.seal.public_key)).seal(ACTED)
    token = SealedBox(side.seal).decrypt(box).decode("ascii")
    assert verify(ACTION, token, {identity.kid: identity.key}) == ACTED
    with pytest.raises(CryptoError):
        SealedBox(PrivateKey.generate()).decrypt(box)
    other = DeviceIdentity(bytes(32))
    with pytest.raises(Refused) as refused:
        verify(ACTION, token, {other.kid: other.key})
    assert refused.value.reason is Reason.UNKNOWN_KEY


def test_sealing_follows_the_platforms_newest_key() -> None:
    keys = [PrivateKey(bytes(32)), PrivateKey(bytes(31) + b"x")]
    identity = DeviceIdentity(SEED)
    sealer = ActionSealer(identity, lambda: bytes(keys[0].public_key))
    for _ in range(2):
        box = sealer.seal(ACTED)
        token = SealedBox(keys[0]).decrypt(box).decode("ascii")
        assert verify(ACTION, token, {identity.kid: identity.key}) == ACTED
        with pytest.raises(CryptoError):
            SealedBox(keys[1]).decrypt(box)
        keys.reverse()


def _parts(token: str) -> tuple[dict[str, object], dict[str, object]]:
    header, payload = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2])
    return header, payload


def test_a_proof_is_for_one_request_and_one_token() -> None:
    proofs = DeviceProofs(DeviceIdentity(SEED), lambda: datetime(2026, 11, 24, 9, tzinfo=UTC))
    header, claims = _parts(proofs.proof("get", "https://host:8443/v1/sync?cursor=x#top", "token"))
    assert header == {
        "typ": "dpop+jwt",
        "alg": "Ed25519",
        "jwk": {"kty": "OKP", "crv": "Ed25519", "x": PUBLIC},
    }
    assert (claims["htm"], claims["htu"], claims["iat"]) == ("GET", "https://host:8443/v1/sync", 1795510800)
    assert claims["ath"] == to_base64url(hashlib.sha256(b"token").digest())
    _, again = _parts(proofs.proof("get", "https://host:8443/v1/sync", "token"))
    assert again["jti"] != claims["jti"]


def test_a_proof_without_a_token_binds_none() -> None:
    proofs = DeviceProofs(DeviceIdentity(SEED), lambda: NOW)
    _, claims = _parts(proofs.proof("POST", "https://host/v1/sign-in"))
    assert set(claims) == {"jti", "htm", "htu", "iat"}
    assert proofs.now() == NOW


def test_an_assertion_is_fresh_and_says_where_it_is_for() -> None:
    identity = DeviceIdentity(SEED)
    proofs = DeviceProofs(identity, lambda: NOW)
    one, two = (
        verify(ASSERTION, proofs.assertion(DEVICE, "/v1/here"), {identity.kid: identity.key})
        for _ in range(2)
    )
    assert (one.enrolment_id, one.audience, one.issued_at) == (DEVICE, "/v1/here", NOW)
    assert one.nonce != two.nonce and len(one.nonce) >= 22


@pytest.mark.parametrize("text", ["", "AA", "AAAA", "AA==", "A+8", "AAB", "A\n"])
def test_base64url_has_one_spelling(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        from_base64url(text, 2)


def test_base64url_of_two_bytes() -> None:
    assert from_base64url("A-8", 2) == b"\x03\xef"
