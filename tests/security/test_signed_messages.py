"""No signed message that is wrong in any way is believed, and each is refused for its own reason."""

import random

import pytest

from app.protocol.signed import Refused, sign
from tests.security.signed_cases import CLASSES, MESSAGES, Signed

FAST = 150
"""Cases a class in the ordinary run: with 16 classes 2,400 altogether."""

FULL = 5_000


@pytest.mark.parametrize("one", MESSAGES, ids=lambda one: one.kind.typ)
def test_the_untouched_message_is_believed(one: Signed) -> None:
    assert one.check(sign(one.kind, one.payload, one.key)) == one.payload


@pytest.mark.parametrize(
    "count", [FAST, pytest.param(FULL, marks=[pytest.mark.long, pytest.mark.timeout(600)])]
)
@pytest.mark.parametrize("name", CLASSES)
def test_every_wrong_message_is_refused_for_its_reason(name: str, count: int) -> None:
    rng = random.Random(f"{name} 2026")
    for number in range(count):
        case = CLASSES[name](rng)
        try:
            believed = case.check(case.token)
        except Refused as refused:
            assert refused.reason is case.reason, f"{name} {number}: {case.what}"
        else:
            pytest.fail(f"{name} {number}: {case.what}: believed {believed}")


def test_there_are_at_least_two_thousand_cases() -> None:
    assert FAST * len(CLASSES) >= 2_000
