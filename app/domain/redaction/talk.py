"""A transcript as one or both sides of a conversation: numbers, what fills a pause, and all other words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from app.domain.recording import Speaker, Turn, Word
from app.domain.redaction.kinds import kind_of
from app.domain.redaction.numbers import Number, numbers_in, plain

_FILLERS = (
    "uh uhm um er erm eh euh heu hm hmm mhm mm ah and then so yes yeah okay ok oké dash hyphen space to"
    " too for en dan ja sorry pardon wait right well wacht even moment attendez voyons bon ben nou now"
    " streepje spatie et puis ensuite alors oui tiret espace trait - – . , /"
    " hang hold on let me see kijken voilà"
)
_TAKEN_BACK = (
    "no sorry pardon mean wait correction nee wacht bedoel non attendez veux dire excusez excusez-moi"
)
CORRECTIONS = frozenset(_TAKEN_BACK.split())
"""Said between a slip and what was meant."""
_CORRECTING = CORRECTIONS | {"i", "ik", "je", "moi"}
FILLERS = frozenset(_FILLERS.split()) | {""} | _CORRECTING
"""Said between the digits of one number without ending it, misheard ones ("for") among them."""
_ONES = frozenset({"one", "een", "un", "une"})
TIGHT_FILLERS = 3
TIGHT_S = 15.0
"""A number goes on after so many fillers, and so many seconds of whatever the other one says."""
LOOSE_WORDS = 8
LOOSE_S = 25.0
"""A number that somebody is known to be giving goes on after so many words."""


class Sort(Enum):
    """What an item is. `MASK` stands where something was removed before: nothing goes on across it."""

    NUMBER = auto()
    FILLER = auto()
    WORD = auto()
    MASK = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """Words `first` to `last` of a turn (numbers from the start of the transcript), times in seconds."""

    sort: Sort
    text: str
    turn: int
    first: int
    last: int
    speaker: Speaker
    start_s: float
    end_s: float
    digits: str = ""
    apart: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """Where it is: turn and first word."""
        return self.turn, self.first


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers that may be one: `items` of a side from index `start` to `stop` (not included)."""

    start: int
    stop: int
    numbers: tuple[int, ...]


def words_of_turn(turn: Turn) -> tuple[Word, ...]:
    """Return a turn's words; those of one that has none are each as long as the turn: nobody knows better."""
    if turn.words:
        return turn.words
    return tuple(Word(text, turn.start_s, turn.end_s) for text in split(turn.text))


def split(text: str) -> list[str]:
    """Return the words of a text; what stands for something removed is one word."""
    found: list[str] = []
    rest = text.split()
    while rest:
        size = next((n for n in (2, 1) if kind_of(" ".join(rest[:n])) is not None), 1)
        found.append(" ".join(rest[:size]))
        rest = rest[size:]
    return found


def items_of(turns: Sequence[Turn], language: str) -> list[Item]:
    """Return everything that is said, by time of beginning."""
    items = [item for number, turn in enumerate(turns) for item in _items(number, turn, language)]
    return sorted(items, key=by_time)


def by_time(item: Item) -> tuple[float, int, int]:
    """Return what items are sorted by: when they begin, then where they stand."""
    return item.start_s, item.turn, item.first


def _items(number: int, turn: Turn, language: str) -> Iterator[Item]:
    words = words_of_turn(turn)
    texts = [word.text for word in words]
    numbers = numbers_in(texts, language)
    inside = {at for found in numbers for at in range(found.first, found.last + 1)}
    starts = {found.first: found for found in numbers if not _is_article(texts, found, inside)}
    at = 0
    while at < len(words):
        found = starts.get(at)
        last = at if found is None else max(at, found.last)
        yield _item(number, turn.speaker, words, at, last, found)
        at = last + 1


def _is_article(texts: Sequence[str], number: Number, inside: set[int]) -> bool:
    """Whether "one", "een" or "un" stands between other words: "une seconde", "the next one is".

    `inside`: the places of words that belong to a number.
    """
    if number.first != number.last or plain(texts[number.first]) not in _ONES:
        return False
    before, after = number.first - 1, number.last + 1
    ends = after == len(texts)
    beside = [at for at in (before, after) if 0 <= at < len(texts)]
    return not ends and not any(at in inside or plain(texts[at]) in FILLERS for at in beside)


def _item(
    turn: int, speaker: Speaker, words: Sequence[Word], first: int, last: int, number: Number | None
) -> Item:
    text = plain(words[first].text)
    if number is not None:
        sort = Sort.NUMBER
    elif kind_of(words[first].text) is not None:
        sort = Sort.MASK
    else:
        sort = Sort.FILLER if text in FILLERS else Sort.WORD
    return Item(
        sort,
        text,
        turn,
        first,
        last,
        speaker,
        words[first].start_s,
        words[last].end_s,
        number.digits if number else "",
        number.apart if number else "",
    )


def runs(side: Sequence[Item], words: int, seconds: float, breaks: frozenset[str]) -> Iterator[Run]:
    """Yield the numbers between which no more than `words` other words and `seconds` lie.

    Fillers count when three of them come at once. A word in `breaks`, what was removed, and a telephone
    number that is written with its plus end a run.
    """
    numbers: list[int] = []
    for at, item in enumerate(side):
        if item.sort is not Sort.NUMBER or item.text.startswith("+"):
            continue
        if numbers and not _goes_on(side, numbers[-1], at, words, seconds, breaks):
            yield Run(numbers[0], numbers[-1] + 1, tuple(numbers))
            numbers = []
        numbers.append(at)
    if numbers:
        yield Run(numbers[0], numbers[-1] + 1, tuple(numbers))


def _goes_on(
    side: Sequence[Item], before: int, at: int, words: int, seconds: float, breaks: frozenset[str]
) -> bool:
    between = side[before + 1 : at]
    if side[at].start_s - side[before].end_s > seconds:
        return False
    if any(item.sort is Sort.MASK or item.text in breaks or item.text[:1] == "+" for item in between):
        return False
    others = sum(item.sort is Sort.WORD for item in between)
    return others <= words and len(between) - others <= TIGHT_FILLERS + words


def tight_runs(side: Sequence[Item]) -> list[Run]:
    """Return numbers with nothing but fillers between them."""
    return list(runs(side, 0, TIGHT_S, frozenset()))


def of_speaker(items: Iterable[Item], speaker: Speaker) -> list[Item]:
    """Return one side of the conversation."""
    return [item for item in items if item.speaker is speaker]


def begins(side: Sequence[Item], run: Run) -> set[int]:
    """Return which numbers of a run have more than fillers, or another speaker, before them."""
    tight = {found.start for found in tight_runs(side)}
    changes = {at for before, at in pairwise(run.numbers) if side[at].speaker is not side[before].speaker}
    return {at for at in run.numbers if at in tight} | changes | {run.numbers[0]}
