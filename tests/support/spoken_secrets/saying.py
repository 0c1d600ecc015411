"""How a number comes out of a mouth, and how a recogniser writes that down."""

from dataclasses import dataclass, replace
from enum import Enum
from random import Random

from tests.support.spoken_secrets.words import in_words


class Role(Enum):
    """Whether a word may be kept."""

    SECRET = "must go"
    BESIDE = "may go: it stands within a secret"
    FREE = "must stay"


@dataclass(frozen=True)
class Said:
    """One word as a recogniser writes it."""

    text: str
    role: Role


_ZERO_HEAD = {"en": ("zero", "oh"), "nl": ("nul",), "fr": ("zéro",)}
_TIMES = {
    "en": (("double",), ("triple",)),
    "nl": (("dubbel", "twee keer", "twee maal"), ("drie keer", "drie maal")),
    "fr": (("double", "deux fois"), ("triple", "trois fois")),
}
_HUM = {
    "en": ("uh", "um", "er", "then", "and then", "let me see", "hang on", "okay"),
    "nl": ("euh", "eh", "dan", "en dan", "even kijken", "wacht", "ja"),
    "fr": ("euh", "heu", "ensuite", "et puis", "attendez", "alors", "voilà"),
}
_OOPS = {
    "en": ("no, sorry,", "sorry, I mean", "wait, no,", "correction,"),
    "nl": ("nee, sorry,", "ik bedoel", "wacht, nee,", "pardon,"),
    "fr": ("non, pardon,", "je veux dire", "attendez, non,", "excusez-moi,"),
}


def piece(text: str, role: Role) -> list[Said]:
    """Return the words of a text, all of one role."""
    return [Said(word, role) for word in text.split()]


def spoken(rng: Random, language: str, groups: list[str], role: Role = Role.SECRET) -> list[Said]:
    """Return a number, given in its groups of digits, as one person says it in one go."""
    style = rng.choices(_STYLES, (7, 5, 3, 2, 3))[0]
    hums = rng.random() < 0.25
    slip = rng.randrange(len(groups)) if rng.random() < 0.08 else -1
    said: list[Said] = []
    for number, group in enumerate(groups):
        if number == slip:
            wrong = group[:-1] + str((int(group[-1], 36) + 1) % 10)
            said += piece(" ".join(style(rng, language, wrong)), Role.BESIDE)
            said += piece(rng.choice(_OOPS[language]), Role.BESIDE)
        said += [Said(word, role) for part in style(rng, language, group) for word in part.split()]
        if number + 1 < len(groups):
            said = _pause(rng, language, said, hums)
    return said if style is _written else _cut_at_hyphens(rng, said)


def written(rng: Random, groups: list[str], role: Role = Role.SECRET) -> list[Said]:
    """Return a number as digits: one run, its groups, dashes, single digits or pairs."""
    way = rng.randrange(7)
    whole = "".join(groups)
    if way == 0:
        return [Said(whole, role)]
    if way == 1:
        return [Said("-".join(groups), role)]
    if way == 2:
        first, *rest = groups
        return [Said(first, role), *(Said("-" + group, role) for group in rest)]
    if way == 3:
        return [Said(digit, role) for digit in whole]
    if way == 4:
        return [Said(group + "," * (n + 1 < len(groups)), role) for n, group in enumerate(groups)]
    return [Said(group, role) for group in groups]


def _pause(rng: Random, language: str, said: list[Said], hums: bool) -> list[Said]:
    if hums and rng.random() < 0.4:
        return said + piece(rng.choice(_HUM[language]) + rng.choice(("", ",")), Role.BESIDE)
    if rng.random() < 0.3:
        return [*said[:-1], replace(said[-1], text=said[-1].text + rng.choice((",", "...", ".")))]
    return said


def _cut_at_hyphens(rng: Random, said: list[Said]) -> list[Said]:
    """Whisper's own word times begin a new word at each hyphen; other recognisers keep one."""
    if rng.random() < 0.6:
        return said
    return [
        Said(("-" if n else "") + part, word.role)
        for word in said
        for n, part in enumerate(word.text.split("-"))
    ]


