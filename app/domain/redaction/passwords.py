"""Passwords said after a cue: any words, so the rest of the sentence goes."""

import re
from collections.abc import Iterator, Sequence

from app.domain.recording import Turn
from app.domain.redaction.cues import Side, answers
from app.domain.redaction.talk import Item, Sort, words_of_turn

LONGEST_WORDS, LONGEST_SPELLED = 10, 24

_PASSWORD = (
    r"(password|passphrase|passcode|pass-phrase|wachtwoord|paswoord|wachtzin|mot de passe|code d'accès)"
)
_IS = (
    r"(is|was|be|'s|equals|wordt|luidt|est|sera|était|c'est|c’est|heb ik"
    r"|ik heb|j'ai|j’ai|dat is|that's|that’s|it's|it’s)"
)
_SAID = re.compile(rf"\b{_PASSWORD} (\S+ ){{0,3}}?({_IS} )+")
_USED = re.compile(
    rf"\b(with|use|using|met|gebruik|avec|utilise)"
    rf" ((the|my|het|mijn|le|mon|als|as|comme) )*{_PASSWORD} "
)
_CUE = re.compile(rf"\b{_PASSWORD}\b")
_WANTS_A_NEW_ONE = re.compile(
    r"\b(forgot|forgotten|lost|reset|send|vergeten|kwijt|sturen|stuurt|oublié|perdu|envoyer|réinitialiser)\b"
)
_STATES = (
    "wrong not no expired forgotten needed required the that this too very still on in at by to for"
    " with always never gone lost stored sent changed reset"
    " working what when your my and or of who said asked case sensitive"
    " veilig fout niet geen vergeten verlopen nodig vereist te nog op bij naar voor met altijd nooit"
    " weg kwijt bewaard verstuurd gewijzigd herstellen wat uw mijn per via en of"
    " hoofdlettergevoelig sensible"
    " faux pas oublié expiré nécessaire requis trop encore sur dans à pour avec toujours jamais"
    " perdu envoyé changé bien obligatoire quoi votre mon par le la et ou"
)
_DENIALS = "no sorry why what nee neen waarom wat non pourquoi quoi désolé désolée i ik je hello hallo allô"
_NOT_ONE, _REFUSES = frozenset(_STATES.split()), frozenset(_DENIALS.split())
_QUALITIES = frozenset(
    {
        "correct",
        "incorrect",
        "secret",
        "invalid",
        "fine",
        "good",
        "safe",
        "goed",
        "juist",
        "geheim",
        "bon",
        "bonne",
    }
)
"""What a password is said to be, and how an answer begins that has none in it."""


def passwords(turns: Sequence[Turn], sides: Sequence[Side]) -> Iterator[tuple[Item, ...]]:
    """Yield the words of passwords: behind "my password is", or in answer to a question for one."""
    for at, side in enumerate(sides):
        said = [*_SAID.finditer(side.text), *_USED.finditer(side.text)]
        for cue in said:
            value = _sentence(turns, side.items[side.item_at(cue.end()) :])
            state = value and (value[0].text in _NOT_ONE or (len(value) == 1 and value[0].text in _QUALITIES))
            if value and not state:
                yield value
        if not said and side.asks and _CUE.search(side.text) and not _WANTS_A_NEW_ONE.search(side.text):
            yield from _answered(turns, sides, at)


def _answered(turns: Sequence[Turn], sides: Sequence[Side], at: int) -> Iterator[tuple[Item, ...]]:
    for answer in answers(sides, at):
        value = _sentence(turns, answer.items)
        refused = bool(value) and value[0].text in _REFUSES
        if value and not refused and all(item.sort is Sort.FILLER for item in value):
            continue
        if value and not refused:
            yield value
        return


def _sentence(turns: Sequence[Turn], items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items up to the end of the sentence."""
    found: list[Item] = []
    spelled = any(len(item.text) == 1 and item.text.isalpha() for item in items[:2])
    for item in items[: LONGEST_SPELLED if spelled else LONGEST_WORDS]:
        if item.sort is Sort.MASK:
            break
        found.append(item)
        if words_of_turn(turns[item.turn])[item.last].text.rstrip().endswith((".", "?", "!", ";")):
            break
    return tuple(found)
