"""Codes of a few digits, said after a cue: a card's security code and PINs."""

import re
from collections.abc import Collection, Iterator, Sequence

from app.domain.recording import Speaker
from app.domain.redaction.cues import Side, answers, denies, digits_after
from app.domain.redaction.talk import Item, Sort

CVC_DIGITS, PIN_DIGITS = range(3, 5), range(4, 9)
AFTER_CARD_S = 60.0

_CVC = re.compile(
    r"\b(cvc|cvv|cv2|cvc2|cvv2|csc|(security|verification) (code|number)|card code|signature (strip|panel)"
    r"|veiligheids(code|nummer)|beveiligingscode|controlegetal|controlecode|kaartcode"
    r"|cryptogramme|(code|numéro) de (sécurité|vérification))\b"
)
_AFTER_CARD = re.compile(
    r"\b(code|codes|getal|(digits|numbers|cijfers|chiffres)( \w+)* (back|reverse|achterkant"
    r"|achterop|achteraan|dos|verso|arrière|derrière))\b"
)
"""Enough where a card was read out just before."""
_PIN = re.compile(
    r"\b(pin|pin-code|pincode|pin code|pincodes|pin number|pin-nummer|geheime code|toegangscode"
    r"|code secret|code pin|code confidentiel|secret code|access code)\b"
)


def security_codes(sides: Sequence[Side], cards_end: Collection[float]) -> Iterator[tuple[Item, ...]]:
    """Yield the digits of security codes. `cards_end`: when cards that were read out ended, in seconds."""
    for at, side in enumerate(sides):
        near = any(end - 1.0 <= side.end_s and side.start_s <= end + AFTER_CARD_S for end in cards_end)
        for cue in [*_CVC.finditer(side.text), *(_AFTER_CARD.finditer(side.text) if near else ())]:
            said = _said_or_answered(sides, at, cue.end(), CVC_DIGITS, asked=True)
            if said:
                yield said


def pins(sides: Sequence[Side]) -> Iterator[tuple[Item, ...]]:
    """Yield the digits of PINs: said behind the word, or answered to a question with it."""
    for at, side in enumerate(sides):
        for cue in _PIN.finditer(side.text):
            said = _said_or_answered(sides, at, cue.end(), PIN_DIGITS, asked=side.asks)
            if not said and side.speaker is Speaker.AGENT and not denies(side.text):
                said = _nothing_else(next(answers(sides, at), None))
            if said:
                yield said


def _nothing_else(answer: Side | None) -> tuple[Item, ...]:
    """Return the code that is all that a turn says, to an agent who only spoke of one."""
    if answer is None or sum(item.sort is Sort.WORD for item in answer.items) > 1:
        return ()
    return digits_after(answer.items, PIN_DIGITS)


def _said_or_answered(
    sides: Sequence[Side], at: int, offset: int, lengths: range, asked: bool
) -> tuple[Item, ...]:
    side = sides[at]
    said = digits_after(side.items[side.item_at(offset) :], lengths)
    if said or not asked:
        return said
    found = (digits_after(answer.items, lengths) for answer in answers(sides, at))
    return next((one for one in found if one), ())
