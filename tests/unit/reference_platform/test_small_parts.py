"""Keys, audio files, proofs, throttle, tables: the parts that stand alone."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OKPKey
from nacl.public import PublicKey, SealedBox

from app.domain.retention import DataClass
from app.protocol.problem import ErrorCode
from app.protocol.signed import Reason, Refused
from app.protocol.trust import KeyUse
from app.reference_platform.audio_store import ROW_BYTES, AudioStore
from app.reference_platform.dpop import read_proof
from app.reference_platform.keys import b64url, from_b64url, load_keys, rotate
from app.reference_platform.problems import ProblemError
from app.reference_platform.state import State
from app.reference_platform.tables import PER_ROW, metadata
from app.reference_platform.things import DATA_CLASSES
from app.reference_platform.throttle import Throttle
from app.security.trust import fingerprint, trusted_keys, verify_key_set


def test_every_table_names_its_data_class() -> None:
    for table in metadata.sorted_tables:
        named = table.info["data_class"]
        assert named is None or named == PER_ROW or isinstance(named, DataClass), table.name
    assert all(kind is None or isinstance(kind, DataClass) for kind in DATA_CLASSES.values())


def test_keys_outlive_a_restart_and_rotate_forward(state: State) -> None:
    keys = state.keys
    assert keys.fingerprint == fingerprint(keys.root_public)
    first = verify_key_set(keys.key_set(), keys.root_public, None)
    sealed = b64url(SealedBox(PublicKey(trusted_keys(first).seal)).encrypt(b"word"))
    with state.database.write() as connection:
        assert load_keys(connection).key_set() == keys.key_set()
        for use in KeyUse:
            keys = rotate(connection, use)
    second = verify_key_set(keys.key_set(), state.keys.root_public, first)
    assert second.version == first.version + 3
    assert not {key.public for key in first.keys} & {key.public for key in second.keys}
    # An outbox sealed before the rotation is still read.
    assert keys.unseal(sealed) == b"word"
    with pytest.raises(ValueError, match="no seal key"):
        keys.unseal(b64url(from_b64url(sealed)[:-1] + b"?"))


@pytest.mark.parametrize("size", [0, 1, ROW_BYTES - 1, ROW_BYTES, ROW_BYTES + 1, 2 * ROW_BYTES + 7])
def test_audio_comes_back_byte_for_byte(tmp_path: Path, size: int) -> None:
    store = AudioStore(tmp_path)
    data = bytes(index * 7 % 251 for index in range(251)) * (size // 251 + 1)
    data = data[:size]
    name, key = store.new_file()
    store.write(name, key, [data[:5], data[5 : size // 2 + 5], data[size // 2 + 5 :]])
    assert b"".join(store.read(name, key, 0, size)) == data
    for start, end in ((0, 1), (size // 2, size), (ROW_BYTES - 2, ROW_BYTES + 2)):
        end = min(end, size)
        if start < end:
            assert b"".join(store.read(name, key, start, end)) == data[start:end]


def test_a_failed_write_leaves_no_file(tmp_path: Path) -> None:
    store = AudioStore(tmp_path)
    name, key = store.new_file()

    def torn() -> Iterator[bytes]:
        yield b"x" * ROW_BYTES
        raise OSError("the line broke")

    with pytest.raises(OSError, match="the line broke"):
        store.write(name, key, torn())
    assert list(tmp_path.iterdir()) == []


def test_the_throttle_counts_by_key() -> None:
    throttle = Throttle(tries=2, seconds=300)
    for _ in range(2):
        throttle.check("one")
        throttle.failed("one")
    with pytest.raises(ProblemError) as refused:
        throttle.check("one")
    assert refused.value.code is ErrorCode.TOO_MANY_REQUESTS
    assert 0 < int(refused.value.headers["Retry-After"]) <= 301
    throttle.check("another")
    throttle.succeeded("one")
    throttle.check("one")


KEY = OKPKey.generate_key("Ed25519")
JWK = {name: KEY.as_dict(private=False)[name] for name in ("kty", "crv", "x")}
OTHER_JWK = {**JWK, "x": OKPKey.generate_key("Ed25519").as_dict(private=False)["x"]}
CLAIMS = {
    "jti": "1",
    "htm": "GET",
    "htu": "https://x",
    "iat": int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()),
}


def _proof(header: dict[str, Any], claims: object = CLAIMS) -> str:
    """Return a proof with any header at all, signed by KEY."""
    signed = ".".join(b64url(json.dumps(part).encode()) for part in (header, claims))
    return f"{signed}.{b64url(KEY.raw_value.sign(signed.encode()))}"


def test_a_good_proof_is_read() -> None:
    proof, thumbprint = read_proof(_proof({"alg": "Ed25519", "typ": "dpop+jwt", "jwk": JWK}))
    assert (proof.jti, proof.htm, thumbprint) == ("1", "GET", KEY.thumbprint())


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"typ": "jwt"}, Reason.WRONG_TYPE),
        ({"extra": "x"}, Reason.EXTRA_HEADER),
        ({"jwk": KEY.as_dict(private=True)}, Reason.EXTRA_HEADER),
        ({"jwk": {**JWK, "crv": "Ed448"}}, Reason.WRONG_ALGORITHM),
        ({"jwk": {**JWK, "x": "AAAA"}}, Reason.MALFORMED),
        ({"jwk": "x"}, Reason.EXTRA_HEADER),
        ({"jwk": OTHER_JWK}, Reason.BAD_SIGNATURE),
    ],
)
def test_proofs_with_another_header_are_refused(header: dict[str, Any], reason: Reason) -> None:
    with pytest.raises(Refused) as refused:
        read_proof(_proof({"alg": "Ed25519", "typ": "dpop+jwt", "jwk": JWK, **header}))
    assert refused.value.reason is reason


def test_proofs_of_another_algorithm_are_refused() -> None:
    for algorithm in ("none", "HS256", "ES256", "EdDSA", None):
        with pytest.raises(Refused) as refused:
            read_proof(_proof({"alg": algorithm, "typ": "dpop+jwt", "jwk": JWK}))
        assert refused.value.reason is Reason.WRONG_ALGORITHM


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "é.é.é", "x" * 5000])
def test_proofs_that_are_none_are_refused(token: str) -> None:
    with pytest.raises(Refused) as refused:
        read_proof(token)
    assert refused.value.reason is Reason.MALFORMED


@pytest.mark.parametrize("claims", [{}, {**CLAIMS, "nonce": "x"}, {**CLAIMS, "iat": "soon"}, [1]])
def test_proofs_with_other_claims_are_refused(claims: object) -> None:
    with pytest.raises(Refused) as refused:
        read_proof(_proof({"alg": "Ed25519", "typ": "dpop+jwt", "jwk": JWK}, claims))
    assert refused.value.reason is Reason.BAD_PAYLOAD
