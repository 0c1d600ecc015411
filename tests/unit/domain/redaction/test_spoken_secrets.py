"""The detector over talk by a second author, who wrote it before reading the detector.

Half of its templates were then worked on, the other half looked at after their figures had been written down
(ADR 17). The bounds are what is reached today, rounded down: a lower figure is a step back.
"""

import pytest

from tests.support.spoken_secrets.measure import changed, missed
from tests.support.spoken_secrets.scenes import KINDS, free_scenes, secret_scenes

LONG = [pytest.mark.long, pytest.mark.timeout(7200)]
REACHED = {"card": 0.95, "cvc": 0.93, "iban": 0.945, "national": 0.965, "pin": 0.98, "password": 0.98}
FALSE_SHARE = 0.001


@pytest.mark.parametrize("count", [pytest.param(200), pytest.param(100_000, marks=LONG)])
@pytest.mark.parametrize("kind", KINDS)
def test_as_many_secrets_go_as_did(kind: str, count: int) -> None:
    left = missed(secret_scenes(kind, count, 2))
    print(f"\n{kind}: {left.failed} of {left.total} have a word left", *left.examples[:20], sep="\n")
    assert 1 - left.share >= REACHED[kind]


@pytest.mark.parametrize("count", [pytest.param(300), pytest.param(100_000, marks=LONG)])
def test_talk_without_a_secret_stays_as_it_was(count: int) -> None:
    wrong = changed(free_scenes(count, 2))
    print(f"\n{wrong.failed} of {wrong.total} utterances were changed", *wrong.examples[:20], sep="\n")
    assert wrong.share <= FALSE_SHARE


def test_the_same_seed_says_the_same() -> None:
    for kind in KINDS:
        assert list(secret_scenes(kind, 5, 7)) == list(secret_scenes(kind, 5, 7))
    assert list(free_scenes(5, 7)) == list(free_scenes(5, 7))
    assert list(free_scenes(5, 7)) != list(free_scenes(5, 8))
