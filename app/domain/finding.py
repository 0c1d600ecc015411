"""Who is meant by what a person types: every spelling of one number, or the words of a name. Pure."""

import unicodedata
from collections.abc import Iterable

import phonenumbers

from app.domain.ids import Phone

_BETWEEN_DIGITS = frozenset(" \t().-/+·–\u00a0")
_FEWEST_DIGITS = 5
_LONGEST_COUNTRY = 3


def folded(text: str) -> str:
    """Return a text's words for comparing: no case, accents or punctuation, one blank between two."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def looks_like_a_number(text: str) -> bool:
    """Return whether a text can only be a telephone number, however it is spelt.

    Letters rule it out: read as on a keypad, a name would be somebody's number.
    """
    bare = _bare(text)
    digits = sum(char.isdecimal() for char in bare)
    return digits >= _FEWEST_DIGITS and all(char.isdecimal() or char in _BETWEEN_DIGITS for char in bare)


def countries_of(digits: Iterable[str]) -> frozenset[int]:
    """Return the country codes that E.164 numbers (their first digits, without the plus) begin with."""
    known = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    found = (
        int(number[:size])
        for number in digits
        for size in range(1, _LONGEST_COUNTRY + 1)
        if number[:size].isdecimal() and int(number[:size]) in known
    )
    return frozenset(found)


def numbers_meant(text: str, countries: Iterable[int]) -> frozenset[Phone]:
    """Return the E.164 numbers that a spelling can mean for somebody in one of these countries.

    An international spelling means one number; a national one means one in each country where it is
    possible. Empty for what is not a number.
    """
    if not looks_like_a_number(text):
        return frozenset()
    meant = (
        _read(text, region)
        for country in countries
        for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[country][:1]
    )
    return frozenset(number for number in (*meant, _read(text, None)) if number is not None)


def _read(text: str, region: str | None) -> Phone | None:
    try:
        parsed = phonenumbers.parse(_bare(text), region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return Phone(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().removeprefix("tel:")
