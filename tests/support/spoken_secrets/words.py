"""Whole numbers in words, as people say them in English, Dutch and French (Belgian and of France)."""

from random import Random

_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = [
    "_",
    "_",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_NL = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
_NL_TENS = [
    "_",
    "_",
    "twintig",
    "dertig",
    "veertig",
    "vijftig",
    "zestig",
    "zeventig",
    "tachtig",
    "negentig",
]
_FR = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_FR_TENS = ["_", "_", "vingt", "trente", "quarante", "cinquante", "soixante"]


def in_words(rng: Random, language: str, number: int) -> str:
    """Return 0-9999 in words; the rng chooses between the ways that are all in use."""
    return {"en": _english, "nl": _dutch, "fr": _french}[language](rng, number)


def _english(rng: Random, n: int) -> str:
    if n < 20:
        return "oh" if n == 0 and rng.random() < 0.25 else _EN[n]
    if n < 100:
        tens, ones = divmod(n, 10)
        return _EN_TENS[tens] + (rng.choice("- ") + _EN[ones] if ones else "")
    if n < 1000:
        hundreds, rest = divmod(n, 100)
        link = rng.choice((" ", " and "))
        return f"{_EN[hundreds]} hundred" + (link + _english(rng, rest) if rest else "")
    thousands, rest = divmod(n, 1000)
    return f"{_EN[thousands]} thousand" + (" " + _english(rng, rest) if rest else "")


def _dutch(rng: Random, n: int) -> str:
    if n < 20:
        return rng.choice(("een", "één")) if n == 1 else _NL[n]
    if n < 100:
        tens, ones = divmod(n, 10)
        if not ones:
            return _NL_TENS[tens]
        link = rng.choice(("ën", "en")) if _NL[ones].endswith("e") else "en"
        return _NL[ones] + link + _NL_TENS[tens]
    if n < 1000:
        hundreds, rest = divmod(n, 100)
        head = ("" if hundreds == 1 else _NL[hundreds]) + "honderd"
        return head + (rng.choice(("", " ")) + _dutch(rng, rest) if rest else "")
    thousands, rest = divmod(n, 1000)
    return ("" if thousands == 1 else _NL[thousands]) + "duizend" + (" " + _dutch(rng, rest) if rest else "")


def _french(rng: Random, n: int) -> str:
    if n < 20:
        return _FR[n]
    if n < 100:
        return _french_tens(rng, n)
    if n < 1000:
        hundreds, rest = divmod(n, 100)
        head = "cent" if hundreds == 1 else f"{_FR[hundreds]} cent"
        return f"{head} {_french(rng, rest)}" if rest else head
    thousands, rest = divmod(n, 1000)
    head = "mille" if thousands == 1 else f"{_FR[thousands]} mille"
    return f"{head} {_french(rng, rest)}" if rest else head


def _french_tens(rng: Random, n: int) -> str:
    tens, ones = divmod(n, 10)
    if tens < 7:
        return _joined(rng, _FR_TENS[tens], ones)
    if tens in (7, 9) and rng.random() < 0.4:
        return _joined(rng, "septante" if tens == 7 else "nonante", ones)
    if tens == 7:
        return "soixante et onze" if ones == 1 else "soixante-" + _FR[10 + ones]
    rest = n - 80
    return "quatre-vingts" if not rest else "quatre-vingt-" + _FR[rest]


def _joined(rng: Random, tens: str, ones: int) -> str:
    if not ones:
        return tens
    return f"{tens} et un" if ones == 1 else f"{tens}{rng.choice('-- ')}{_FR[ones]}"
