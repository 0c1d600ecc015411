"""Payment card numbers, however they are said, by one speaker or by both."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product, takewhile

from app.domain.recording import Speaker
from app.domain.redaction import checks
from app.domain.redaction.cues import Side
from app.domain.redaction.talk import (
    CORRECTIONS,
    LOOSE_S,
    LOOSE_WORDS,
    Item,
    Run,
    Sort,
    begins,
    of_speaker,
    runs,
    tight_runs,
)
from app.domain.redaction.topics import OTHER, Near, Topics, said_after, topics_of

USUAL = 16
SHORTEST, LONGEST = checks.CARD_LENGTHS[0], checks.CARD_LENGTHS[-1]
SPOKEN_OF_WORDS = 2
"""Between the digits of a card that was only spoken of; `LOOSE_WORDS` where one is being read out."""
SHORTEST_UNCHECKED, UNCHECKED_LONGEST = 12, 48
"""Digits of a card that is said with corrections and repeats."""
GROUP_DIGITS, DENSE_DIGITS, OTHER_WORDS = 3, 7, 30
TELEPHONE_DIGITS = 9
ECHO_DIGITS = 4
"""So many digits of a card, said again anywhere, go as well."""
DOUBTS = 5
"""So many numbers of a card are tried both ways where it is not clear what belongs together."""
BREATH_WORDS, BREATH_S = 4, 1.0
BEGUN_S = 12.0
NEAR_S = 8.0
TURN_WORDS = 4
"""Between the turns of a card that nobody spoke of."""
SLIP_NUMBERS = 6
"""So many numbers just before a correction may be the slip."""
NEAR_DIGITS = 2
"""Just before and behind a card fewer are taken for a repeat."""


@dataclass(frozen=True)
class Card:
    """A card as it was said once."""

    items: tuple[Item, ...]
    ways: tuple[str, ...]
    """The digits it may have: "fifty five" is 55, or 50 and 5."""

    def says(self, digits: str) -> bool:
        """Whether these digits, one after the other, are a part of it."""
        return any(digits in way for way in self.ways)

    @property
    def is_amex(self) -> bool:
        """Whether its security code has four digits."""
        return any(checks.card(way[: checks.AMEX_DIGITS]) and way[:2] in checks.AMEX for way in self.ways)

    @property
    def start_s(self) -> float:
        """When it begins."""
        return self.items[0].start_s

    @property
    def end_s(self) -> float:
        """When it ends."""
        return max(item.end_s for item in self.items)


def cards_in(items: Sequence[Item], sides: Sequence[Side]) -> list[Card]:
    """Return every card of a conversation, in whole or in repeats of four digits and more.

    First what passes the check, of one speaker and then of both together; then what is plainly being read
    out as a card and does not pass; then what is said again of either.
    """
    topics = topics_of(items, sides)
    found: list[Card] = []
    taken: set[tuple[int, int]] = set()
    one, other, both = of_speaker(items, Speaker.CUSTOMER), of_speaker(items, Speaker.AGENT), list(items)
    for side, near, choose in (
        (one, Near.READ_OUT, _checked),
        (other, Near.READ_OUT, _checked),
        (both, Near.READ_OUT, _checked),
        (one, Near.SPOKEN_OF, _checked),
        (other, Near.SPOKEN_OF, _checked),
        (both, Near.READ_OUT, _unchecked),
        (one, Near.READ_OUT, _unchecked),
        (other, Near.READ_OUT, _unchecked),
    ):
        rest = [item for item in side if item.place not in taken]
        for card in _of_side(rest, topics, near, choose):
            found.append(card)
            taken |= {item.place for item in card.items}
    for side in (one, other, both):
        rest = [item for item in side if item.place not in taken]
        for card in _untold(rest, topics):
            found.append(card)
            taken |= {item.place for item in card.items}
        rest = [item for item in side if item.place not in taken]
        for card in _over_turns(rest):
            found.append(card)
            taken |= {item.place for item in card.items}
    return found + list(_echoes(items, found, taken, topics))


def _of_side(side: Sequence[Item], topics: Topics, near: Near, choose: "_Choice") -> Iterator[Card]:
    words = LOOSE_WORDS if near is Near.READ_OUT else SPOKEN_OF_WORDS
    for run in runs(side, words, LOOSE_S, OTHER):
        if sum(len(side[at].digits) for at in run.numbers) < SHORTEST_UNCHECKED:
            continue
        spoken_of = [at for at in run.numbers if topics.near(side[at]) >= near]
        if spoken_of:
            # What was said before a card was spoken of is something else.
            numbers = run.numbers[run.numbers.index(spoken_of[0]) :]
            chosen = choose(side, Run(numbers[0], run.stop, numbers), topics)
            if chosen:
                yield _card(side, chosen)


def _is_dense(side: Sequence[Item], numbers: Sequence[int]) -> bool:
    """Whether enough digits come in groups: hours and numbers of people in a conversation do not."""
    sizes = [len(side[numbers[0]].digits)]
    others = 0
    for before, at in pairwise(numbers):
        between = sum(item.sort is Sort.WORD for item in side[before + 1 : at])
        others += between
        if between:
            sizes.append(0)
        sizes[-1] += len(side[at].digits)
    dense = sum(size for size in sizes if size >= GROUP_DIGITS) >= DENSE_DIGITS
    return dense and others <= OTHER_WORDS


_BEGIN_CARDS = frozenset("23456")
_Choice = Callable[[Sequence[Item], Run, Topics], tuple[int, ...]]


def _untold(side: Sequence[Item], topics: Topics) -> Iterator[Card]:
    """Yield numbers that are cards by themselves, though nobody spoke of one."""
    for run in tight_runs(side):
        for numbers in _whole_turns(side, run.numbers):
            other = topics.other_before(side[numbers[0]].start_s)
            ways = (*_spellings(side, numbers), *_corrections(side, numbers))
            if any(checks.card(digits) and (checks.common(digits) or not other) for digits in ways):
                yield _card(side, numbers)
                break


def _over_turns(side: Sequence[Item]) -> Iterator[Card]:
    """Yield cards whose parts lie in several turns, with a few words where one turn ends and the next begins.

    Nobody spoke of a card: so each turn says nothing between its digits, and has a group of them at least.
    """
    for run in runs(side, TURN_WORDS, LOOSE_S, OTHER):
        for numbers in _whole_turns(side, run.numbers):
            if any(map(_is_likely, _as_corrected(side, numbers))) and _in_groups(side, numbers):
                yield _card(side, numbers)
                break


def _is_likely(digits: str) -> bool:
    return checks.card(digits) and checks.likely(digits)


def _as_corrected(side: Sequence[Item], numbers: Sequence[int]) -> Iterator[str]:
    yield "".join(side[at].digits for at in numbers)
    yield from _corrections(side, numbers)


def _in_groups(side: Sequence[Item], numbers: Sequence[int]) -> bool:
    by_turn: dict[int, list[int]] = {}
    for at in numbers:
        by_turn.setdefault(side[at].turn, []).append(at)
    groups = list(by_turn.values())
    return len(groups) > 1 and all(
        _length(side, group) >= ECHO_DIGITS
        and not any(item.sort is Sort.WORD for item in side[group[0] : group[-1]])
        for group in groups
    )


def _whole_turns(side: Sequence[Item], numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the run, then whole turns of it: what was said just before or behind may be another number."""
    turns = [side[at].turn for at in numbers]
    cuts = [place for place in range(len(numbers)) if not place or turns[place] != turns[place - 1]]
    bounds = [*cuts, len(numbers)]
    spans = [(start, stop) for start in cuts for stop in bounds if stop > start]
    for start, stop in sorted(spans, key=lambda span: span[0] - span[1]):
        yield numbers[start:stop]


