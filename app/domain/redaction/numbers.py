"""From words to digits: "double five", "vierenvijftig", "quatre-vingt-douze" and "4111-1111"."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from app.domain.redaction.number_words import (
    HUNDRED,
    JOINERS,
    MULTIPLIERS,
    THOUSAND,
    TIMES,
    words_of,
)

_WRITTEN = re.compile(r"[+(]?\d[\d.,:/()'’\u00a0-]*")
_HYPHENS = re.compile(r"[-‐‑–]")
LARGEST_HUNDREDS = 20
"""Up to "nineteen hundred"."""
_PHRASE_ENDS = (",", ".", ";", ":", "…", "?", "!")
_EDGES = ".,;:!?…\"'“”«»()[]{}·*-‐‑–"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a word: its value where it is a number word, its digits where it is written."""

    text: str
    value: int | None
    digits: str
    word: int
    bound: bool
    """Tied to the piece before it by a hyphen."""


@dataclass(frozen=True, slots=True)
class Number:
    """Digits said by the words `first` to `last`; `apart` are those if nothing said apart is one number."""

    first: int
    last: int
    digits: str
    apart: str


@cache
def plain(text: str) -> str:
    """Return a word as it is looked up: in small letters, without the signs around it."""
    return unicodedata.normalize("NFKC", text).strip().strip(_EDGES).casefold()


def parts_of(texts: Sequence[str], language: str) -> list[Part]:
    """Return the pieces of these words."""
    found: list[Part] = []
    for number, text in enumerate(texts):
        for place, (piece, value, digits) in enumerate(_pieces(plain(text), language)):
            # A recogniser that times "forty-two" word by word writes "forty" and "-two".
            bound = place > 0 or _HYPHENS.match(text.lstrip()) is not None
            found.append(Part(piece, value, digits, number, bound))
    return found


@cache
def _pieces(word: str, language: str) -> tuple[tuple[str, int | None, str], ...]:
    table = words_of(language)
    if _WRITTEN.fullmatch(word):
        digits = "".join(str(unicodedata.digit(sign)) for sign in word if sign.isdecimal())
        return ((word, None, digits),)
    if word in table:
        return ((word, table[word], ""),)
    pieces = [piece for piece in _HYPHENS.split(word) if piece]
    if len(pieces) > 1 and all(piece in table or piece in JOINERS or piece.isdecimal() for piece in pieces):
        return tuple((piece, table.get(piece), piece if piece.isdecimal() else "") for piece in pieces)
    return ((word, None, ""),)


def numbers_in(texts: Sequence[str], language: str) -> list[Number]:
    """Return the numbers that these words say, in order."""
    return [number for parts in _phrases(texts, parts_of(texts, language)) for number in _numbers_of(parts)]


