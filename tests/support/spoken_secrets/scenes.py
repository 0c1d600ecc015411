"""Builds a piece of a call from its template: who says which word when, and which words must go.

A template is a tuple of lines: `A` the agent, `C` the customer, `~` said while the other still speaks. Slots:
`{n}` the card's number, `{1/2}` the first of its two parts, `{r}` and `{r1/2}` the same read back, `{cvc}`,
`{iban}`, `{nn}`, `{pin}`, `{pw}`, `{exp}` an expiry date, and those of `everyday`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import TypeVar

from app.domain.ids import RecordingId
from app.domain.recording import Speaker, Transcript, TranscriptSource, Turn, Word
from tests.support.spoken_secrets import dutch, english, french
from tests.support.spoken_secrets.everyday import everyday
from tests.support.spoken_secrets.numbers import card, digits, iban, national_number
from tests.support.spoken_secrets.passwords import password
from tests.support.spoken_secrets.saying import Role, Said, spoken, spoken_iban, written

LANGUAGES = {"en": english, "nl": dutch, "fr": french}
KINDS = ("card", "cvc", "iban", "national", "pin", "password")
_SLOT = re.compile(r"\{([a-z0-9/]+)\}")
MADE_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
_T = TypeVar("_T")


@dataclass(frozen=True)
class Scene:
    """A stretch of a call. `roles` says for each turn's words whether they must go, may go or must stay."""

    name: str
    transcript: Transcript
    roles: tuple[tuple[Role, ...], ...]


@dataclass(frozen=True)
class Half:
    """Which templates are used: all of them, or every second one from `start`."""

    start: int = 0
    step: int = 1

    def pick(self, rng: Random, templates: Sequence[_T]) -> tuple[int, _T]:
        """Return one template of this half and its place among all."""
        return rng.choice(list(enumerate(templates))[self.start :: self.step])


ALL, TUNING, HELD_OUT = Half(), Half(0, 2), Half(1, 2)
Line = tuple[Speaker, bool, list[Said]]


def secret_scenes(kind: str, count: int, seed: int, half: Half = ALL) -> Iterator[Scene]:
    """Yield scenes with one secret of the kind in each ("cvc": with its card before it), by seed."""
    for number in range(count):
        rng = Random(f"{seed}/{kind}/{number}")
        language = rng.choice(tuple(LANGUAGES))
        slots = _Slots(rng, language)
        lines = _small_talk(rng, language, half, 0.5)
        if kind == "cvc":
            lines += _lines(half.pick(rng, LANGUAGES[language].CARD)[1], slots.fill)
            lines += _small_talk(rng, language, half, 0.15)
        place, template = half.pick(rng, getattr(LANGUAGES[language], kind.upper()))
        lines += _lines(template, slots.fill)
        lines += _small_talk(rng, language, half, 0.5)
        yield _scene(rng, f"{language}/{kind}/{place}", language, lines)


def free_scenes(count: int, seed: int, half: Half = ALL) -> Iterator[Scene]:
    """Yield scenes of three to eight turns without any secret, by seed."""
    for number in range(count):
        rng = Random(f"{seed}/free/{number}")
        language = rng.choice(tuple(LANGUAGES))
        turns = range(rng.randint(3, 8))
        lines = [line for _ in turns for line in _small_talk(rng, language, half, 1.0)]
        yield _scene(rng, f"{language}/free", language, lines)