def _written(rng: Random, language: str, group: str) -> list[str]:
    way = rng.random()
    if way < 0.5 or len(group) < 3:
        return [group]
    if way < 0.75:
        return list(group)
    cut = rng.randint(1, len(group) - 1)
    return [group[:cut], group[cut:]]


def _digit_words(rng: Random, language: str, group: str) -> list[str]:
    said: list[str] = []
    at = 0
    while at < len(group):
        run = 1
        while run < 3 and group[at : at + run + 1] == group[at] * (run + 1):
            run += 1
        word = in_words(rng, language, int(group[at]))
        if run > 1 and rng.random() < 0.6:
            said += [f"{rng.choice(_TIMES[language][run - 2])} {word}"]
            at += run
        else:
            said += [word]
            at += 1
    return said


def _pairs(rng: Random, language: str, group: str) -> list[str]:
    start = len(group) % 2
    head = [in_words(rng, language, int(group[0]))] if start else []
    return head + [_number(rng, language, group[n : n + 2]) for n in range(start, len(group), 2)]


def _number(rng: Random, language: str, text: str) -> str:
    bare = text.lstrip("0") or "0"
    zeros = [rng.choice(_ZERO_HEAD[language])] * (len(text) - len(bare))
    return " ".join([*zeros, in_words(rng, language, int(bare))])


def _hundreds(rng: Random, language: str, group: str) -> list[str]:
    if len(group) > 4:
        return [*_hundreds(rng, language, group[:3]), *_hundreds(rng, language, group[3:])]
    if len(group) == 4 and rng.random() < 0.5:
        return [*_number(rng, language, group[0]).split(), _number(rng, language, group[1:])]
    return [_number(rng, language, group)]


def _mixed(rng: Random, language: str, group: str) -> list[str]:
    return rng.choice((_written, _digit_words, _pairs, _hundreds))(rng, language, group)


_STYLES = (_written, _digit_words, _pairs, _hundreds, _mixed)

_ALPHABETS = {
    "en": (
        "for",
        "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa"
        " Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu",
    ),
    "nl": (
        "van",
        "Anton Bernard Cornelis Dirk Eduard Ferdinand Gerard Hendrik Izaak Jan Karel Lodewijk Maria Nico Otto"
        " Pieter Quotiënt Rudolf Simon Theodoor Utrecht Victor Willem Xantippe Ypsilon Zaandam",
    ),
    "fr": (
        "comme",
        "Anatole Berthe Célestin Désiré Eugène François Gaston Henri Irma Joseph Kléber Louis Marcel Nicolas"
        " Oscar Pierre Quintal Raoul Suzanne Thérèse Ursule Victor William Xavier Yvonne Zoé",
    ),
}


def spelled(rng: Random, language: str, letters: str) -> list[Said]:
    """Return letters as they are spelled: run together, by name, or by the spelling alphabet."""
    link, alphabet = _ALPHABETS[language]
    names = [alphabet.split()[ord(letter) - ord("A")] for letter in letters.upper()]
    way = rng.randrange(6)
    if way < 2:
        return piece(letters, Role.SECRET)
    if way < 4:
        return piece(" ".join(letters), Role.SECRET)
    if way == 4:
        return piece(" ".join(names), Role.SECRET)
    return [
        said
        for letter, name in zip(letters, names, strict=True)
        for said in (Said(letter, Role.SECRET), Said(link, Role.BESIDE), Said(name, Role.SECRET))
    ]


def spoken_iban(rng: Random, language: str, groups: list[str]) -> list[Said]:
    """Return an IBAN as said: the letters spelled, the digits in any way numbers are said."""
    whole = "".join(groups)
    if rng.random() < 0.3:
        return written(rng, groups)
    said = spelled(rng, language, whole[:2])
    bank = whole[4:8] if whole[4].isalpha() else ""
    if not bank:
        return said + spoken(rng, language, [whole[2:4], *groups[1:]])
    said += spoken(rng, language, [whole[2:4]])
    return said + spelled(rng, language, bank) + spoken(rng, language, groups[2:])
