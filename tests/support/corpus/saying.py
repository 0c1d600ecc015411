"""How digits are said and written, in English, Dutch and French (of France and of Belgium)."""

from collections.abc import Callable

import numpy as np

Rng = np.random.Generator

EN = [
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
]
EN += ["seventeen", "eighteen", "nineteen"]
EN_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NL = [
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
]
NL += ["zeventien", "achttien", "negentien"]
NL_TENS = ["_", "_", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
FR = [
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
]
FR += ["dix-sept", "dix-huit", "dix-neuf"]
FR_TENS = ["_", "_", "vingt", "trente", "quarante", "cinquante", "soixante"]


def en_number(n: int) -> str:
    """Return 0 to 9999 as an English speaker says it."""
    if n < 20:
        return EN[n]
    if n < 100:
        return EN_TENS[n // 10] + (f"-{EN[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{EN[n // 100]} hundred" + (f" and {en_number(n % 100)}" if n % 100 else "")
    return f"{en_number(n // 1000)} thousand" + (f" {en_number(n % 1000)}" if n % 1000 else "")


def nl_number(n: int) -> str:
    """Return 0 to 9999 as a Dutch speaker says it."""
    if n < 20:
        return NL[n]
    if n < 100:
        unit, tens = n % 10, NL_TENS[n // 10]
        return f"{NL[unit]}{'ën' if unit in (2, 3) else 'en'}{tens}" if unit else tens
    if n < 1000:
        hundreds = "" if n < 200 else NL[n // 100]
        return f"{hundreds}honderd{nl_number(n % 100) if n % 100 else ''}"
    thousands = "" if n < 2000 else nl_number(n // 1000)
    return f"{thousands}duizend" + (f" {nl_number(n % 1000)}" if n % 1000 else "")


def fr_number(n: int, belgian: bool = False) -> str:
    """Return 0 to 9999 as a French speaker says it, of France or of Belgium."""
    if n < 20:
        return FR[n]
    if n < 100:
        return _fr_tens(n, belgian)
    if n < 1000:
        hundreds = "cent" if n < 200 else f"{FR[n // 100]} cent"
        return hundreds + (f" {fr_number(n % 100, belgian)}" if n % 100 else "")
    thousands = "mille" if n < 2000 else f"{fr_number(n // 1000, belgian)} mille"
    return thousands + (f" {fr_number(n % 1000, belgian)}" if n % 1000 else "")


def _fr_tens(n: int, belgian: bool) -> str:
    tens, unit = divmod(n, 10)
    if belgian and tens in (7, 9):
        base = "septante" if tens == 7 else "nonante"
        return base + ("" if not unit else " et un" if unit == 1 else f"-{FR[unit]}")
    if tens in (7, 9):
        base, rest = ("soixante", n - 60) if tens == 7 else ("quatre-vingt", n - 80)
        return f"{base} et onze" if n == 71 else f"{base}-{FR[rest]}"
    if tens == 8:
        return f"quatre-vingt-{FR[unit]}" if unit else "quatre-vingts"
    return FR_TENS[tens] + ("" if not unit else " et un" if unit == 1 else f"-{FR[unit]}")


NUMBER: dict[str, Callable[[int], str]] = {
    "en": en_number,
    "nl": nl_number,
    "fr": fr_number,
    "fr-BE": lambda n: fr_number(n, belgian=True),
}
TWICE = {"en": ("double",), "nl": ("dubbel", "twee keer"), "fr": ("double", "deux fois")}
THRICE = {"en": ("triple",), "nl": ("drie keer", "driemaal"), "fr": ("trois fois", "triple")}
NOUGHT = {"en": ("zero", "oh"), "nl": ("nul",), "fr": ("zéro",)}


def primary(language: str) -> str:
    """Return en, nl or fr."""
    return language.split("-", maxsplit=1)[0]


def digits_one_by_one(digits: str, language: str, rng: Rng) -> list[str]:
    """Return "4400" as words: "four", "double", ... with the repeats a speaker may gather."""
    lang, words, at = primary(language), list[str](), 0
    gather = rng.random() < 0.35
    while at < len(digits):
        same = 1
        while at + same < len(digits) and digits[at + same] == digits[at] and same < 3:
            same += 1
        one = rng.choice(NOUGHT[lang]) if digits[at] == "0" else NUMBER[language](int(digits[at]))
        if gather and same > 1:
            words += str(rng.choice((TWICE if same == 2 else THRICE)[lang])).split()
            words.append(one)
            at += same
        else:
            words.append(one)
            at += 1
    return [str(word) for word in words]


def in_pairs(digits: str, language: str, rng: Rng) -> list[str]:
    """Return digits two at a time, "5412" as "fifty-four twelve"; a leading zero is said."""
    words: list[str] = []
    for at in range(0, len(digits), 2):
        pair = digits[at : at + 2]
        if len(pair) == 2 and pair[0] != "0":
            words += NUMBER[language](int(pair)).split()
        else:
            words += digits_one_by_one(pair, language, rng)
    return words


def in_threes(digits: str, language: str, rng: Rng) -> list[str]:
    """Return digits three at a time, as whole numbers where none begins with zero."""
    words: list[str] = []
    for at in range(0, len(digits), 3):
        three = digits[at : at + 3]
        whole = len(three) == 3 and three[0] != "0"
        words += NUMBER[language](int(three)).split() if whole else digits_one_by_one(three, language, rng)
    return words


def as_thousands(digits: str, language: str, rng: Rng) -> list[str]:
    """Return a group of four as one number: "quatre mille cent onze"."""
    if len(digits) != 4 or digits[0] == "0":
        return in_pairs(digits, language, rng)
    return NUMBER[language](int(digits)).split()


def written(digits: str, language: str, rng: Rng) -> list[str]:
    """Return the digits as one written word."""
    return [digits]


def written_apart(digits: str, language: str, rng: Rng) -> list[str]:
    """Return every digit as a word of its own, now and then with a comma."""
    comma = "," if rng.random() < 0.4 else ""
    return [digit + comma for digit in digits[:-1]] + [digits[-1]]


def half_and_half(digits: str, language: str, rng: Rng) -> list[str]:
    """Return some digits written and some said, as recognisers do."""
    cut = len(digits) // 2
    said, wrote = digits_one_by_one(digits[:cut], language, rng), written(digits[cut:], language, rng)
    return said + [word for word in wrote if word]


Way = Callable[[str, str, Rng], list[str]]
WAYS: dict[str, Way] = {
    "digits": digits_one_by_one,
    "pairs": in_pairs,
    "threes": in_threes,
    "thousands": as_thousands,
    "written": written,
    "apart": written_apart,
    "mixed": half_and_half,
}