def _spellings(side: Sequence[Item], numbers: Sequence[int]) -> Iterator[str]:
    """Yield the digits that these numbers may mean: "soixante onze" is 71, or 60 and 11."""
    ways = [(side[at].digits, side[at].apart) for at in numbers]
    doubtful = [place for place, (joined, apart) in enumerate(ways) if joined != apart][:DOUBTS]
    for choice in product((0, 1), repeat=len(doubtful)):
        chosen = dict(zip(doubtful, choice, strict=True))
        yield "".join(way[chosen.get(place, 0)] for place, way in enumerate(ways))


def _corrections(side: Sequence[Item], numbers: Sequence[int]) -> Iterator[str]:
    """Yield the digits without the numbers that are taken back: "..., no, sorry, ..."."""
    for place in range(1, len(numbers)):
        between = side[numbers[place - 1] + 1 : numbers[place]]
        if any(item.text in CORRECTIONS for item in between):
            for slip in range(1, min(place, SLIP_NUMBERS) + 1):
                yield "".join(side[at].digits for at in (*numbers[: place - slip], *numbers[place:]))


def _is_card(side: Sequence[Item], numbers: Sequence[int]) -> bool:
    return any(checks.card(digits) for digits in _spellings(side, numbers))


def _checked(side: Sequence[Item], run: Run, topics: Topics) -> tuple[int, ...]:
    """Return the numbers that pass for a card together, all that do, from where a number can begin."""
    first = begins(side, run)
    found: set[int] = set()
    for place, at in enumerate(run.numbers):
        if at not in first:
            continue
        length = 0
        for stop, last in enumerate(run.numbers[place:], place + 1):
            length += len(side[last].digits)
            if length > 2 * LONGEST:
                break
            window = run.numbers[place:stop]
            goes_on = stop < len(run.numbers) and run.numbers[stop] not in first
            if goes_on and topics.near(side[at]) is not Near.READ_OUT:
                continue
            if length >= SHORTEST - DOUBTS and _is_card(side, window) and _is_dense(side, window):
                found |= set(window)
    return _grown(side, run, sorted(found), topics)


