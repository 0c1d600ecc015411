"""A third set of phrases, written after the `held` half had been measured and its misses looked at.

Nothing of it has been used to work on the detector: what is measured with it is measured unseen.
"""

LAST: dict[str, dict[str, tuple[str, ...]]] = {
    "ASK_CARD": {
        "en": ("Okay, I'm ready for the card details.", "Is that card a credit or a debit one?"),
        "nl": ("Ik noteer nu de gegevens van de kaart.", "Is dat een debetkaart of een kredietkaart?"),
        "fr": ("Je suis prêt pour le numéro de la carte.", "C'est une carte de débit ou de crédit ?"),
    },
    "LEAD": {
        "en": ("fine, the first bit is", "it says here"),
        "nl": ("goed, het begint met", "hier staat"),
        "fr": ("bon, ça commence par", "il est écrit"),
    },
    "HESITATE": {
        "en": ("give me a second", "next one is", "erm"),
        "nl": ("een momentje", "de volgende is", "hmm"),
        "fr": ("une seconde", "la suite c'est", "hum"),
    },
    "ACK": {
        "en": ("right", "carry on", "all clear so far"),
        "nl": ("duidelijk", "ga door", "tot zover goed"),
        "fr": ("entendu", "continuez", "jusque là ça va"),
    },
    "AGAIN": {
        "en": ("Repeating:", "So I wrote"),
        "nl": ("Nog eens:", "Ik schreef dus"),
        "fr": ("Encore une fois :", "J'ai donc écrit"),
    },
    "OOPS": {
        "en": ("oh no that's wrong", "correction"),
        "nl": ("ach dat is verkeerd", "correctie"),
        "fr": ("ah non c'est faux", "correction"),
    },
    "AGENT_STARTS": {
        "en": ("Your saved card opens with",),
        "nl": ("Uw bewaarde kaart opent met",),
        "fr": ("Votre carte enregistrée débute par",),
    },
    "REST_PLEASE": {
        "en": ("would you complete it?",),
        "nl": ("wilt u het aanvullen?",),
        "fr": ("vous pouvez compléter ?",),
    },
    "ASK_CVC": {
        "en": ("The security number next to your signature?", "CVV number please?"),
        "nl": ("Het veiligheidsnummer naast uw handtekening?", "Het CVV-nummer graag?"),
        "fr": ("Le numéro de sécurité près de la signature ?", "Le numéro CVV ?"),
    },
    "EXPIRY": {
        "en": ("And it's valid until?",),
        "nl": ("En geldig tot?",),
        "fr": ("Et elle est valide jusqu'en ?",),
    },
    "SMALL_TALK": {
        "en": ("We are two people with one electric car.", "The survey was on the ninth, I believe."),
        "nl": ("Wij zijn met twee en hebben een auto.", "Het bezoek was op de negende, geloof ik."),
        "fr": ("Nous sommes deux et avons une voiture.", "La visite était le neuf, je crois."),
    },
    "CLOSE": {
        "en": ("Perfect, see you on the twelfth between nine and eleven.",),
        "nl": ("Perfect, tot de twaalfde tussen negen en elf.",),
        "fr": ("Parfait, à bientôt le douze entre neuf et onze.",),
    },
    "IBAN_LEAD": {
        "en": ("my bank details are", "transfer the refund to"),
        "nl": ("mijn bankgegevens zijn", "stuur de terugbetaling naar"),
        "fr": ("mes coordonnées bancaires sont", "envoyez le remboursement vers"),
    },
    "ID_LEAD": {
        "rijksregister-nl": ("mijn nationaal nummer is",),
        "rijksregister-fr": ("mon numéro national c'est le",),
        "rijksregister-en": ("the national number you want is",),
        "bsn-nl": ("het burgerservicenummer luidt",),
        "bsn-en": ("for the BSN put",),
        "nir-fr": ("mon numéro de sécu c'est le",),
    },
    "PIN": {
        "en": ("the pin for it is",),
        "nl": ("de pincode daarvan is",),
        "fr": ("le code pin en est le",),
    },
    "PASSWORD": {
        "en": ("the password for it is", "my password was"),
        "nl": ("het wachtwoord daarvan is", "mijn wachtwoord was"),
        "fr": ("le mot de passe en est", "mon mot de passe était"),
    },
    "ASK_SECRET": {
        "en": ("Which password did you choose?", "May I have the pin?"),
        "nl": ("Welk wachtwoord hebt u gekozen?", "Mag ik de pincode?"),
        "fr": ("Quel mot de passe avez-vous choisi ?", "Puis-je avoir le code pin ?"),
    },
    "WORDS_OF_SECRETS": {
        "en": ("penguin", "Sh3ffield", "green tea please"),
        "nl": ("pinguin", "Br3da", "groene thee graag"),
        "fr": ("manchot", "Nam7r", "thé vert merci"),
    },
    "PHONE": {
        "en": ("try me on {}", "my daughter is on {}"),
        "nl": ("probeer me op {}", "mijn dochter zit op {}"),
        "fr": ("essayez-moi au {}", "ma fille est au {}"),
    },
    "ORDER": {
        "en": ("we opened case {} for you", "the parcel code reads {}"),
        "nl": ("we openden zaak {} voor u", "de pakketcode luidt {}"),
        "fr": ("nous avons ouvert le cas {} pour vous", "le code du colis est {}"),
    },
    "METER": {
        "en": ("the counter shows {}", "consumption was {}"),
        "nl": ("de teller toont {}", "het verbruik was {}"),
        "fr": ("le compteur affiche {}", "la consommation était de {}"),
    },
    "PRICE": {
        "en": ("you would save {} a year", "between {} and {} per panel"),
        "nl": ("u bespaart {} per jaar", "tussen {} en {} per paneel"),
        "fr": ("vous économisez {} par an", "entre {} et {} par panneau"),
    },
    "DATE": {
        "en": ("either the {} or the {} suits me",),
        "nl": ("de {} of de {} past mij",),
        "fr": ("le {} ou le {} me convient",),
    },
    "CARD_TALK": {
        "en": ("Is there a fee for paying by card?", "I lost my bank card last week."),
        "nl": ("Kost betalen met de kaart iets extra?", "Ik ben vorige week mijn bankkaart verloren."),
        "fr": ("Y a-t-il des frais par carte ?", "J'ai perdu ma carte bancaire la semaine passée."),
    },
    "SECRET_TALK": {
        "en": ("The password is case sensitive.", "My PIN stopped working."),
        "nl": ("Het wachtwoord is hoofdlettergevoelig.", "Mijn pincode werkt niet meer."),
        "fr": ("Le mot de passe est sensible aux majuscules.", "Mon code pin ne marche plus."),
    },
}
