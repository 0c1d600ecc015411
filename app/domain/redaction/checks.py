"""Check digits of the numbers that are looked for. All arguments are digits (and letters where named)."""

from datetime import date

AMEX, AMEX_DIGITS, DINERS_DIGITS = ("34", "37"), 15, 14
CARD_LENGTHS = range(13, 20)
"""ISO/IEC 7812 allows fewer; no card that pays has."""

IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25,
    "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26,
}  # fmt: skip
"""Length by country (SWIFT IBAN registry): SEPA and its neighbours."""

BANK_IN_LETTERS = frozenset({"NL", "GB", "IE", "RO", "LV", "BG", "MT"})
SIGNS_ANYWHERE = frozenset({"FR", "MC", "IT", "SM", "CH", "LI", "LU", "CY", "MT", "RO", "LV", "TR", "GR"})
"""The other countries' numbers have digits alone behind the bank."""

RIJKSREGISTER_DIGITS, BSN_DIGITS, NIR_SIGNS = 11, 9, 15


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)) % 10 == 0


def issued(digits: str) -> bool:
    """Whether a card scheme issues numbers that begin like this at this length."""
    length, two, four = len(digits), int(digits[:2]), int(digits[:4])
    if digits[0] == "4":
        return length in (13, 16, 19)
    if 51 <= two <= 55 or 2221 <= four <= 2720:
        return length == 16
    if two in (34, 37):
        return length == 15
    if two in (30, 36, 38, 39):
        return 14 <= length <= 19
    if two == 35:
        return 16 <= length <= 19
    return two in (50, 56, 57, 58) or digits[0] == "6"


def card(digits: str) -> bool:
    """Whether this is a card number of a known scheme."""
    return len(digits) in CARD_LENGTHS and issued(digits) and luhn(digits)


def common(digits: str) -> bool:
    """Whether this begins, at its length, as only cards do: Visa, Mastercard, Amex, Bancontact, Maestro."""
    if digits[:4] in ("6703", "6759") and len(digits) >= 16:
        return True
    if not issued(digits) or len(digits) not in (15, 16):
        return False
    master = 51 <= int(digits[:2]) <= 55 or 2221 <= int(digits[:4]) <= 2720
    return digits[0] == "4" or master or digits[:2] in AMEX


def likely(digits: str) -> bool:
    """Whether this begins, at its length, as cards do that people have: the common ones, Diners, Discover."""
    diners = digits[:2] in ("30", "36", "38") and len(digits) == DINERS_DIGITS
    others = digits[:4] == "6011" or (digits[:2] == "62" and len(digits) >= 16)
    return diners or others or common(digits)


def iban(signs: str) -> bool:
    """Whether this is an account number (ISO 13616: the rest by 97 is 1), in capitals, without spaces."""
    if IBAN_LENGTHS.get(signs[:2]) != len(signs) or not signs[2:4].isdigit():
        return False
    bank = signs[4:8] if signs[:2] in BANK_IN_LETTERS else ""
    if bank and not bank.isalpha():
        return False
    if signs[:2] not in SIGNS_ANYWHERE and not signs[4 + len(bank) :].isdigit():
        return False
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def rijksregister(digits: str) -> bool:
    """Belgian number: birth date, order of the day, 97 minus the rest of what stands before it.

    For those born from 2000 on a 2 is put before the nine digits. A month may be 0 (not known) or higher by
    20 or 40 (bis number). Source: royal decree of 3 April 1984.
    """
    if len(digits) != RIJKSREGISTER_DIGITS:
        return False
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    if month > 12 or int(digits[2:4]) > 52 or day > 31 or digits[6:9] in ("000", "999"):
        return False
    key = int(digits[9:])
    return key in (97 - int(digits[:9]) % 97, 97 - int(f"2{digits[:9]}") % 97)


def bsn(digits: str) -> bool:
    """Dutch number: weighted 9 to 2 and -1 the digits sum to a multiple of eleven (the "elfproef")."""
    if len(digits) != BSN_DIGITS or not int(digits):
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0


def nir(signs: str) -> bool:
    """French number: the key is 97 minus the rest of the thirteen before it; 2A and 2B count as 19 and 18.

    Source: INSEE, décret 82-103.
    """
    if len(signs) != NIR_SIGNS or signs[0] not in "123478" or not signs[1:5].isdigit():
        return False
    month = int(signs[3:5])
    body = signs.replace("2A", "19").replace("2B", "18") if signs[5:7] in ("2A", "2B") else signs
    if not body.isdigit() or not (1 <= month <= 12 or 20 <= month <= 42 or month >= 50):
        return False
    return int(body[13:]) == 97 - int(body[:13]) % 97


def birth_date(digits: str) -> bool:
    """Whether a rijksregisternummer's first six digits are a day of the calendar, in either century."""
    month, day = int(digits[2:4]), int(digits[4:6])
    for century in (1900, 2000):
        try:
            date(century + int(digits[:2]), month, day)
        except ValueError:
            continue
        return True
    return False
