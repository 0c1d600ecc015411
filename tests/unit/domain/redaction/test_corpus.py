"""The detector over generated conversations: every secret goes, and next to nothing else.

The corpus was written before the detector (`tests.support.corpus`). What "stored" means: four or more words
of a secret in a row, or a written number of four digits and more, are left in the masked transcript.
"""

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from app.domain.redaction import redact
from app.domain.redaction.finding import find
from app.domain.redaction.kinds import ALL_KINDS
from tests.support.corpus.free import free_case
from tests.support.corpus.secrets import HELD, LAST_SET, OPEN, card_case, other_case
from tests.support.corpus.talk import Case

SETS = (OPEN, HELD, LAST_SET)
FALSE_SHARE = 0.001
LONG = [pytest.mark.long, pytest.mark.timeout(7200)]
Maker = Callable[[int, int, int], Case]


class Count:
    """Conversations and words by kind and language."""

    def __init__(self) -> None:
        self.cases: Counter[tuple[str, str]] = Counter()
        self.stored: Counter[tuple[str, str]] = Counter()
        self.secret: Counter[tuple[str, str]] = Counter()
        self.missed: Counter[tuple[str, str]] = Counter()
        self.extra: Counter[tuple[str, str]] = Counter()

    def add(self, case: Case) -> None:
        key = (case.kind, case.language)
        found = set(find(case.transcript(), ALL_KINDS))
        missed = case.secret - found
        self.cases[key] += 1
        self.stored[key] += any(is_kept(case, turn, missed) for turn, _ in missed)
        self.secret[key] += len(case.secret)
        self.missed[key] += len(missed)
        self.extra[key] += len(found - case.secret)

    def table(self) -> str:
        lines = ["kind           language  cases  stored  word recall  word precision"]
        for key in sorted(self.cases):
            hit = self.secret[key] - self.missed[key]
            recall = hit / max(1, self.secret[key])
            precision = hit / max(1, hit + self.extra[key])
            lines.append(
                f"{key[0]:14} {key[1]:8} {self.cases[key]:6} {self.stored[key]:7}"
                f"  {recall:11.5f}  {precision:14.5f}"
            )
        return "\n".join(lines)


def is_kept(case: Case, turn: int, missed: Iterable[tuple[int, int]]) -> bool:
    """Whether four words in a row of a turn's secret, or four digits in one word, were not found."""
    places = sorted(word for at, word in missed if at == turn)
    words = case.turns[turn].words
    if any(sum(sign.isdigit() for sign in words[place].text) >= 4 for place in places):
        return True
    return any({place, place + 1, place + 2, place + 3} <= set(places) for place in places)


def count(maker: Maker, cases: int, seed: int) -> Count:
    counted = Count()
    for number in range(cases):
        counted.add(maker(number // len(SETS), seed, SETS[number % len(SETS)]))
    return counted


@pytest.mark.parametrize("cases", [pytest.param(450), pytest.param(100_000, marks=LONG)])
def test_no_card_is_left(cases: int) -> None:
    counted = count(card_case, cases, 101)
    print(f"\n{cases} conversations with a card number\n{counted.table()}")
    assert counted.stored.total() == 0
    assert counted.missed.total() / counted.secret.total() < 0.0005


@pytest.mark.parametrize("cases", [pytest.param(450), pytest.param(40_000, marks=LONG)])
def test_other_secrets(cases: int) -> None:
    counted = count(other_case, cases, 102)
    print(f"\n{cases} conversations with another secret\n{counted.table()}")
    assert counted.missed.total() / counted.secret.total() < 0.03


@pytest.mark.parametrize("cases", [pytest.param(1000), pytest.param(100_000, marks=LONG)])
def test_next_to_nothing_is_taken_out_of_speech_without_a_secret(cases: int) -> None:
    wrong = []
    for number in range(cases):
        case = free_case(number // len(SETS), 103, SETS[number % len(SETS)])
        if redact(case.transcript()).transcript != case.transcript():
            wrong.append(case.number)
    print(f"\n{len(wrong)} of {cases} conversations without a secret were changed")
    assert len(wrong) <= cases * FALSE_SHARE