def _phrases(texts: Sequence[str], parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield the pieces between signs that end a phrase: "thirty, five" is 30 and 5."""
    phrase: list[Part] = []
    for place, part in enumerate(parts):
        phrase.append(part)
        last = place + 1 == len(parts) or parts[place + 1].word != part.word
        if last and texts[part.word].rstrip().endswith(_PHRASE_ENDS):
            yield phrase
            phrase = []
    yield phrase


def _numbers_of(parts: Sequence[Part]) -> list[Number]:
    found, at = list[Number](), 0
    while at < len(parts):
        digits, apart, end = _read(parts, at)
        if not digits:
            at += 1
            continue
        found.append(Number(parts[at].word, parts[end - 1].word, digits, apart))
        at = end
    return found


def _read(parts: Sequence[Part], at: int) -> tuple[str, str, int]:
    """Return the digits of the number at a place, those if nothing is joined, and the place after it."""
    part = parts[at]
    if part.digits:
        return part.digits, part.digits, at + 1
    repeated = _repeated(parts, at)
    if repeated is not None:
        return repeated
    value, end = _value(parts, at)
    if value is None:
        return "", "", at + 1
    pieces = [piece for piece in parts[at:end] if piece.value is not None]
    bound = all(piece.bound for piece in parts[at + 1 : end])
    big = any(piece.value in (HUNDRED, THOUSAND) for piece in pieces)
    apart = str(value)
    if big:
        apart = _without_last(value, parts[end - 1])
    elif not bound:
        apart = "".join(str(piece.value) for piece in pieces)
    return str(value), apart, end


def _without_last(value: int, last: Part) -> str:
    """Return "four hundred and fifty six" as 450 and 6; nothing changes where a hyphen ties the last."""
    unit = last.value or 0
    return f"{value - unit}{unit}" if 0 < unit < 10 and not last.bound and value > unit else str(value)


def _repeated(parts: Sequence[Part], at: int) -> tuple[str, str, int] | None:
    times = MULTIPLIERS.get(parts[at].text)
    after = at + 1
    if times is None and after < len(parts) and parts[after].text in TIMES:
        times, after = parts[at].value, after + 1
    if times is None or not 2 <= times <= 5 or after >= len(parts):
        return None
    one = parts[after]
    digit = one.digits if one.digits else ("" if one.value is None else str(one.value))
    return (digit * times, digit * times, after + 1) if len(digit) in (1, 2) else None


def _value(parts: Sequence[Part], at: int) -> tuple[int | None, int]:
    """Read one whole number, thousands and all."""
    value, end = _below_thousand(parts, at)
    if value is None:
        return None, at
    if value % THOUSAND == 0 and value:
        thousands = value
    elif value and _is(parts, end, THOUSAND):
        thousands, end = value * THOUSAND, end + 1
    else:
        return value, end
    rest, after = _below_thousand(parts, _past_joiner(parts, end))
    # "three thousand four thousand" is twice a number of four digits, as cards are read.
    follows = rest is not None and rest < 10 and _is(parts, after, THOUSAND)
    if rest and rest < THOUSAND and not follows:
        return thousands + rest, after
    return thousands, end


def _below_thousand(parts: Sequence[Part], at: int) -> tuple[int | None, int]:
    value, end = _below_hundred(parts, at)
    if value is None or value >= THOUSAND:
        return value, end
    if 0 < value < LARGEST_HUNDREDS and _is(parts, end, HUNDRED):
        value, end = value * HUNDRED, end + 1
    elif not value or value % HUNDRED:
        return value, end
    rest, after = _below_hundred(parts, _past_joiner(parts, end))
    # "two hundred four hundred": the four begins a number of its own.
    if rest and rest < HUNDRED and not (rest < 10 and _is(parts, after, HUNDRED)):
        return value + rest, after
    return value, end


def _below_hundred(parts: Sequence[Part], at: int) -> tuple[int | None, int]:
    value = _at(parts, at)
    if value is None:
        return None, at
    end = at + 1
    if _eighty(parts, at):
        value, end = 80, end + 1
    if value == 10 and end < len(parts) and parts[end].bound and 7 <= (_at(parts, end) or 0) <= 9:
        return 10 + (_at(parts, end) or 0), end + 1
    # "quatre-vingts" has its s only where nothing of the number follows.
    if not 20 <= value < HUNDRED or value % 10 or parts[end - 1].text == "vingts":
        return value, end
    after = end + 1 if end < len(parts) and parts[end].text in JOINERS else end
    unit, past = _unit(parts, after, teens=value in (60, 80))
    return (value + unit, past) if unit else (value, end)


_TWENTIES = frozenset({"vingt", "vingts"})


def _eighty(parts: Sequence[Part], at: int) -> bool:
    """Whether "quatre vingt" begins here; in "quatre vingt-cinq" the hyphen says that 4 and 25 are meant."""
    if parts[at].text != "quatre" or at + 1 >= len(parts) or parts[at + 1].text not in _TWENTIES:
        return False
    return parts[at + 1].bound or not (at + 2 < len(parts) and parts[at + 2].bound)


def _unit(parts: Sequence[Part], at: int, teens: bool) -> tuple[int, int]:
    """Return what may follow tens: 1 to 9, and 10 to 19 after "soixante" and "quatre-vingt"."""
    value = _at(parts, at)
    if value is None or value <= 0:
        return 0, at
    more_follows = _is(parts, at + 1, HUNDRED) or _is(parts, at + 1, THOUSAND)
    # "vingt et un cent six": nobody says "un cent".
    alone = parts[at].bound or parts[at].text == "un"
    if at + 1 < len(parts) and parts[at + 1].text in TIMES:
        return 0, at
    if value < 10 and (alone or not (more_follows or _eighty(parts, at))):
        return value, at + 1
    if teens and 10 <= value < 20 and _is_french(parts[at]):
        more = _at(parts, at + 1) or 0
        if value == 10 and parts[at + 1 : at + 2] and parts[at + 1].bound and 7 <= more <= 9:
            return 10 + more, at + 2
        return value, at + 1
    return 0, at


_FRENCH_TEENS = frozenset({"dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"})


def _is_french(part: Part) -> bool:
    return part.text in _FRENCH_TEENS


def _past_joiner(parts: Sequence[Part], at: int) -> int:
    return at + 1 if at < len(parts) and parts[at].text in JOINERS else at


def _at(parts: Sequence[Part], at: int) -> int | None:
    return parts[at].value if at < len(parts) else None


def _is(parts: Sequence[Part], at: int, value: int) -> bool:
    return _at(parts, at) == value
