"""Signed messages as they are made; how wrong ones are refused is in tests/security."""

import base64
import hashlib
import json
from datetime import timedelta

import pytest
from pydantic import ValidationError

from app.domain.command import Command, Receipt, ReceiptKind
from app.domain.ids import CommandId
from app.protocol.codec import decode, encode
from app.protocol.problem import ErrorCode, problem
from app.protocol.signed import COMMAND, RECEIPT, Reason, Refused, sign, verify
from tests.support.signing import DEVICE, NOW, command, platform_side

KEY = platform_side().command
KEYS = {KEY.thumbprint(): KEY}


def test_a_header_names_algorithm_type_and_key_and_nothing_else() -> None:
    head = sign(COMMAND, command(), KEY).split(".")[0]
    header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    assert header == {"alg": "Ed25519", "typ": "callnex-command+jws", "kid": KEY.thumbprint()}


def test_the_kid_is_the_thumbprint_of_rfc_7638() -> None:
    public = KEY.as_dict(private=False)["x"]
    text = f'{{"crv":"Ed25519","kty":"OKP","x":"{public}"}}'.encode()
    digest = base64.urlsafe_b64encode(hashlib.sha256(text).digest()).rstrip(b"=").decode()
    assert KEY.thumbprint() == digest


def test_what_is_signed_comes_back_with_times_and_counts() -> None:
    receipt = Receipt(3, "ab" * 32, ReceiptKind.WIPE, DEVICE, NOW, "lost", (("files", 12),), CommandId("c-1"))
    assert verify(RECEIPT, sign(RECEIPT, receipt, KEY), KEYS) == receipt


def test_signing_the_same_twice_gives_the_same_bytes() -> None:
    assert sign(COMMAND, command(), KEY) == sign(COMMAND, command(), KEY)


def test_a_refusal_says_its_reason() -> None:
    with pytest.raises(Refused, match="unknown_key") as refused:
        verify(COMMAND, sign(COMMAND, command(), KEY), {})
    assert refused.value.reason is Reason.UNKNOWN_KEY


@pytest.mark.parametrize("extra", [{"more": 1}, {"kind": "explode"}, {"id": None}])
def test_the_wire_refuses_what_it_does_not_know(extra: dict[str, object]) -> None:
    body = json.loads(encode(command())) | extra
    with pytest.raises(ValidationError):
        decode(Command, json.dumps(body))


def test_times_keep_their_zone_on_the_wire() -> None:
    there = decode(Command, encode(command(at=NOW + timedelta(microseconds=1))))
    assert there.issued_at == NOW + timedelta(microseconds=1) and there.issued_at.tzinfo is not None


def test_a_problem_names_its_code_twice_over() -> None:
    found = problem(ErrorCode.CODE_INVALID, 403, "No", "Used.")
    assert (found.type, found.code, found.status) == ("urn:callnex:problem:code_invalid", "code_invalid", 403)
