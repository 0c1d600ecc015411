"""Number words of English, Dutch and French, and what they are worth."""

from functools import cache

HUNDRED, THOUSAND = 100, 1000

_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NL = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
    " zeventien achttien negentien"
)
_NL_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig"
_FR = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_FR_TENS = "vingt trente quarante cinquante soixante septante huitante nonante"

MULTIPLIERS = {
    "double": 2, "dubbel": 2, "dubbele": 2, "tweemaal": 2, "triple": 3, "treble": 3, "driemaal": 3,
    "tripel": 3, "quadruple": 4,
}  # fmt: skip
"""Said before a digit that comes several times."""
TIMES = frozenset({"keer", "maal", "fois", "times"})
"""Said between how often and the digit: "twee keer nul"."""
JOINERS = frozenset({"and", "et", "en"})
"""Said inside a number: "four hundred and twelve", "vingt et un"."""
OF_ONE_LANGUAGE = {"onze": "fr", "cent": "fr", "cents": "fr", "mille": "fr", "o": "en"}
"""Number words that are other words elsewhere ("onze" is "our" in Dutch)."""


def _english() -> dict[str, int]:
    words = {word: value for value, word in enumerate(_EN.split())}
    words |= {word: 20 + 10 * place for place, word in enumerate(_EN_TENS.split())}
    return words | {"oh": 0, "o": 0, "nought": 0, "naught": 0, "fourty": 40, "hundred": 100, "thousand": 1000}


def _dutch() -> dict[str, int]:
    units = _NL.split()
    words = {word: value for value, word in enumerate(units)}
    for place, tens in enumerate(_NL_TENS.split()):
        value = 20 + 10 * place
        words[tens] = value
        for unit in range(1, 10):
            for link in ("en", "ën", "-en-"):
                words[f"{units[unit]}{link}{tens}"] = value + unit
    words["één"] = words["eén"] = 1
    below = dict(words)
    for place in (0, *range(2, 10)):
        start, value = units[place] if place else "", HUNDRED * max(1, place)
        words |= {f"{start}honderd{rest}": value + more for rest, more in below.items() if more}
        words[f"{start}honderd"] = value
    return words | {"duizend": 1000} | {f"{unit}duizend": 1000 * n for n, unit in enumerate(units) if n > 1}


def _french() -> dict[str, int]:
    words = {word: value for value, word in enumerate(_FR.split())}
    words |= {word: 20 + 10 * place for place, word in enumerate(_FR_TENS.split())}
    plurals = {"vingts": 20, "cents": 100, "cent": 100, "mille": 1000}
    return words | plurals | {"une": 1, "zero": 0, "octante": 80}


LANGUAGES = {"en": _english(), "nl": _dutch(), "fr": _french()}


@cache
def words_of(language: str) -> dict[str, int]:
    """Return the number words of calls in a language (ISO 639-1).

    Callers change language in mid-sentence: those of the others count too, unless they mean something here.
    """
    others = {
        word: value
        for table in LANGUAGES.values()
        for word, value in table.items()
        if OF_ONE_LANGUAGE.get(word, language) == language or language not in LANGUAGES
    }
    return others | LANGUAGES.get(language, {})