def _grown(side: Sequence[Item], run: Run, found: Sequence[int], topics: Topics) -> tuple[int, ...]:
    """Take numbers beside the ones found along: in the same breath, they are a slip or its correction.

    What was said before, since a card was spoken of, belongs to it: the window that passed began too late.
    """
    chosen = set(found)
    for order in (run.numbers, run.numbers[::-1]):
        for before, at in pairwise(order):
            if before in chosen and _one_breath(side, min(before, at), max(before, at)):
                chosen.add(at)
    if not chosen:
        return ()
    first = side[min(chosen)]
    later = [at for at in run.numbers if at > max(chosen)]
    while later and first.digits[0] in "456" and _length(side, chosen) < USUAL:
        # Thirteen to fifteen of its digits passed by chance.
        turn = side[later[0]].turn
        chosen |= {at for at in later if side[at].turn == turn}
        later = [at for at in later if side[at].turn != turn]
    since = topics.card_said_s(first.start_s)
    earlier = (at for at in run.numbers if at < min(chosen) and side[at].start_s >= since)
    return tuple(sorted(chosen | {at for at in earlier if side[at].speaker is first.speaker}))


def _length(side: Sequence[Item], numbers: Iterable[int]) -> int:
    return sum(len(side[at].digits) for at in numbers)


def _one_breath(side: Sequence[Item], before: int, at: int) -> bool:
    if side[before].turn != side[at].turn and side[at].start_s - side[before].end_s > BREATH_S:
        return False
    return sum(item.sort is Sort.WORD for item in side[before + 1 : at]) <= BREATH_WORDS


def _unchecked(side: Sequence[Item], run: Run, topics: Topics) -> tuple[int, ...]:
    """Return what is read out as a card and does not pass: with a slip and its correction, or misheard."""
    first = begins(side, run)
    starts = [
        place
        for place, at in enumerate(run.numbers)
        if at in first and {side[at].digits[0], side[at].apart[0]} & _BEGIN_CARDS
    ]
    if not starts:
        return ()
    numbers = run.numbers[starts[0] :]
    while numbers and said_after(side, numbers[-1] + 1):
        numbers = numbers[:-1]
    numbers = _up_to_a_telephone(side, numbers, first)
    length = sum(len(side[at].digits) for at in numbers)
    fits = SHORTEST_UNCHECKED <= length <= UNCHECKED_LONGEST
    return numbers if fits and _is_dense(side, numbers) else ()


