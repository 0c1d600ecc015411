"""What a number is about, by the words around it: a card, or something that is nobody's secret."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from app.domain.recording import Speaker
from app.domain.redaction.cues import Side, denies
from app.domain.redaction.talk import Item, Sort

REACH_S = 60.0
"""A card that was spoken of this long ago may still be what the digits are."""
_DETAILS = re.compile(
    r"\b(number|numbers|digits|details|ready|nummer|\w*(kaart|card)nummer|cijfers|gegevens|numéro|numéros|chiffres"
    r"|données|coordonnées|écoute|prêt|prête|zegt?|lees|geef|allez-y|go ahead|klaar)\b"
)
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
_ENDING = frozenset({"ending", "ends", "eindigt", "eindigend", "termine", "finit"})
"""Behind "card", these come before its last four digits, which anyone may know."""
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
_AMOUNT = (
    "days months years dagen maanden jaar jours mois ans watt watts vans employees page seat row"
    " index dagstand nachtstand reading extension toestelnummer poste panneau"
)
_PLACE = "postcode address adres adresse street straat rue"
REFERENCES = frozenset(f"{_TELEPHONE} {_REFERENCE}".split()) - {"contract", "contrat", "account", "compte"}
"""Words of those that name a number, which can be long."""
OTHER = frozenset(" ".join((_TELEPHONE, _REFERENCE, _MONEY, _TIME, _AMOUNT, _PLACE)).split())
"""Words that say that a number is something else."""


class Near(IntEnum):
    """How near a card is to a number: not at all, spoken of, or asked for and now being read out."""

    NOT = 0
    SPOKEN_OF = 1
    READ_OUT = 2


@dataclass(frozen=True)
class Topic:
    """Something that was spoken of, at a time in seconds. `asked`: its speaker wants to be told a card."""

    at_s: float
    card: bool
    turn: int
    speaker: Speaker
    asked: bool = False
    names_number: bool = False


@dataclass(frozen=True)
class Topics:
    """What was spoken of, by time."""

    said: tuple[Topic, ...]

    def near(self, number: Item) -> Near:
        """Return how near a card is: of what was said since something else was the topic."""
        nearest = Near.NOT
        for topic in reversed(self.said):
            if topic.at_s > number.start_s:
                continue
            if topic.at_s < number.start_s - REACH_S or not topic.card:
                break
            told = topic.turn == number.turn or (topic.asked and topic.speaker is not number.speaker)
            nearest = max(nearest, Near.READ_OUT if told else Near.SPOKEN_OF)
        return nearest

    def other_before(self, at_s: float) -> bool:
        """Whether a number of something else was the topic, a moment ago."""
        before = [topic for topic in self.said if at_s - OTHER_REACH_S <= topic.at_s <= at_s]
        named = [topic for topic in before if topic.card or topic.names_number]
        return bool(named) and not named[-1].card

    def card_said_s(self, before_s: float) -> float:
        """Return when a card was last spoken of before a moment, minus infinity for never."""
        return max((t.at_s for t in self.said if t.card and t.at_s <= before_s), default=float("-inf"))


def topics_of(items: Sequence[Item], sides: Sequence[Side]) -> Topics:
    """Return what was spoken of, and when."""
    asking = {side.turn for side in sides if _asks_for_a_card(side)}
    found = []
    for place, item in enumerate(items):
        if item.sort is not Sort.WORD:
            continue
        if is_card(item.text):
            beside = {other.text for other in items[max(0, place - 1) : place + 2]}
            after = {other.text for other in items[place + 1 : place + 4] if other.turn == item.turn}
            card = not (beside & _NO_PAYMENT or after & _ENDING)
            found.append(Topic(item.end_s, card, item.turn, item.speaker, item.turn in asking))
        elif item.text in OTHER:
            named = item.text in REFERENCES
            found.append(Topic(item.end_s, False, item.turn, item.speaker, names_number=named))
    return Topics(tuple(found))


def _asks_for_a_card(side: Side) -> bool:
    """Whether an agent wants to be told a card here. Customers ask for none."""
    wants = side.asks or _DETAILS.search(side.text) is not None
    return side.speaker is Speaker.AGENT and wants and not denies(side.text)


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
