"""Numbers that pass their own check: cards, IBANs, national numbers; and everyday ones that pass others'."""

from itertools import pairwise
from random import Random

_CARDS = (
    ("4", 16, 8),
    ("4", 13, 1),
    ("51", 16, 3),
    ("55", 16, 2),
    ("2305", 16, 1),
    ("34", 15, 1),
    ("37", 15, 2),
    ("36", 14, 1),
    ("6011", 16, 1),
    ("6703", 16, 3),
    ("6703", 17, 2),
    ("6759", 18, 1),
    ("62", 19, 1),
    ("4", 19, 1),
)
_GROUPS = {
    13: (4, 3, 3, 3),
    14: (4, 6, 4),
    15: (4, 6, 5),
    16: (4, 4, 4, 4),
    17: (4, 4, 4, 5),
    18: (6, 6, 6),
    19: (4, 4, 4, 4, 3),
}


def digits(rng: Random, count: int) -> str:
    """Return so many random digits."""
    return "".join(rng.choice("0123456789") for _ in range(count))


def grouped(text: str, sizes: tuple[int, ...]) -> list[str]:
    """Return the text cut into pieces of these sizes."""
    cuts = [sum(sizes[:n]) for n in range(len(sizes) + 1)]
    return [text[start:end] for start, end in pairwise(cuts)]


def card(rng: Random) -> list[str]:
    """Return a Luhn-valid card number of a real issuer's range, in the groups printed on it."""
    prefix, length, _ = rng.choices(_CARDS, [row[2] for row in _CARDS])[0]
    return grouped(with_luhn(prefix + digits(rng, length - 1 - len(prefix))), _GROUPS[length])


def with_luhn(body: str) -> str:
    """Return the digits with the Luhn digit that completes them."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


def iban(rng: Random) -> list[str]:
    """Return an IBAN of BE, NL, FR or DE in groups of four."""
    country = rng.choice(("BE", "BE", "NL", "NL", "FR", "DE"))
    if country == "BE":
        body = digits(rng, 10)
        body += f"{int(body) % 97 or 97:02d}"
    elif country == "NL":
        body = rng.choice(("ABNA", "INGB", "RABO", "TRIO", "KNAB")) + "0" + digits(rng, 9)
    else:
        body = digits(rng, 23 if country == "FR" else 18)
    moved = "".join(str(int(letter, 36)) for letter in body + country + "00")
    whole = f"{country}{98 - int(moved) % 97:02d}{body}"
    return [whole[n : n + 4] for n in range(0, len(whole), 4)]


def national_number(rng: Random, language: str) -> list[str]:
    """Return a BSN for Dutch, an NIR or a rijksregisternummer for French, the latter for English."""
    if language == "nl" and rng.random() < 0.6:
        return _bsn(rng)
    if language == "fr" and rng.random() < 0.6:
        return _nir(rng)
    birth = f"{rng.randint(0, 99):02d}", f"{rng.randint(1, 12):02d}", f"{rng.randint(1, 28):02d}"
    serial = f"{rng.randint(1, 997):03d}"
    body = ("2" if int(birth[0]) < 8 else "") + "".join(birth) + serial
    return [*birth, serial, f"{97 - int(body) % 97:02d}"]


def _bsn(rng: Random) -> list[str]:
    while True:
        text = rng.choice("12345") + digits(rng, 8)
        weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
        if sum(int(d) * w for d, w in zip(text, weights, strict=True)) % 11 == 0:
            return grouped(text, (3, 3, 3) if rng.random() < 0.5 else (4, 2, 3))


def _nir(rng: Random) -> list[str]:
    parts = [rng.choice("12"), f"{rng.randint(0, 99):02d}", f"{rng.randint(1, 12):02d}"]
    parts += [f"{rng.randint(1, 95):02d}", f"{rng.randint(1, 999):03d}", f"{rng.randint(1, 999):03d}"]
    return [*parts, f"{97 - int(''.join(parts)) % 97:02d}"]


def belgian_company(rng: Random) -> str:
    """Return ten digits of a Belgian VAT number, mod 97 right."""
    body = "0" + str(rng.randint(4000000, 7999999))
    return body + f"{97 - int(body) % 97:02d}"


def ean18(rng: Random) -> str:
    """Return the eighteen digits that name an electricity connection in Belgium or the Netherlands."""
    body = rng.choice(("541448", "541449", "871687", "871694")) + digits(rng, 11)
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(body))
    return body + str(-total % 10)
