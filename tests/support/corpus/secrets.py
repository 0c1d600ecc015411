"""Conversations in which something is said that must not be kept."""

from collections.abc import Callable

import numpy as np

from app.domain.recording import Speaker
from tests.support.corpus import phrases as say
from tests.support.corpus import valid
from tests.support.corpus.phrases import Table
from tests.support.corpus.phrases_last import LAST
from tests.support.corpus.saying import WAYS, Rng, digits_one_by_one, primary
from tests.support.corpus.talk import AGENT, CUSTOMER, Case, Part, Talk

LANGUAGES = ("en", "nl", "fr", "fr-BE")
OPEN, HELD, LAST_SET = 0, 1, 2
"""Which set of phrases; see the package, and `phrases_last`."""


TABLES: dict[str, Table] = {name: table for name, table in vars(say).items() if name.isupper()}


class Speakers:
    """A talk in one language, with one half of the phrases."""

    def __init__(self, rng: Rng, language: str, half: int) -> None:
        self.talk = Talk(rng)
        self.rng = rng
        self.language = language
        self._half = half

    def phrase(self, table: Table) -> str:
        """Return a phrase of the table in this language and half."""
        return self.phrase_of(table, primary(self.language))

    def phrase_of(self, table: Table, key: str) -> str:
        """Return a phrase of the table's row `key`, in this half."""
        if self._half == LAST_SET:
            return self.talk.choose(LAST[_name(table)][key])
        return self.talk.choose(table[key][self._half])

    def small_talk(self) -> None:
        """Say a thing or two that is nobody's secret."""
        for speaker in (AGENT, CUSTOMER)[: int(self.rng.integers(0, 3))]:
            self.talk.plain(speaker, self.phrase(say.SMALL_TALK))

    def number(self, digits: str, way: str) -> list[str]:
        """Return the digits as words in this way."""
        return [word for word in WAYS[way](digits, self.language, self.rng) if word]


def _name(table: Table) -> str:
    return next(name for name, known in TABLES.items() if known is table)


def groups_of(digits: str, rng: Rng) -> list[str]:
    """Cut a number as people do: fours, as on Amex cards, or by breath."""
    if len(digits) == 15 and rng.random() < 0.6:
        return [digits[:4], digits[4:10], digits[10:]]
    step = int(rng.choice((4, 4, 4, 4, 2, 3, 5, 6)))
    return [digits[at : at + step] for at in range(0, len(digits), step)]


Style = Callable[[Speakers, str, str], None]


def in_one_go(on: Speakers, digits: str, way: str) -> None:
    """All of it in a turn, hesitating here and there."""
    parts: list[Part] = [(on.phrase(say.LEAD), False)]
    for group in groups_of(digits, on.rng):
        parts.append((" ".join(on.number(group, way)), True))
        if on.talk.chance(0.25):
            parts.append((on.phrase(say.HESITATE), False))
    on.talk.say(CUSTOMER, *parts)


def one_word(on: Speakers, digits: str, way: str) -> None:
    """Written: one word, or groups with hyphens, dots or spaces."""
    groups = [digits[at : at + 4] for at in range(0, len(digits), 4)]
    text = str(on.rng.choice(("", "-", " ", ".", "-"))).join(groups) + str(on.rng.choice(("", ".", ",")))
    on.talk.say(CUSTOMER, (on.phrase(say.LEAD), False), (text, True))


def over_turns(on: Speakers, digits: str, way: str) -> None:
    """A group a turn, the agent saying yes to each, sometimes at the same time."""
    for number, group in enumerate(groups_of(digits, on.rng)):
        lead = [(on.phrase(say.LEAD), False)] if not number else []
        if on.talk.chance(0.2):
            lead.append((on.phrase(say.HESITATE), False))
        on.talk.say(CUSTOMER, *lead, (" ".join(on.number(group, way)), True))
        if on.talk.chance(0.8):
            on.talk.say(AGENT, (on.phrase(say.ACK), False), over=on.talk.chance(0.3))


def repeated(on: Speakers, digits: str, way: str) -> None:
    """A group a turn, and the agent says each of them again."""
    for group in groups_of(digits, on.rng):
        on.talk.say(CUSTOMER, (" ".join(on.number(group, way)), True))
        again = on.number(group, way if on.talk.chance(0.5) else "digits")
        ack = [(on.phrase(say.ACK), False)] if on.talk.chance(0.3) else []
        on.talk.say(AGENT, (" ".join(again), True), *ack)


