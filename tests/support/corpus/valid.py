"""Numbers that pass the checks of their kind."""

import numpy as np

Rng = np.random.Generator
BRANDS = (
    (("4",), 16, 38),
    (("51", "52", "53", "54", "55"), 16, 25),
    (("2221", "2345", "2500", "2719"), 16, 6),
    (("34", "37"), 15, 12),
    (("36", "300", "305", "38"), 14, 3),
    (("6011", "65"), 16, 3),
    (("5018", "6304", "6759", "6703"), 16, 5),
    (("6703",), 17, 3),
    (("6763",), 18, 1),
    (("62",), 19, 2),
    (("4",), 13, 2),
)
"""Prefixes, length, and how many of a hundred."""


def some(rng: Rng, count: int) -> str:
    """Return so many digits."""
    return "".join(str(digit) for digit in rng.integers(0, 10, count))


def passes_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def card(rng: Rng) -> str:
    """Return a card number of a known brand."""
    shares = np.array([share for *_, share in BRANDS], dtype=float)
    prefixes, length, _ = BRANDS[int(rng.choice(len(BRANDS), p=shares / shares.sum()))]
    start = str(rng.choice(prefixes))
    body = start + some(rng, length - len(start) - 1)
    return next(body + str(last) for last in range(10) if passes_luhn(body + str(last)))


def looks_like_a_card(digits: str) -> bool:
    """Whether nobody could tell it from a card number."""
    return 13 <= len(digits) <= 19 and passes_luhn(digits)


IBAN_LENGTHS = {"BE": 16, "NL": 18, "FR": 27, "DE": 22}


def iban(country: str, rng: Rng) -> str:
    """ISO 13616; the Dutch one has a bank's four letters."""
    size = IBAN_LENGTHS[country] - 4
    bank = str(rng.choice(("INGB", "RABO", "ABNA", "KNAB"))) if country == "NL" else ""
    body = bank + some(rng, size - len(bank))
    number = int("".join(str(int(sign, 36)) for sign in f"{body}{country}00"))
    return f"{country}{98 - number % 97:02}{body}"


def rijksregister(rng: Rng) -> str:
    """Belgian number: birth date, order, 97 minus the rest; from 2000 on with a 2 before it."""
    year = int(rng.integers(1930, 2012))
    head = f"{year % 100:02}{rng.integers(1, 13):02}{rng.integers(1, 29):02}{rng.integers(1, 998):03}"
    return head + f"{97 - int(('2' if year >= 2000 else '') + head) % 97:02}"


def bsn(rng: Rng) -> str:
    """Dutch number: weights 9 to 2 and -1 sum to a multiple of eleven."""
    while True:
        digits = str(rng.integers(1, 10)) + some(rng, 8)
        weighted = sum(int(d) * w for d, w in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
        if weighted % 11 == 0:
            return digits


def nir(rng: Rng) -> str:
    """French number: sex, year, month, department (2A and 2B in Corsica), town, order, key."""
    place = str(rng.choice(("75", "69", "13", "59", "2A", "2B", "31")))
    head = f"{rng.integers(1, 3)}{rng.integers(30, 100):02}{rng.integers(1, 13):02}{place}" + some(rng, 6)
    number = int(head.replace("2A", "19").replace("2B", "18")) if place[1] in "AB" else int(head)
    return head + f"{97 - number % 97:02}"
