"""What a number is about, by the words around it: a card, or something that is nobody's secret."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.redaction.talk import Item, Sort

REACH_S = 60.0
"""A card that was spoken of this long ago may still be what the digits are."""
OTHER_REACH_S = 15.0
AFTER_WORDS = 6

_CARD = re.compile(
    r"(credit|debit|bank|krediet|betaal|master|visa|amex)?(cards?|kaart(en|je|nummers?)?|cartes?)|creditcardnummer"
    r"|(bank|krediet|betaal)kaart(nummer)?|visa|mastercard|maestro|bancontact|amex|express|c[bB]"
)
_NO_PAYMENT = frozenset(
    {
        "id",
        "identity",
        "sim",
        "loyalty",
        "business",
        "vitale",
        "d'identité",
        "d’identité",
        "fidélité",
        "grise",
    }
)
"""Beside "card", these make it one that nobody pays with."""
_TELEPHONE = (
    "phone telephone mobile cell call ring reach dial fax telefoon telefoonnummer gsm gsm-nummer"
    " mobiel bel bellen belt bereiken téléphone portable rappeler rappelez rappelez-moi joindre"
    " appeler appelant"
)
_REFERENCE = (
    "order reference ticket booking invoice quote contract policy parcel bestelnummer bestelling"
    " referentie dossier dossiernummer factuur polis klantnummer vermeld commande référence facture"
    " contrat mentionnez client ean ean-code meter meters meterstand teller aansluitpunt compteur"
    " raccordement connection serial serienummer série iban bic account rekening rekeningnummer compte"
    " vat btw tva siret kvk identiteitskaart rijksregister sécu"
)
_MONEY = (
    "paid price cost costs quoted betaalden betaalde kost kostte prijs vroeg vroegen payé prix coûte"
    " coûtait euro euros pounds pond percent procent kilowatt kwh"
)
_TIME = (
    "born birthday geboren geboortedatum né née naissance hours o'clock uur heure heures january"
    " february march april june july august september october november december januari februari maart"
    " mei juni juli augustus oktober janvier février mars avril mai juin juillet août septembre"
    " octobre novembre décembre"
)
_PLACE = "postcode address adres adresse street straat rue"
OTHER = frozenset(" ".join((_TELEPHONE, _REFERENCE, _MONEY, _TIME, _PLACE)).split())
"""Words that say that a number is something else."""


@dataclass(frozen=True)
class Topics:
    """When a card and when something else was spoken of: (seconds, whether it was a card), by time."""

    said: tuple[tuple[float, bool], ...]

    def card_before(self, at_s: float) -> bool:
        """Whether the last of both before this moment was a card, and not long ago."""
        return self._last_before(at_s, REACH_S) is True

    def other_before(self, at_s: float) -> bool:
        """Whether it was something else, a moment ago."""
        return self._last_before(at_s, OTHER_REACH_S) is False

    def card_said_s(self, before_s: float) -> float:
        """Return when a card was last spoken of before a moment, minus infinity for never."""
        return max((at for at, card in self.said if card and at <= before_s), default=float("-inf"))

    def _last_before(self, at_s: float, reach_s: float) -> bool | None:
        before = [one for one in self.said if at_s - reach_s <= one[0] <= at_s]
        return before[-1][1] if before else None


def topics_of(items: Sequence[Item]) -> Topics:
    """Return what was spoken of, and when."""
    found = []
    for place, item in enumerate(items):
        if item.sort is not Sort.WORD:
            continue
        if is_card(item.text):
            beside = {other.text for other in items[max(0, place - 1) : place + 2]}
            found.append((item.end_s, not beside & _NO_PAYMENT))
        elif item.text in OTHER:
            found.append((item.end_s, False))
    return Topics(tuple(found))


def is_card(text: str) -> bool:
    """Whether a word, in small letters, speaks of a card."""
    return _CARD.fullmatch(text) is not None


def is_other(text: str) -> bool:
    """Whether a word says that a number is something else."""
    return text in OTHER


def said_after(side: Sequence[Item], at: int) -> bool:
    """Whether, just behind a number, it is said to be something else ("... on the meter")."""
    after = [item for item in side[at : at + AFTER_WORDS] if item.turn == side[at - 1].turn]
    return any(is_other(item.text) for item in after)
