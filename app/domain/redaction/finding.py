"""Everything the detector finds in a transcript, by word."""

from collections.abc import Collection, Iterable, Sequence

from app.domain.recording import Speaker, Transcript
from app.domain.redaction.cards import cards_in
from app.domain.redaction.codes import pins, security_codes
from app.domain.redaction.cues import sides_of
from app.domain.redaction.kinds import SecretKind
from app.domain.redaction.passwords import passwords
from app.domain.redaction.signs import ibans, national_numbers
from app.domain.redaction.talk import Item, items_of, of_speaker
from app.domain.redaction.uncued import uncued_codes

Places = dict[tuple[int, int], SecretKind]


def find(transcript: Transcript, kinds: Collection[SecretKind]) -> Places:
    """Return (turn, word) -> kind for every word to remove. Pure."""
    items = items_of(transcript.turns, transcript.language.split("-")[0].lower())
    found: Places = {}
    if SecretKind.IBAN in kinds:
        for speaker in Speaker:
            _take(found, ibans(of_speaker(items, speaker), items), SecretKind.IBAN)
    left = _left(items, found)
    cards = cards_in(left, sides_of(transcript.turns, left))
    if SecretKind.CARD in kinds:
        _take(found, (card.items for card in cards), SecretKind.CARD)
    if SecretKind.NATIONAL_NUMBER in kinds:
        for speaker in Speaker:
            side = of_speaker(_left(items, found), speaker)
            _take(found, national_numbers(side, items), SecretKind.NATIONAL_NUMBER)
    sides = sides_of(transcript.turns, _left(items, found))
    if SecretKind.CVC in kinds:
        _take(found, security_codes(sides, [card.end_s for card in cards]), SecretKind.CVC)
        untaken = sides_of(transcript.turns, _left(items, found))
        for card in cards:
            _take(found, uncued_codes(untaken, card.end_s, card.is_amex), SecretKind.CVC)
    if SecretKind.PIN in kinds:
        _take(found, pins(sides), SecretKind.PIN)
    if SecretKind.PASSWORD in kinds:
        _take(found, passwords(transcript.turns, sides), SecretKind.PASSWORD)
    return found


def _left(items: Sequence[Item], found: Places) -> list[Item]:
    return [item for item in items if item.place not in found]


def _take(found: Places, secrets: Iterable[tuple[Item, ...]], kind: SecretKind) -> None:
    for secret in secrets:
        for item in secret:
            for word in range(item.first, item.last + 1):
                found.setdefault((item.turn, word), kind)
