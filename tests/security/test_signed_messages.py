"""No signed message that is wrong in any way is believed, and each is refused for its own reason."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from app.protocol.signed import Reason, Refused, sign
from tests.security.signed_campaign import ROUND, Tally, campaign, keeper, report, resumed
from tests.security.signed_cases import CLASSES, MESSAGES, Case, Signed

FAST = 150
"""Cases a class in the ordinary run: with 16 classes 2,400 altogether."""

MILLION = 1_000_000
LEAST = 10_000
"""Cases of each class in the full run."""

HOURS = 6 * 3600
STATE = Path("build/long")


@pytest.mark.parametrize("one", MESSAGES, ids=lambda one: one.kind.typ)
def test_the_untouched_message_is_believed(one: Signed) -> None:
    assert one.check(sign(one.kind, one.payload, one.key)) == one.payload


@pytest.mark.parametrize("name", CLASSES)
def test_every_wrong_message_is_refused_for_its_reason(name: str) -> None:
    rng = random.Random(f"{name} 2026")
    for number in range(FAST):
        case = CLASSES[name](rng)
        try:
            believed = case.check(case.token)
        except Refused as refused:
            assert refused.reason is case.reason, f"{name} {number}: {case.what}"
        else:
            pytest.fail(f"{name} {number}: {case.what}: believed {believed}")


def test_there_are_at_least_two_thousand_cases() -> None:
    assert FAST * len(CLASSES) >= 2_000


def test_a_round_is_half_well_signed_and_can_be_gone_on_from(tmp_path: Path) -> None:
    state = tmp_path / "signed.json"
    campaign(resumed(state), ROUND, keeper(state))
    found = campaign(resumed(state), 2 * ROUND, keeper(state))
    assert (found.rounds, found.cases, found.wrong) == (2, 2 * ROUND, [])
    assert found.well_signed >= ROUND
    assert resumed(state) == found == campaign(Tally(), 2 * ROUND)


def test_the_campaign_notices_what_is_believed_or_refused_for_another_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def believed(rng: random.Random) -> Case:
        one = rng.choice(MESSAGES)
        return Case(one.check, sign(one.kind, one.payload, one.key), Reason.EXPIRED, "nothing is wrong")

    def mistaken(rng: random.Random) -> Case:
        return replace(CLASSES["forged"](rng), reason=Reason.EXPIRED)

    monkeypatch.setitem(CLASSES, "expired", believed)
    monkeypatch.setitem(CLASSES, "replayed", mistaken)
    said = report(campaign(Tally(), ROUND))
    assert "accepted: 90, refused for another reason than their own: 90," in said


@pytest.mark.long
@pytest.mark.timeout(HOURS)
def test_of_a_million_wrong_messages_none_is_believed() -> None:
    STATE.mkdir(parents=True, exist_ok=True)
    state = STATE / "signed.json"
    found = campaign(resumed(state), MILLION, keeper(state))
    print(report(found))
    assert (found.cases, found.wrong) == (MILLION, [])
    assert found.well_signed >= MILLION // 2
    assert min(sum(reasons.values()) for reasons in found.refused.values()) >= LEAST