class _Slots:
    """The values of one scene: a number said again is the same number."""

    def __init__(self, rng: Random, language: str) -> None:
        self._rng, self._language = rng, language
        self._card = card(rng)

    def fill(self, slot: str) -> list[Said]:
        """Return what is said for a slot."""
        rng, language = self._rng, self._language
        if slot == "iban":
            return spoken_iban(rng, language, iban(rng))
        if slot == "pw":
            return password(rng, language)
        if slot == "nn":
            groups = national_number(rng, language)
            return written(rng, groups) if rng.random() < 0.3 else spoken(rng, language, groups)
        if slot in ("cvc", "pin"):
            return spoken(rng, language, [digits(rng, self._code_length(slot))])
        if slot == "exp":
            return self._expiry()
        if slot[0] in "nr1234":
            return self._part(slot.lstrip("nr"), self._card)
        return everyday(rng, language, slot)

    def _code_length(self, slot: str) -> int:
        if slot == "pin":
            return self._rng.choice((4, 4, 4, 5, 6))
        return 4 if self._card[0][:2] in ("34", "37") else 3

    def _part(self, part: str, groups: list[str]) -> list[Said]:
        chosen = groups
        if part:
            number, of = (int(figure) for figure in part.split("/"))
            if of <= len(groups):
                bounds = [n * len(groups) // of for n in range(of + 1)]
                chosen = groups[bounds[number - 1] : bounds[number]]
            else:
                whole = "".join(groups)
                bounds = [n * len(whole) // of for n in range(of + 1)]
                chosen = [whole[bounds[number - 1] : bounds[number]]]
        whole_in_digits = self._rng.random() < 0.3
        return written(self._rng, chosen) if whole_in_digits else spoken(self._rng, self._language, chosen)

    def _expiry(self) -> list[Said]:
        month, year = f"{self._rng.randint(1, 12):02d}", str(self._rng.randint(26, 31))
        if self._rng.random() < 0.5:
            joined = self._rng.choice((f"{month}/{year}", f"{month} {year}", f"{month}/20{year}"))
            return [Said(word, Role.BESIDE) for word in joined.split()]
        return spoken(self._rng, self._language, [month, year], Role.BESIDE)


def _small_talk(rng: Random, language: str, half: Half, chance: float) -> list[Line]:
    if rng.random() >= chance:
        return []
    _, text = half.pick(rng, LANGUAGES[language].FREE)
    speaker = rng.choice((Speaker.AGENT, Speaker.CUSTOMER))
    return [(speaker, False, _words(text, lambda slot: everyday(rng, language, slot)))]


def _lines(template: Iterable[str], fill: Callable[[str], list[Said]]) -> list[Line]:
    lines: list[Line] = []
    for line in template:
        who, text = line.split(" ", 1)
        speaker = Speaker.AGENT if who[0] == "A" else Speaker.CUSTOMER
        lines.append((speaker, who.endswith("~"), _words(text, fill)))
    return lines


def _words(text: str, fill: Callable[[str], list[Said]]) -> list[Said]:
    said: list[Said] = []
    for place, part in enumerate(_SLOT.split(text)):
        if place % 2:
            said += fill(part)
            continue
        glued = bool(part) and not part[0].isspace() and bool(said)
        words = part.split()
        if glued:
            said[-1] = Said(said[-1].text + words.pop(0), said[-1].role)
        said += [Said(word, Role.FREE) for word in words]
    return _glued_prefixes(said, text)


def _glued_prefixes(said: list[Said], text: str) -> list[Said]:
    """Join a word to the slot that follows it without a space, such as SUMMER20."""
    for match in re.finditer(r"(\S+)\{", text):
        prefix = match.group(1)
        places = [n for n, word in enumerate(said[:-1]) if word.text == prefix]
        if places and not prefix.endswith("}"):
            at = places[0]
            said[at : at + 2] = [Said(prefix + said[at + 1].text, said[at].role)]
    return said


def _scene(rng: Random, name: str, language: str, lines: Sequence[Line]) -> Scene:
    turns: list[Turn] = []
    clock = round(rng.uniform(0.3, 40), 2)
    for speaker, over, said in lines:
        start = clock - 0.5 if over and turns else clock + rng.uniform(0.1, 1.2)
        words: list[Word] = []
        at = start
        for each in said:
            end = at + 0.09 * min(len(each.text), 12) + rng.uniform(0.05, 0.25)
            words.append(Word(each.text, round(at, 2), round(end, 2), round(rng.uniform(0.5, 1), 2)))
            at = end + rng.uniform(0.0, 0.15)
        text = " ".join(word.text for word in words)
        turns.append(Turn(speaker, words[0].start_s, words[-1].end_s, text, tuple(words)))
        clock = max(clock, words[-1].end_s)
    transcript = Transcript(
        RecordingId(name), TranscriptSource.RECOGNISED, "recogniser", language, tuple(turns), MADE_AT, 1
    )
    return Scene(name, transcript, tuple(tuple(each.role for each in said) for _, _, said in lines))
