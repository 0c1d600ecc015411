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
_OTHER = frozenset(
    {
        "phone", "telephone", "mobile", "cell", "call", "ring", "reach", "dial", "fax",
        "telefoon", "telefoonnummer", "gsm", "gsm-nummer", "mobiel", "bel", "bellen", "bereiken", "belt",
        "téléphone", "portable", "rappeler", "rappelez", "rappelez-moi", "joindre", "appeler", "appelant",
        "order", "reference", "ticket", "booking", "invoice", "quote", "contract", "policy", "parcel",
        "bestelnummer", "bestelling", "referentie", "dossier", "dossiernummer", "factuur", "polis",
        "klantnummer", "vermeld", "commande", "référence", "facture", "contrat", "mentionnez", "client",
        "ean", "ean-code", "meter", "meters", "meterstand", "teller", "aansluitpunt", "compteur",
        "raccordement", "connection", "serial", "serienummer", "série", "iban", "bic", "account", "rekening",
        "rekeningnummer", "compte", "vat", "btw", "tva", "siret", "kvk",
        "euro", "euros", "pounds", "pond", "percent", "procent", "kilowatt", "kwh",
        "born", "birthday", "geboren", "geboortedatum", "né", "née", "naissance", "postcode", "address",
        "adres", "adresse", "street", "straat", "rue",
    }
)  # fmt: skip
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

    def _last_before(self, at_s: float, reach_s: float) -> bool | None:
        before = [one for one in self.said if at_s - reach_s <= one[0] <= at_s]
        return before[-1][1] if before else None


def topics_of(items: Sequence[Item]) -> Topics:
    """Return what was spoken of, and when."""
    found = []
    for item in items:
        if item.sort is not Sort.WORD:
            continue
        if is_card(item.text):
            found.append((item.end_s, True))
        elif item.text in _OTHER:
            found.append((item.end_s, False))
    return Topics(tuple(found))


def is_card(text: str) -> bool:
    """Whether a word, in small letters, speaks of a card."""
    return _CARD.fullmatch(text) is not None


def is_other(text: str) -> bool:
    """Whether a word says that a number is something else."""
    return text in _OTHER


OTHER = _OTHER


def said_after(side: Sequence[Item], at: int) -> bool:
    """Whether, just behind a number, it is said to be something else ("... on the meter")."""
    after = [item for item in side[at : at + AFTER_WORDS] if item.sort is Sort.WORD]
    return any(is_other(item.text) for item in after)
