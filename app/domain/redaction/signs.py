"""Letters and digits spelled out as one number: account numbers and national numbers."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.redaction import checks
from app.domain.redaction.talk import CORRECTIONS, TIGHT_S, Item, Sort, by_time

LONGEST = 90
SKIPPED, SKIPPED_NAMED = 2, 12
"""So many words in all may fill the pauses in an account number; more where it is called by its name."""
NAMED_WORDS = 12
BEGINNING = 6
"""Words of a country's two letters: "B for Bravo E for Echo"."""
SLIP_DIGITS = 4
"""A slip that is corrected is no longer."""
WAYS, MORE_WAYS = 64, 512
"""Readings that are followed at once; more for what is called by its name."""

_ALPHABET = (
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliett juliet kilo lima mike november"
    " oscar papa quebec romeo sierra tango uniform victor whiskey xray x-ray yankee zulu"
)
_ALPHABETS_NL_FR = (
    "anton bernard cornelis dirk eduard ferdinand gerard hendrik izaak jan karel lodewijk maria nico otto"
    " pieter quotiënt rudolf simon theodoor utrecht willem xantippe ypsilon zaandam"
    " anatole berthe célestin désiré eugène françois gaston henri irma joseph kléber louis marcel nicolas"
    " pierre quintal raoul suzanne thérèse ursule william xavier yvonne zoé"
)
_SPELLING = {word: word[0].upper() for word in f"{_ALPHABET} {_ALPHABETS_NL_FR}".split()}
LIKE = frozenset({"for", "as", "like", "van", "zoals", "comme"})
"""Said between a letter and a word that begins with it."""
_SIGNS = re.compile(r"[a-z0-9./ -]+")
_NOT_SIGNS = re.compile(r"[^A-Z0-9]")
_ACCOUNT = re.compile(
    r"(iban|account|bank|rekening|compte|banque|stort|verse|virement|virer|wire|debit|domicili|overmaken"
    r"|rib|transfer|refund).*|pay|payable"
)
_WORDS = frozenset({"de", "is", "it", "no", "at", "se", "be", "me", "hr"})
"""Countries' codes that are words first of all."""
_BSN = re.compile(
    r"bsn|bsn-nummer|burgerservicenummer|sofinummer|sofi-nummer|sofi|service|citizen|nationaal"
    r"|rijksregisternummer|identiteits(bewijs|kaart)"
)
_NATIONAL = re.compile(
    rf"{_BSN.pattern}|national|nationale?|register|registre|rijksregister|social|sociale|sécu|identity|(d['’])?identité|citoyen"
)
AFTER_WORDS = 16
"""Items behind a BSN's first in which it may still be called by its name."""


@dataclass(frozen=True)
class Piece:
    """An item, and the signs it may stand for: none, one way, or two."""

    item: Item
    signs: tuple[str, ...]


