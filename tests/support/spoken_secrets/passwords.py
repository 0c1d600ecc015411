"""Passwords as people say them."""

from random import Random

from tests.support.spoken_secrets.numbers import digits
from tests.support.spoken_secrets.saying import Role, Said, piece, spelled, spoken

_WORDS = {
    "en": [
        "bluebird",
        "sunshine",
        "tulip",
        "arsenal",
        "monkey",
        "welcome",
        "rosebud",
        "chocolate",
        "liverpool",
        "snowball",
    ],
    "nl": [
        "zonneschijn",
        "tulp",
        "ajax",
        "welkom",
        "feyenoord",
        "konijn",
        "vlinder",
        "chocola",
        "sneeuwbal",
        "bloemkool",
    ],
    "fr": [
        "soleil",
        "tulipe",
        "bonjour",
        "chaton",
        "papillon",
        "chocolat",
        "marseille",
        "doudou",
        "loulou",
        "fromage",
    ],
}
_CASE = {
    "en": "all lowercase",
    "nl": "kleine letters",
    "fr": "tout en minuscules",
}


def password(rng: Random, language: str) -> list[Said]:
    """Return a password: a word with digits, a word then digits, two words, or letters spelled."""
    word = rng.choice(_WORDS[language])
    way = rng.randrange(5)
    if way == 0:
        return [
            Said(word.capitalize() + rng.choice(("", "!", "_")) + digits(rng, 2), Role.SECRET),
        ]
    if way == 1:
        return [Said(word, Role.SECRET), *spoken(rng, language, [digits(rng, 2)])]
    if way == 2:
        other = rng.choice(_WORDS[language])
        return piece(f"{word} {other}", Role.SECRET)
    if way == 3:
        return [*spelled(rng, language, word[:4]), *spoken(rng, language, [digits(rng, 2)])]
    return [Said(word + digits(rng, 3) + ",", Role.SECRET), *piece(_CASE[language], Role.BESIDE)]
