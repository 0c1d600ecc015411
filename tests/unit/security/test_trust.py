"""Enrolment codes and root keys; what is refused about signed messages is in tests/security."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.policy import Policy
from app.protocol.signed import GRANT, KEY_SET, POLICY, Reason, Refused, sign
from app.security.encoding import to_base64url
from app.security.trust import (
    CodeParts,
    check_root,
    fingerprint,
    split_code,
    verify_announced,
    verify_grant,
    verify_key_set,
    verify_policy,
)
from tests.support.signing import NOW, enrolment, grant, meeting, platform_side, policy

OURS = platform_side()
PRINT = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    "typed",
    [
        f"ABCD-2345-WXYZ.{PRINT}",
        f"  abcd-2345-wxyz.{PRINT.upper()}\n",
        f"ABCD-2345-\nWXYZ . {PRINT[:16]} {PRINT[16:]}",
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert split_code(typed) == CodeParts("ABCD-2345-WXYZ", PRINT)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ABCD-2345-WXYZ",
        f"ABCD-2345-WXYZ.{PRINT[:-1]}",
        f"ABCD-2345-WXYZ.{PRINT}0",
        f"ABCD2345WXYZ.{PRINT}",
        f"ABCD-2345-WXYZ-{PRINT}",
        f"ABCD-2345-WXYZ.{PRINT[:-1]}g",
        f"ABCD-2345-WXYZ.{PRINT}.{PRINT}",
        f"ÀBCD-2345-WXYZ.{PRINT}",
        f"١BCD-2345-WXYZ.{PRINT}",
    ],
)
def test_anything_else_is_no_code(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        split_code(typed)
    assert refused.value.reason is Reason.MALFORMED


def test_the_fingerprint_is_half_of_sha256_of_the_key_bytes() -> None:
    root = bytes(range(32))
    assert fingerprint(to_base64url(root)) == hashlib.sha256(root).hexdigest()[:32]


def test_only_the_root_that_the_code_names_passes() -> None:
    parts = CodeParts("ABCD-2345-WXYZ", fingerprint(OURS.root_public))
    check_root(parts, OURS.root_public)
    with pytest.raises(Refused) as refused:
        check_root(parts, platform_side("theirs").root_public)
    assert refused.value.reason is Reason.UNKNOWN_KEY


@pytest.mark.parametrize("root", ["", "A" * 42, "A" * 43 + "=", "A" * 44, "!" * 43, "é" * 43])
def test_a_root_that_is_no_key_is_refused(root: str) -> None:
    with pytest.raises(Refused) as refused:
        verify_key_set(OURS.signed_set(), root, None)
    assert refused.value.reason is Reason.BAD_PAYLOAD


def test_the_same_key_set_again_is_believed_in_any_order_of_keys() -> None:
    known = OURS.set_of(2)
    shuffled = replace(known, keys=known.keys[::-1])
    assert verify_key_set(sign(KEY_SET, shuffled, OURS.root), OURS.root_public, known) == shuffled


def test_a_newer_key_set_replaces_every_key() -> None:
    fresh = replace(platform_side("fresh"), root=OURS.root)
    found = verify_key_set(fresh.signed_set(2), OURS.root_public, OURS.set_of(1))
    assert found == fresh.set_of(2)


def test_the_same_policy_again_is_believed() -> None:
    known = policy(4)
    assert verify_policy(sign(POLICY, known, OURS.policy), OURS.trusted, enrolment(), known) == known


def test_two_clocks_of_the_platform_may_differ_a_little() -> None:
    token = sign(GRANT, grant(), OURS.command)
    floor = NOW + timedelta(seconds=59)
    assert verify_grant(token, OURS.trusted, meeting(), floor).server_time == NOW


def test_an_announced_policy_comes_after_the_one_in_force_by_number_and_by_date() -> None:
    def announced(revision: int, later: timedelta, organisation: str = "") -> Policy:
        coming = replace(policy(revision), in_force_since=policy(4).in_force_since + later)
        return replace(coming, organisation=organisation or coming.organisation)

    def believed(coming: Policy) -> Policy:
        return verify_announced(sign(POLICY, coming, OURS.policy), OURS.trusted, enrolment(), policy(4))

    day = timedelta(days=1)
    assert believed(announced(5, day)) == announced(5, day)
    for wrong, reason in (
        (announced(4, day), Reason.ROLLED_BACK),
        (announced(3, day), Reason.ROLLED_BACK),
        (announced(5, timedelta(0)), Reason.ROLLED_BACK),
        (announced(5, -day), Reason.ROLLED_BACK),
        (announced(5, day, "Andere NV"), Reason.WRONG_AUDIENCE),
    ):
        with pytest.raises(Refused) as refused:
            believed(wrong)
        assert refused.value.reason is reason
