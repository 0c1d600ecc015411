"""Conversations full of numbers, none of which is a secret."""

from collections.abc import Callable

import numpy as np

from tests.support.corpus import phrases as say
from tests.support.corpus.phrases import Table
from tests.support.corpus.secrets import LANGUAGES, TABLES, Speakers
from tests.support.corpus.talk import AGENT, CUSTOMER, Case
from tests.support.corpus.valid import looks_like_a_card, some

PHONE: Table = {
    "en": (("you can reach me on {}", "my mobile is {}"), ("ring me back at {}", "it's {} and ask for Tom")),
    "nl": (
        ("u kan me bereiken op {}", "mijn gsm is {}"),
        ("bel me terug op {}", "het is {} en vraag naar Tom"),
    ),
    "fr": (
        ("vous pouvez me joindre au {}", "mon portable c'est le {}"),
        ("rappelez-moi au {}", "c'est le {} et demandez Tom"),
    ),
}
ORDER: Table = {
    "en": (
        ("the order number is {}", "your reference is {}"),
        ("the ticket is {}", "quote {} when you call"),
    ),
    "nl": (("het bestelnummer is {}", "uw referentie is {}"), ("het dossier is {}", "vermeld {} als u belt")),
    "fr": (
        ("le numéro de commande est {}", "votre référence est {}"),
        ("le dossier porte le {}", "mentionnez {} en appelant"),
    ),
}
METER: Table = {
    "en": (
        ("the meter reads {}", "the EAN code is {}"),
        ("it says {} on the meter", "the connection point is {}"),
    ),
    "nl": (("de meterstand is {}", "de EAN-code is {}"), ("op de teller staat {}", "het aansluitpunt is {}")),
    "fr": (
        ("le compteur indique {}", "le code EAN est {}"),
        ("sur le compteur je vois {}", "le point de raccordement est {}"),
    ),
}
PRICE: Table = {
    "en": (
        ("that would be {} euros a month", "the total comes to {} euros"),
        ("we paid {} last year", "I was quoted {} and then {}"),
    ),
    "nl": (
        ("dat is {} euro per maand", "het totaal is {} euro"),
        ("we betaalden {} vorig jaar", "men vroeg {} en dan {}"),
    ),
    "fr": (
        ("cela fait {} euros par mois", "le total est de {} euros"),
        ("nous avons payé {} l'an passé", "on m'a dit {} et puis {}"),
    ),
}
DATE: Table = {
    "en": (
        ("shall we say the {} at {}?", "I was born on {} {} nineteen {}"),
        ("the engineer comes on the {} between {} and {}",),
    ),
    "nl": (
        ("zullen we de {} om {} zeggen?", "ik ben geboren op {} {} negentien {}"),
        ("de technieker komt de {} tussen {} en {}",),
    ),
    "fr": (
        ("on dit le {} à {} heures ?", "je suis né le {} {} mille neuf cent {}"),
        ("le technicien vient le {} entre {} et {} heures",),
    ),
}
CARD_TALK: Table = {
    "en": (
        ("Do you take credit cards?", "I paid by card last time."),
        ("My card is in the car.", "We never ask for a card number by phone."),
    ),
    "nl": (
        ("Aanvaardt u kredietkaarten?", "Ik betaalde vorige keer met de kaart."),
        ("Mijn kaart ligt in de auto.", "Wij vragen nooit een kaartnummer per telefoon."),
    ),
    "fr": (
        ("Vous prenez les cartes de crédit ?", "J'ai payé par carte la dernière fois."),
        ("Ma carte est dans la voiture.", "Nous ne demandons jamais de numéro de carte."),
    ),
}
SECRET_TALK: Table = {
    "en": (
        ("I forgot my password.", "The PIN is safe with me."),
        ("You can reset the password by e-mail.", "Never tell anyone your pin code."),
    ),
    "nl": (
        ("Ik ben mijn wachtwoord vergeten.", "De pincode is veilig bij mij."),
        ("U kan het wachtwoord per mail herstellen.", "Zeg uw pincode nooit aan iemand."),
    ),
    "fr": (
        ("J'ai oublié mon mot de passe.", "Le code PIN est bien gardé."),
        ("Vous pouvez changer le mot de passe par courriel.", "Ne dites jamais votre code secret."),
    ),
}
POSTAL = {
    "en": "the address is {} High Street, {}",
    "nl": "het adres is Kerkstraat {}, {} Gent",
    "fr": "l'adresse est rue Haute {}, {} Bruxelles",
}
TABLES.update(
    PHONE=PHONE,
    ORDER=ORDER,
    METER=METER,
    PRICE=PRICE,
    DATE=DATE,
    CARD_TALK=CARD_TALK,
    SECRET_TALK=SECRET_TALK,
)
WAYS_OF_ANY = ("digits", "pairs", "written", "apart", "threes")
Maker = Callable[[Speakers], None]


