"""Words after which a secret is said, by the same speaker or by the one who was asked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.recording import Speaker, Turn
from app.domain.redaction.talk import CORRECTIONS, Item, Sort, tight_runs, words_of_turn

LEAD_WORDS = 6
"""Words before the answer: "yes of course, that would be ..."."""
ANSWER_S = 15.0
ANSWERS = 2
"""An answer comes this soon after the question, within the other one's next turns."""

_ASKS = re.compile(
    r"((and|so|en|et|dan|alors|then) )?(what|which|can|could|may|tell|give|wat|welke?|mag|kunt|kan|zeg|geef"
    r"|quel|quelle|pouvez-vous|puis-je|dites|dites-moi|donnez|donnez-moi|vous pouvez me)\b"
)
_DENIES = re.compile(r"\b(never|not|no|nooit|niet|geen|jamais|pas|don't|can't|cannot)\b")


def denies(text: str) -> bool:
    """Whether something is said not to be so, or not to be done."""
    return _DENIES.search(text) is not None


@dataclass(frozen=True)
class Side:
    """The items of one turn, in order, and its words as one text in small letters."""

    turn: int
    speaker: Speaker
    start_s: float
    end_s: float
    asks: bool
    items: tuple[Item, ...]
    text: str

    def item_at(self, offset: int) -> int:
        """Return the index of the first item that begins at or behind a character of `text`."""
        return self.text.count(" ", 0, offset) + (offset > 0 and self.text[offset - 1 : offset] != " ")


def sides_of(turns: Sequence[Turn], items: Sequence[Item]) -> list[Side]:
    """Return the turns with their items, by time."""
    by_turn: dict[int, list[Item]] = {}
    for item in items:
        by_turn.setdefault(item.turn, []).append(item)
    found = []
    for number, mine in by_turn.items():
        turn = turns[number]
        last = words_of_turn(turn)[-1].text
        mine.sort(key=lambda item: item.first)
        # One word an item, whatever it holds: so that places in the text count items.
        text = " ".join(item.text.replace(" ", "_") or "_" for item in mine)
        asks = last.rstrip("\"' ").endswith("?") or bool(_ASKS.match(text) and not denies(text))
        found.append(Side(number, turn.speaker, turn.start_s, turn.end_s, asks, tuple(mine), text))
    return sorted(found, key=lambda side: side.start_s)


def answers(sides: Sequence[Side], at: int) -> Iterator[Side]:
    """Yield what the other one says next."""
    asked, left = sides[at], ANSWERS
    for side in sides[at + 1 :]:
        if side.start_s > asked.end_s + ANSWER_S or not left:
            return
        if side.speaker is not asked.speaker:
            left -= 1
            yield side


def digits_after(items: Sequence[Item], lengths: range, lead: int = LEAD_WORDS) -> tuple[Item, ...]:
    """Return the first number in these items if it comes within `lead` words and has so many digits."""
    for run in tight_runs(items):
        before = sum(item.sort is Sort.WORD for item in items[: run.start])
        numbers = tuple(items[at] for at in run.numbers)
        if before > lead:
            return ()
        length = sum(len(item.digits) for item in numbers)
        taken_back = any(item.text in CORRECTIONS for item in items[run.start : run.stop])
        if length in lengths or (taken_back and length >= lengths.start):
            return numbers
        if len(numbers) > 1 or len(numbers[0].digits) > 1:
            return ()
    return ()