def ibans(side: Sequence[Item], items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """Yield account numbers, written or spelled by one speaker; `items`: what both say."""
    pieces = _spelled([_piece(item, letters=True) for item in side])
    longest = max(checks.IBAN_LENGTHS.values())
    at = 0
    while at < len(pieces):
        found: tuple[Item, ...] = ()
        if _begins_iban(pieces, at):
            named = _is_named(_ACCOUNT, side[at], items)
            # "3 7 7 8, no wait, 3 7 7 4": that is not Norway.
            within = at > 0 and side[at - 1].sort is Sort.NUMBER
            if side[at].text not in _WORDS or (named and not within):
                found = _from(pieces, at, checks.iban, longest, SKIPPED_NAMED if named else SKIPPED)
        if found:
            yield found
        at += 1 if not found else next(n for n in range(at, len(side)) if side[n] is found[-1]) - at + 1


def national_numbers(side: Sequence[Item], items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """Yield Belgian, French and, where either speaker calls it by its name, Dutch national numbers."""
    digits, signs = [_piece(item) for item in side], [_piece(item, letters=True) for item in side]
    for at in range(len(side)):
        if not _begins_digits(side, at):
            continue
        skipped = SKIPPED * _is_named(_NATIONAL, side[at], items, AFTER_WORDS)
        found = _from(digits, at, _belgian, checks.RIJKSREGISTER_DIGITS, skipped)
        found = found or _from(signs, at, checks.nir, checks.NIR_SIGNS, skipped)
        if not found and _is_named(_BSN, side[at], items, AFTER_WORDS):
            found = _from(digits, at, checks.bsn, checks.BSN_DIGITS, SKIPPED_NAMED)
        if found:
            yield found


def _is_named(names: re.Pattern[str], first: Item, items: Sequence[Item], after: int = 0) -> bool:
    """Whether either speaker says one of the names just before an item, or in `after` words behind it."""
    place = bisect_left(items, (first.start_s, first.turn, first.first), key=by_time)
    near = items[max(0, place - NAMED_WORDS) : place + after]
    return any(names.fullmatch(item.text) for item in near)


def _spelled(pieces: list[Piece]) -> list[Piece]:
    """Make "B for Bravo" one letter: the words that only explain it hold no sign, and go with it."""
    found = list(pieces)
    for at, (letter, link, name) in enumerate(zip(pieces, pieces[1:], pieces[2:], strict=False)):
        if len(letter.item.text) == 1 and link.item.text in LIKE and name.item.text[:1] == letter.item.text:
            found[at + 1], found[at + 2] = Piece(link.item, ("",)), Piece(name.item, ("",))
    return found


def _belgian(digits: str) -> bool:
    return checks.rijksregister(digits) and checks.birth_date(digits)


def _piece(item: Item, letters: bool = False) -> Piece:
    if item.sort is Sort.NUMBER:
        letter = ("O",) if letters and item.text == "o" else ()
        return Piece(item, tuple(dict.fromkeys((item.digits, item.apart, *letter))))
    if not letters or item.sort is Sort.MASK:
        return Piece(item, ())
    if item.text in _SPELLING:
        return Piece(item, (_SPELLING[item.text],))
    signs = _NOT_SIGNS.sub("", item.text.upper()) if _SIGNS.fullmatch(item.text) else ""
    told = len(signs) == 1 or (len(signs) == 4 and signs.isalpha()) or any(sign.isdigit() for sign in signs)
    return Piece(item, (signs,) if told or signs in checks.IBAN_LENGTHS else ())


def _begins_iban(pieces: Sequence[Piece], at: int) -> bool:
    one = ""
    for piece in pieces[at : at + BEGINNING]:
        if len(one) >= 2 or not piece.signs:
            break
        one += piece.signs[0]
    return one[:2] in checks.IBAN_LENGTHS


def _begins_digits(side: Sequence[Item], at: int) -> bool:
    """Whether no number stands before this one, but for fillers."""
    if side[at].sort is not Sort.NUMBER and not side[at].text[:1].isdigit():
        return False
    return at == 0 or side[at - 1].sort is not Sort.NUMBER or side[at - 1].turn != side[at].turn


Way = tuple[str, tuple[Item, ...], int]


def _from(
    pieces: Sequence[Piece], at: int, passes: Callable[[str], bool], longest: int, skipped: int
) -> tuple[Item, ...]:
    """Return the items of a number from a place on, () where none passes. `skipped` other words may come."""
    ways: list[Way] = [("", (), 0)]
    before, found = pieces[at].item, tuple[Item, ...]()
    for piece in pieces[at : at + LONGEST]:
        if piece.item.sort is Sort.MASK or piece.item.start_s - before.end_s > TIGHT_S:
            return found
        if found and piece.item.sort is Sort.NUMBER and not skipped and piece.item.turn == before.turn:
            # It goes on: a longer number, of which a part passes.
            return ()
        if found and piece.item.sort is Sort.WORD:
            return found
        before = piece.item
        ways = list(_further(ways, piece, longest, skipped))[: MORE_WAYS if skipped > SKIPPED else WAYS]
        passed = (items for signs, items, _ in ways if items and items[-1] is piece.item and passes(signs))
        found = next(passed, found)
    return found


def _further(ways: Sequence[Way], piece: Piece, longest: int, skipped: int) -> Iterator[Way]:
    for signs, items, others in ways:
        for more in piece.signs:
            if len(signs) + len(more) <= longest:
                yield signs + more, (*items, piece.item), others
        if items and skipped and piece.item.text in CORRECTIONS:
            yield from _corrected(signs, items, others)
        if not items or piece.item.sort is Sort.NUMBER or piece.signs == ("",):
            continue
        if piece.item.sort is Sort.FILLER or others < skipped:
            yield signs, items, others + (piece.item.sort is Sort.WORD)


def _corrected(signs: str, items: tuple[Item, ...], others: int) -> Iterator[Way]:
    """Yield what was said before a correction without the slip: up to four digits of it."""
    for slip in range(1, min(len(signs), SLIP_DIGITS) + 1):
        yield signs[:-slip], items, others