def _up_to_a_telephone(side: Sequence[Item], numbers: tuple[int, ...], first: set[int]) -> tuple[int, ...]:
    """Cut before nine digits and more that begin a turn with a zero and go on without a pause."""
    for place, at in enumerate(numbers):
        before = side[numbers[place - 1]] if place else None
        # What the other one begins and this one ends is no telephone number.
        alone = before is None or (before.turn != side[at].turn and before.speaker is side[at].speaker)
        if alone and side[at].digits[0] == "0":
            following = takewhile(lambda other: other not in first, numbers[place + 1 :])
            if len(side[at].digits) + sum(len(side[other].digits) for other in following) >= TELEPHONE_DIGITS:
                return numbers[:place]
    return numbers


def _card(side: Sequence[Item], numbers: Sequence[int]) -> Card:
    chosen = tuple(side[at] for at in numbers)
    return Card(chosen, tuple(dict.fromkeys(_spellings(side, numbers))))


def _echoes(
    items: Sequence[Item], cards: Sequence[Card], taken: set[tuple[int, int]], topics: Topics
) -> Iterator[Card]:
    """Yield what is said again of the cards found: four digits in a row anywhere, fewer close by."""
    if not cards:
        return
    for speaker in Speaker:
        side = [item for item in of_speaker(items, speaker) if item.place not in taken]
        for run in tight_runs(side):
            repeated = set(_common(side, run.numbers, cards))
            begun = _begun_by_other(side, run, cards, topics)
            for at in run.numbers:
                same_turn = (side[other] for other in run.numbers if side[other].turn == side[at].turn)
                said = "".join(item.digits for item in same_turn)
                if begun or at in repeated or any(_close(side[at], said, card) for card in cards):
                    yield _card(side, (at,))


def _begun_by_other(side: Sequence[Item], run: Run, cards: Sequence[Card], topics: Topics) -> bool:
    """Whether this speaker began a card that the other one ended, and that passed without the beginning."""
    first, last = side[run.start], side[run.stop - 1]
    long = sum(len(side[at].digits) for at in run.numbers) >= ECHO_DIGITS
    return (
        long
        and topics.near(first) is not Near.NOT
        and any(
            card.items[0].speaker is not first.speaker and 0 <= card.start_s - last.end_s <= BEGUN_S
            for card in cards
        )
    )


def _close(item: Item, said: str, card: Card) -> bool:
    """Whether a number lies within the time of a card, or is `said`, a piece of it, by the other one."""
    if card.start_s <= item.start_s <= card.end_s:
        return True
    if item.speaker is card.items[-1].speaker:
        return False
    again = (len(said) >= NEAR_DIGITS and card.says(said)) or any(way.endswith(said) for way in card.ways)
    return again and card.end_s < item.start_s <= card.end_s + NEAR_S


def _common(side: Sequence[Item], numbers: Sequence[int], cards: Sequence[Card]) -> Iterator[int]:
    """Yield the numbers of a run that hold a part of `ECHO_DIGITS` digits in common with a card."""
    for turn in {side[at].turn for at in numbers}:
        yield from _common_in_turn(side, [at for at in numbers if side[at].turn == turn], cards)


def _common_in_turn(side: Sequence[Item], numbers: Sequence[int], cards: Sequence[Card]) -> Iterator[int]:
    owners = [at for at in numbers for _ in side[at].digits]
    said = "".join(side[at].digits for at in numbers)
    for start in range(len(said) - ECHO_DIGITS + 1):
        piece = said[start : start + ECHO_DIGITS]
        if any(card.says(piece) for card in cards):
            yield from owners[start : start + ECHO_DIGITS]