def read_back(on: Speakers, digits: str, way: str) -> None:
    """All of it, and then all of it again by the agent."""
    in_one_go(on, digits, way)
    parts: list[Part] = [(on.phrase(say.AGAIN), False)]
    parts += [(" ".join(on.number(group, "digits")), True) for group in groups_of(digits, on.rng)]
    on.talk.say(AGENT, *parts)


def both_channels(on: Speakers, digits: str, way: str) -> None:
    """The agent begins the number and the customer ends it."""
    groups = groups_of(digits, on.rng)
    cut = max(1, len(groups) // 2)
    on.talk.say(
        AGENT,
        (on.phrase(say.AGENT_STARTS), False),
        *((" ".join(on.number(group, way)), True) for group in groups[:cut]),
    )
    on.talk.plain(AGENT, on.phrase(say.REST_PLEASE))
    on.talk.say(CUSTOMER, *((" ".join(on.number(group, way)), True) for group in groups[cut:]))


def corrected(on: Speakers, digits: str, way: str) -> None:
    """One group is said wrong first."""
    groups = groups_of(digits, on.rng)
    wrong = int(on.rng.integers(len(groups)))
    parts: list[Part] = [(on.phrase(say.LEAD), False)]
    for number, group in enumerate(groups):
        if number == wrong:
            slip = str((int(group[-1]) + 1 + int(on.rng.integers(8))) % 10)
            parts.append((" ".join(on.number(group[:-1] + slip, way)), True))
            parts.append((on.phrase(say.OOPS), False))
        parts.append((" ".join(on.number(group, way)), True))
    on.talk.say(CUSTOMER, *parts)


STYLES: dict[str, tuple[Style, float]] = {
    "in_one_go": (in_one_go, 0.28),
    "one_word": (one_word, 0.16),
    "over_turns": (over_turns, 0.2),
    "repeated": (repeated, 0.12),
    "read_back": (read_back, 0.08),
    "both_channels": (both_channels, 0.08),
    "corrected": (corrected, 0.08),
}
SPOKEN_WAYS = ("digits", "pairs", "threes", "thousands", "apart", "mixed", "written")
WAY_SHARES = (0.42, 0.2, 0.06, 0.06, 0.08, 0.08, 0.1)


def card_case(number: int, seed: int, half: int) -> Case:
    """Return one conversation in which a card number is given, `half` OPEN or HELD."""
    rng = np.random.default_rng([seed, half, number, 1])
    on = Speakers(rng, LANGUAGES[number % len(LANGUAGES)], half)
    style = str(rng.choice(list(STYLES), p=[share for _, share in STYLES.values()]))
    way = str(rng.choice(SPOKEN_WAYS, p=WAY_SHARES))
    digits = valid.card(rng)
    on.small_talk()
    on.talk.plain(AGENT, on.phrase(say.ASK_CARD))
    STYLES[style][0](on, digits, way)
    if on.talk.chance(0.3):
        on.talk.plain(AGENT, on.phrase(say.EXPIRY))
        date = f"{rng.integers(1, 13):02}{rng.integers(27, 33)}"
        on.talk.plain(CUSTOMER, " ".join(digits_one_by_one(date, on.language, rng)))
    if on.talk.chance(0.4):
        cvc = valid.some(rng, 4 if len(digits) == 15 else 3)
        on.talk.plain(AGENT, on.phrase(say.ASK_CVC))
        said = on.number(cvc, str(rng.choice(("digits", "digits", "written", "threes"))))
        on.talk.say(CUSTOMER, (" ".join(said), True))
    on.talk.plain(AGENT, on.phrase(say.CLOSE))
    return on.talk.case(number, on.language, "card", f"{style}/{way}", (digits,))


def iban_case(number: int, seed: int, half: int) -> Case:
    """Return one conversation with an account number, written or spelled."""
    rng = np.random.default_rng([seed, half, number, 2])
    on = Speakers(rng, LANGUAGES[number % len(LANGUAGES)], half)
    iban = valid.iban(str(rng.choice(list(valid.IBAN_LENGTHS))), rng)
    style = str(rng.choice(("written", "grouped", "spelled")))
    on.small_talk()
    parts: list[Part] = [(on.phrase(say.IBAN_LEAD), False)]
    if style == "written":
        parts.append((iban, True))
    elif style == "grouped":
        parts.append((" ".join(iban[at : at + 4] for at in range(0, len(iban), 4)), True))
    else:
        for at in range(0, len(iban), 4):
            parts += [(" ".join(_spelled(on, iban[at : at + 4])), True)]
            if on.talk.chance(0.15):
                parts.append((on.phrase(say.HESITATE), False))
    on.talk.say(CUSTOMER, *parts)
    on.talk.plain(AGENT, on.phrase(say.CLOSE))
    return on.talk.case(number, on.language, "iban", style, (iban,))


def _spelled(on: Speakers, signs: str) -> list[str]:
    words: list[str] = []
    digits = ""
    for sign in signs:
        if sign.isdigit():
            digits += sign
            continue
        words += [*digits_one_by_one(digits, on.language, on.rng), sign]
        digits = ""
    return words + digits_one_by_one(digits, on.language, on.rng)


NATIONAL = (
    ("rijksregister", "nl"),
    ("rijksregister", "fr-BE"),
    ("rijksregister", "en"),
    ("bsn", "nl"),
    ("bsn", "en"),
    ("nir", "fr"),
)


def national_case(number: int, seed: int, half: int) -> Case:
    """Return one conversation with a national number."""
    rng = np.random.default_rng([seed, half, number, 3])
    kind, language = NATIONAL[number % len(NATIONAL)]
    on = Speakers(rng, language, half)
    digits = {"rijksregister": valid.rijksregister, "bsn": valid.bsn, "nir": valid.nir}[kind](rng)
    style = str(rng.choice(("written", "formatted", "digits", "pairs")))
    on.small_talk()
    lead = on.phrase_of(say.ID_LEAD, f"{kind}-{primary(language)}")
    on.talk.say(CUSTOMER, (lead, False), (" ".join(_national(on, kind, digits, style)), True))
    on.talk.plain(AGENT, on.phrase(say.CLOSE))
    return on.talk.case(number, language, kind, style, (digits,))


def _national(on: Speakers, kind: str, digits: str, style: str) -> list[str]:
    if style == "written":
        return [digits]
    if style == "formatted":
        cuts = {"rijksregister": (2, 4, 6, 9), "bsn": (4, 6), "nir": (1, 3, 5, 7, 10, 13)}[kind]
        parts = [digits[a:b] for a, b in zip((0, *cuts), (*cuts, len(digits)), strict=True)]
        if kind == "rijksregister":
            return [".".join(parts[:3]) + "-" + ".".join(parts[3:])]
        return [".".join(parts)] if kind == "bsn" else parts
    if any(sign.isalpha() for sign in digits):
        return _spelled(on, digits)
    return on.number(digits, style)


def said_secret_case(number: int, seed: int, half: int) -> Case:
    """Return one conversation in which a PIN or a password is said."""
    rng = np.random.default_rng([seed, half, number, 4])
    on = Speakers(rng, LANGUAGES[number % len(LANGUAGES)], half)
    kind = "pin" if number % 8 < 4 else "password"
    on.small_talk()
    if kind == "pin":
        digits = valid.some(rng, int(rng.choice((4, 4, 4, 5, 6))))
        words = " ".join(on.number(digits, str(rng.choice(("digits", "written", "pairs")))))
        on.talk.say(CUSTOMER, (on.phrase(say.PIN), False), (words, True))
        value = digits
    else:
        value = on.phrase(say.WORDS_OF_SECRETS)
        on.talk.say(CUSTOMER, (on.phrase(say.PASSWORD), False), (value, True))
    on.talk.plain(AGENT, on.phrase(say.CLOSE))
    return on.talk.case(number, on.language, kind, "cued", (value,))


def asked_secret_case(number: int, seed: int, half: int) -> Case:
    """Return one conversation in which the agent asks for a PIN or a password and gets it."""
    rng = np.random.default_rng([seed, half, number, 5])
    on = Speakers(rng, LANGUAGES[number % len(LANGUAGES)], half)
    question = on.phrase(say.ASK_SECRET)
    pin = "pin" in question.lower() or "code" in question.lower()
    on.small_talk()
    on.talk.plain(Speaker.AGENT, question)
    digits = valid.some(rng, 4)
    value = digits if pin else on.phrase(say.WORDS_OF_SECRETS)
    text = " ".join(on.number(digits, str(rng.choice(("digits", "written"))))) if pin else value
    on.talk.say(CUSTOMER, (text, True))
    on.talk.plain(AGENT, on.phrase(say.CLOSE))
    return on.talk.case(number, on.language, "pin" if pin else "password", "asked", (value,))


def other_case(number: int, seed: int, half: int) -> Case:
    """Return a conversation with a secret that is no card, the kinds by turns."""
    makers = (iban_case, national_case, said_secret_case, asked_secret_case)
    return makers[number % len(makers)](number // len(makers), seed, half)