def _way(on: Speakers) -> str:
    return on.talk.choose(WAYS_OF_ANY)


def _said(on: Speakers, digits: str) -> str:
    return " ".join(on.number(digits, _way(on)))


def phone(on: Speakers) -> None:
    """A number to ring back, sometimes two, sometimes read back."""
    numbers = []
    for _ in range(1 + on.talk.chance(0.25)):
        start = on.talk.choose(("0470", "0032470", "02", "06", "0031612", "0123", "0044790", "+32 475 "))
        numbers.append(start + some(on.rng, 10 - len(start.replace("0032", "").replace("0031", ""))))
    said = [number if number[0] == "+" else _said(on, number) for number in numbers]
    both = {"en": " or ", "nl": " of ", "fr": " ou "}[on.language[:2]]
    on.talk.plain(CUSTOMER, on.phrase(PHONE).format(both.join(said)))
    if on.talk.chance(0.3):
        on.talk.plain(AGENT, f"{on.phrase(say.AGAIN)} {said[0]}")


def order(on: Speakers) -> None:
    """An order number of 6 to 14 digits, sometimes with letters."""
    digits = some(on.rng, int(on.rng.integers(6, 15)))
    while looks_like_a_card(digits):
        digits = some(on.rng, len(digits))
    prefix = on.talk.choose(("", "", "BE ", "NG-", "ORD", "FR "))
    on.talk.plain(AGENT, on.phrase(ORDER).format(prefix + _said(on, digits)))


def meter(on: Speakers) -> None:
    """A meter reading, or the eighteen digits of a connection point."""
    digits = "541448" + some(on.rng, 12) if on.talk.chance(0.4) else some(on.rng, int(on.rng.integers(4, 8)))
    on.talk.plain(CUSTOMER, on.phrase(METER).format(_said(on, digits)))


def price(on: Speakers) -> None:
    """Prices, said or written."""
    text = on.phrase(PRICE)
    for _ in range(text.count("{}")):
        one = some(on.rng, int(on.rng.integers(2, 5))).lstrip("0") or "5"
        text = text.replace("{}", _said(on, one), 1)
    on.talk.plain(AGENT, text)


def date(on: Speakers) -> None:
    """Days and hours."""
    text = on.phrase(DATE)
    for _ in range(text.count("{}")):
        text = text.replace("{}", " ".join(on.number(str(on.rng.integers(1, 29)), "pairs")), 1)
    on.talk.plain(CUSTOMER, text)


def bank_like(on: Speakers) -> None:
    """A structured communication, a VAT number, a number that only begins like an IBAN."""
    some3, some4, some5 = some(on.rng, 3), some(on.rng, 4), some(on.rng, 5)
    made = (
        f"+++{some3}/{some4}/{some5}+++",
        f"BE0{some3}.{some(on.rng, 3)}.{some(on.rng, 3)}",
        f"BE 0{some3} {some(on.rng, 3)} {some(on.rng, 3)}",
        f"NL{some(on.rng, 9)}B01",
        f"{some3} {some4} {some5}",
    )
    on.talk.plain(AGENT, on.phrase(ORDER).format(on.talk.choose(made)))


def address(on: Speakers) -> None:
    """Street and postcode."""
    words = POSTAL[on.language[:2]].format(_said(on, str(on.rng.integers(1, 200))), some(on.rng, 4))
    on.talk.plain(CUSTOMER, words)


def card_talk(on: Speakers) -> None:
    """Cards are spoken of, none is read out."""
    on.talk.plain(CUSTOMER, on.phrase(CARD_TALK))


def secret_talk(on: Speakers) -> None:
    """Passwords are spoken of, none is said."""
    on.talk.plain(CUSTOMER, on.phrase(SECRET_TALK))


def idle(on: Speakers) -> None:
    """Small talk."""
    on.small_talk()


MAKERS: tuple[Maker, ...] = (
    phone,
    order,
    meter,
    price,
    date,
    bank_like,
    address,
    card_talk,
    secret_talk,
    idle,
)


def free_case(number: int, seed: int, half: int) -> Case:
    """Return one conversation of two to six things that are no secret."""
    rng = np.random.default_rng([seed, half, number, 9])
    on = Speakers(rng, LANGUAGES[number % len(LANGUAGES)], half)
    names = []
    on.talk.plain(AGENT, on.phrase(say.SMALL_TALK))
    for _ in range(int(rng.integers(2, 6))):
        maker = MAKERS[int(rng.integers(len(MAKERS)))]
        names.append(maker.__name__)
        maker(on)
        if on.talk.chance(0.3):
            on.talk.plain(AGENT, on.phrase(say.ACK))
    on.talk.plain(AGENT, on.phrase(say.CLOSE))
    return on.talk.case(number, on.language, "free", "+".join(names), ())
