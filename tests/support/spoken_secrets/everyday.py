"""Numbers of everyday talk: telephone numbers, prices, dates, meters, postcodes. None of them is a secret."""

from collections.abc import Callable
from random import Random

from tests.support.spoken_secrets.numbers import belgian_company, digits, ean18, grouped
from tests.support.spoken_secrets.saying import Role, Said, piece, spoken, written
from tests.support.spoken_secrets.words import in_words

_MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]


def everyday(rng: Random, language: str, slot: str) -> list[Said]:
    """Return what is said for a slot of card-free talk."""
    return _SLOTS[slot](rng, language)


def _free(said: str) -> list[Said]:
    return piece(said, Role.FREE)


def _number(rng: Random, language: str, number: int) -> str:
    return str(number) if number > 9999 or rng.random() < 0.5 else in_words(rng, language, number)


def _phone(rng: Random, language: str) -> list[Said]:
    groups = {
        "en": lambda: grouped("0" + digits(rng, 10), (5, 3, 3)),
        "nl": lambda: grouped("06" + digits(rng, 8), (2, 2, 2, 2, 2)),
        "fr": lambda: grouped("0" + rng.choice("67") + digits(rng, 8), (2, 2, 2, 2, 2)),
    }
    belgian = grouped("04" + rng.choice("6789") + digits(rng, 7), (4, 2, 2, 2))
    chosen = belgian if rng.random() < 0.4 else groups[language]()
    if rng.random() < 0.2:
        country = "+32" if chosen is belgian else {"en": "+44", "nl": "+31", "fr": "+33"}[language]
        chosen = [country, chosen[0][1:], *chosen[1:]]
        return [Said(group, Role.FREE) for group in chosen if group]
    return spoken(rng, language, chosen, Role.FREE)


def _price(rng: Random, language: str) -> list[Said]:
    euros, cents = rng.randint(1, 999), rng.randint(0, 99)
    if rng.random() < 0.4:
        return _free(f"€{euros}.{cents:02d}" if language == "en" else f"{euros},{cents:02d} euro")
    unit = {"en": "euros", "nl": "euro", "fr": "euros"}[language]
    return _free(f"{_number(rng, language, euros)} {unit} {_number(rng, language, cents)}")


def _order(rng: Random, language: str) -> list[Said]:
    way = rng.randrange(5)
    if way == 0:
        return _free(f"2024-{digits(rng, 5)}")
    if way == 1:
        return _free(rng.choice("ABCKW") + digits(rng, 7))
    if way == 2:
        return spoken(rng, language, grouped(digits(rng, 8), (4, 4)), Role.FREE)
    if way == 3:
        return spoken(rng, language, grouped(digits(rng, 10), (3, 3, 4)), Role.FREE)
    return written(rng, grouped(digits(rng, 6), (3, 3)), Role.FREE)


def _date(rng: Random, language: str) -> list[Said]:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1940, 2026)
    if rng.random() < 0.2:
        return _free(f"{day:02d}/{month:02d}/{year}")
    name = _MONTHS[language][month - 1]
    if language == "en" and day <= 12 and rng.random() < 0.5:
        said = f"the {_ORDINALS[day - 1]} of {name}"
    else:
        said = f"{_number(rng, language, day)} {name}"
    if rng.random() < 0.5:
        return _free(said)
    return _free(said) + _year(rng, language, year)


def _year(rng: Random, language: str, year: int | None = None) -> list[Said]:
    year = rng.randint(1950, 2026) if year is None else year
    if rng.random() < 0.5:
        return _free(str(year))
    if year < 2000 and language != "fr":
        return _free(f"{in_words(rng, language, year // 100)} {in_words(rng, language, year % 100)}")
    return _free(in_words(rng, language, year))


def _time(rng: Random, language: str) -> list[Said]:
    hour, minute = rng.randint(7, 20), rng.choice((0, 0, 15, 30, 45))
    if rng.random() < 0.4:
        return _free(f"{hour}h{minute:02d}" if language == "fr" else f"{hour}:{minute:02d}")
    word = _number(rng, language, hour)
    end = _number(rng, language, minute) if minute else ""
    middle = {"en": "", "nl": "uur", "fr": "heures"}[language]
    return _free(" ".join(f"{word} {middle} {end}".split()))


def _kwh(rng: Random, language: str) -> list[Said]:
    number = rng.randint(800, 99999)
    if rng.random() < 0.5:
        return _free(f"{number:,}".replace(",", {"en": ",", "nl": ".", "fr": " "}[language]))
    if number < 10000:
        return _free(_number(rng, language, number))
    return spoken(rng, language, [str(number)], Role.FREE)


def _postcode(rng: Random, language: str) -> list[Said]:
    if language == "nl" and rng.random() < 0.6:
        return _free(f"{rng.randint(1000, 9999)} {rng.choice('ABKL')}{rng.choice('XZPT')}")
    if language == "fr" and rng.random() < 0.5:
        return _free(f"{rng.randint(1, 95):02d}{digits(rng, 3)}")
    return _free(_number(rng, language, rng.randint(1000, 9999)))


def _cents(rng: Random, language: str) -> list[Said]:
    mark = "." if language == "en" else ","
    if rng.random() < 0.5:
        return _free(f"0{mark}{rng.randint(10, 60)} euro")
    return _free(f"{_number(rng, language, rng.randint(10, 60))} cent")


def _percent(rng: Random, language: str) -> list[Said]:
    number = rng.randint(1, 40)
    if rng.random() < 0.5:
        return _free(f"{number}%")
    unit = {"en": "per cent", "nl": "procent", "fr": "pour cent"}[language]
    return _free(f"{in_words(rng, language, number)} {unit}")


def _vat(rng: Random, language: str) -> list[Said]:
    if language == "nl" and rng.random() < 0.6:
        return _free(f"NL{digits(rng, 9)}B{rng.randint(1, 3):02d}")
    number = belgian_company(rng)
    if rng.random() < 0.5:
        return _free("BE " + ".".join(grouped(number, (4, 3, 3))))
    return _free("BE") + spoken(rng, language, grouped(number, (4, 3, 3)), Role.FREE)


def _ean(rng: Random, language: str) -> list[Said]:
    return spoken(rng, language, grouped(ean18(rng), (6, 3, 3, 3, 3)), Role.FREE)


def _serial(rng: Random, _: str) -> list[Said]:
    return _free(f"{rng.choice('HKT')}{rng.choice('XZ')}-{digits(rng, 4)}-{digits(rng, 4)}")


def _upto(low: int, high: int) -> Callable[[Random, str], list[Said]]:
    return lambda rng, language: _free(_number(rng, language, rng.randint(low, high)))


def _four(rng: Random, language: str) -> list[Said]:
    return spoken(rng, language, [digits(rng, 4)], Role.FREE)


_SLOTS = {
    "phone": _phone,
    "price": _price,
    "order": _order,
    "date": _date,
    "year": _year,
    "time": _time,
    "kwh": _kwh,
    "postcode": _postcode,
    "cents": _cents,
    "percent": _percent,
    "vat": _vat,
    "ean": _ean,
    "serial": _serial,
    "house": _upto(1, 320),
    "small": _upto(2, 36),
    "short": _upto(100, 9999),
    "watts": _upto(300, 500),
    "four": _four,
}
