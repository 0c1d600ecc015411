"""What is said around numbers. Each table: language -> (open half, held half)."""

Table = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]

ASK_CARD: Table = {
    "en": (
        (
            "Can I take the long number across the front of the card?",
            "What's the card number please?",
            "I just need your card details now.",
            "Which card would you like to pay with?",
        ),
        (
            "Could you read me the sixteen digits on your credit card?",
            "And the number on your debit card?",
            "Right, whenever you're ready with the card.",
            "We'd take the deposit by Visa or Mastercard, okay?",
        ),
    ),
    "nl": (
        (
            "Mag ik het nummer van uw kaart?",
            "Wat is uw kaartnummer?",
            "Met welke kaart wilt u betalen?",
            "Dan heb ik de gegevens van uw kredietkaart nodig.",
        ),
        (
            "Kunt u de cijfers op de voorkant van uw bankkaart voorlezen?",
            "Zegt u het creditcardnummer maar.",
            "U betaalt dus met Visa, zeg het maar.",
            "En het lange nummer op de kaart alstublieft?",
        ),
    ),
    "fr": (
        (
            "Quel est le numéro de votre carte ?",
            "Vous payez avec quelle carte ?",
            "Il me faut les chiffres de votre carte bancaire.",
            "Je vous écoute pour le numéro de carte.",
        ),
        (
            "Pouvez-vous me lire les seize chiffres de la carte de crédit ?",
            "C'est une Visa ou une Mastercard ?",
            "Dites-moi le grand numéro sur le devant de la carte.",
            "On fait ça par carte bleue, allez-y.",
        ),
    ),
}
LEAD: Table = {
    "en": (
        ("it's", "sure, it's", "yes, the number is", "okay so that's"),
        ("right, here goes,", "have you got a pen?", "Visa,", "let me get my glasses, so"),
    ),
    "nl": (
        ("het is", "ja, dat is", "even kijken,", "het nummer is"),
        ("oké, schrijft u mee?", "ik heb hem hier,", "Visa,", "ja hoor, daar komt ie,"),
    ),
    "fr": (
        ("c'est le", "oui, alors,", "le numéro c'est", "d'accord, c'est"),
        ("vous êtes prête ?", "je l'ai ici,", "Visa,", "attendez, voilà,"),
    ),
}
HESITATE: Table = {
    "en": (
        ("uh", "um", "then", "and", "er"),
        ("hang on", "let me see", "uhm", "sorry", "space", "what's that"),
    ),
    "nl": (
        ("eh", "uh", "en dan", "dan", "streepje"),
        ("wacht even", "eens kijken", "euh", "pardon", "spatie"),
    ),
    "fr": (
        ("euh", "puis", "ensuite", "et", "tiret"),
        ("attendez", "voyons", "heu", "pardon", "alors", "espace"),
    ),
}
ACK: Table = {
    "en": (
        ("mhm", "yes", "okay", "go on"),
        ("uh-huh", "got that", "yep and then?", "I'm with you", "lovely"),
    ),
    "nl": (("ja", "oké", "mhm", "en dan?"), ("jawel", "genoteerd", "gaat u verder", "prima", "heb ik")),
    "fr": (("oui", "d'accord", "mhm", "ensuite ?"), ("c'est noté", "allez-y", "très bien", "je vous suis")),
}
AGAIN: Table = {
    "en": (("So that's", "Let me read that back,"), ("I've got", "Just to confirm,")),
    "nl": (("Dus dat is", "Ik herhaal even,"), ("Dan heb ik hier", "Ter controle,")),
    "fr": (("Donc c'est", "Je répète,"), ("J'ai noté", "Pour vérifier,")),
}
OOPS: Table = {
    "en": (("no sorry",), ("no wait", "I mean", "scrap that")),
    "nl": (("nee sorry",), ("nee wacht", "ik bedoel", "fout")),
    "fr": (("non pardon",), ("non attendez", "je veux dire", "je me trompe")),
}
AGENT_STARTS: Table = {
    "en": (
        ("I have a card here that starts", "We have your card on file,"),
        ("The card we used last time begins", "On my screen the card reads"),
    ),
    "nl": (
        ("Ik heb hier een kaart die begint met", "We hebben uw kaart nog,"),
        ("De kaart van vorige keer begint met", "Op mijn scherm staat de kaart"),
    ),
    "fr": (
        ("J'ai ici une carte qui commence par", "Nous avons encore votre carte,"),
        ("La carte de la dernière fois commence par", "Sur mon écran la carte est"),
    ),
}
REST_PLEASE: Table = {
    "en": (
        ("can you give me the rest?", "and the last digits?"),
        ("what comes after that?", "how does it end?"),
    ),
    "nl": (("kunt u de rest geven?", "en de laatste cijfers?"), ("wat komt daarna?", "hoe eindigt die?")),
    "fr": (
        ("vous me donnez la suite ?", "et les derniers chiffres ?"),
        ("et après ?", "comment finit-elle ?"),
    ),
}
ASK_CVC: Table = {
    "en": (
        ("And the security code on the back?", "And the CVC?", "The three digits on the back?"),
        (
            "What's the CVV?",
            "Then the little code by the signature strip?",
            "And your card verification code?",
        ),
    ),
    "nl": (
        ("En de veiligheidscode achterop?", "En de CVC?", "De drie cijfers op de achterkant?"),
        ("Wat is de CVV?", "En het controlegetal naast de handtekening?", "En de beveiligingscode nog?"),
    ),
    "fr": (
        ("Et le code de sécurité au dos ?", "Et le CVC ?", "Les trois chiffres au dos ?"),
        ("Le cryptogramme ?", "Et le code de vérification derrière ?", "Le CVV s'il vous plaît ?"),
    ),
}
EXPIRY: Table = {
    "en": (("Expiry date?",), ("When does it run out?",)),
    "nl": (("De vervaldatum?",), ("Tot wanneer is ze geldig?",)),
    "fr": (("La date d'expiration ?",), ("Valable jusqu'à quand ?",)),
}
SMALL_TALK: Table = {
    "en": (
        (
            "Good morning, this is Ada from Northgate.",
            "I was calling about the panels on your roof.",
            "Did you get my e-mail on Tuesday?",
            "We have eight panels left at that price.",
        ),
        (
            "Hello there, am I speaking to the owner?",
            "How many people live in the house, three or four?",
            "It takes two days to fit and one to inspect.",
            "Your neighbours at number seventeen did it in May.",
        ),
    ),
    "nl": (
        (
            "Goedemorgen, met Ada van Helderzon.",
            "Ik bel over de panelen op uw dak.",
            "Hebt u mijn mail van dinsdag gekregen?",
            "We hebben nog acht panelen aan die prijs.",
        ),
        (
            "Dag mevrouw, spreek ik met de eigenaar?",
            "Met hoeveel woont u daar, drie of vier?",
            "Het duurt twee dagen en dan komt de keuring.",
            "Uw buren op nummer zeventien deden het in mei.",
        ),
    ),
    "fr": (
        (
            "Bonjour, c'est Ada de Mutualis.",
            "Je vous appelle pour les panneaux sur votre toit.",
            "Avez-vous reçu mon courriel de mardi ?",
            "Il nous reste huit panneaux à ce prix.",
        ),
        (
            "Bonjour madame, vous êtes la propriétaire ?",
            "Vous êtes combien à la maison, trois ou quatre ?",
            "Il faut deux jours et puis un contrôle.",
            "Vos voisins au numéro dix-sept l'ont fait en mai.",
        ),
    ),
}
CLOSE: Table = {
    "en": (
        ("Thank you, that went through.", "Great, you'll get the receipt by e-mail."),
        (
            "Lovely, that's all booked for Thursday the fifth at ten.",
            "The forty euro deposit is paid, thanks.",
        ),
    ),
    "nl": (
        ("Dank u, dat is gelukt.", "Prima, u krijgt het ontvangstbewijs per mail."),
        (
            "Mooi, dat staat genoteerd voor donderdag vijf mei om tien uur.",
            "Het voorschot van veertig euro is betaald.",
        ),
    ),
    "fr": (
        ("Merci, c'est passé.", "Parfait, vous recevrez le reçu par courriel."),
        (
            "Très bien, c'est noté pour jeudi le cinq mai à dix heures.",
            "L'acompte de quarante euros est payé.",
        ),
    ),
}
IBAN_LEAD: Table = {
    "en": (("my account number is", "the IBAN is"), ("please pay it to", "it goes to my bank, that's")),
    "nl": (("mijn rekeningnummer is", "het IBAN is"), ("stort het maar op", "dat mag naar mijn bank,")),
    "fr": (("mon numéro de compte est le", "l'IBAN c'est"), ("versez-le sur", "c'est pour ma banque,")),
}
ID_LEAD: Table = {
    "rijksregister-nl": (
        ("mijn rijksregisternummer is",),
        ("het nummer op mijn identiteitskaart achteraan is", "rijksregister,"),
    ),
    "rijksregister-fr": (
        ("mon numéro de registre national est le",),
        ("numéro national,", "au dos de ma carte d'identité c'est"),
    ),
    "rijksregister-en": (
        ("my national register number is",),
        ("national number,", "on the back of my ID card it says"),
    ),
    "bsn-nl": (("mijn burgerservicenummer is", "mijn BSN is"), ("BSN,", "het sofinummer is")),
    "bsn-en": (("my BSN is",), ("my Dutch citizen service number is",)),
    "nir-fr": (("mon numéro de sécurité sociale est le",), ("numéro de sécu,", "sur ma carte vitale c'est")),
}
PIN: Table = {
    "en": (("my PIN is", "the pin code is"), ("my pin number, that's", "I use the PIN")),
    "nl": (("mijn pincode is", "de pin is"), ("mijn geheime code is", "ik gebruik als pincode")),
    "fr": (
        ("mon code secret est", "le code PIN c'est"),
        ("mon code pin est le", "comme code secret j'utilise"),
    ),
}
PASSWORD: Table = {
    "en": (("my password is", "the password is"), ("the passphrase is", "I log in with the password")),
    "nl": (("mijn wachtwoord is", "het wachtwoord is"), ("als wachtwoord heb ik", "mijn paswoord is")),
    "fr": (
        ("mon mot de passe est", "le mot de passe c'est"),
        ("comme mot de passe j'ai", "mon mot de passe, c'est"),
    ),
}
ASK_SECRET: Table = {
    "en": (
        ("What's your password?", "And your PIN?"),
        ("Could you tell me the password?", "Which pin code do you use?"),
    ),
    "nl": (
        ("Wat is uw wachtwoord?", "En uw pincode?"),
        ("Kunt u me het wachtwoord geven?", "Welke pincode gebruikt u?"),
    ),
    "fr": (
        ("Quel est votre mot de passe ?", "Et votre code PIN ?"),
        ("Vous pouvez me donner le mot de passe ?", "Quel code secret utilisez-vous ?"),
    ),
}
WORDS_OF_SECRETS: Table = {
    "en": (
        ("sunflower", "Liverpool", "bluebird99", "Rex2014!"),
        ("tortoise", "Marmalade7", "correct horse battery", "Tr0ub4dor"),
    ),
    "nl": (
        ("zonnebloem", "Feyenoord", "blauwe vogel", "Fikkie2014!"),
        ("schildpad", "hagelslag7", "oma fietst graag", "P4nnenkoek"),
    ),
    "fr": (
        ("tournesol", "Anderlecht", "oiseau bleu", "Medor2014!"),
        ("tortue", "Confiture7", "cheval pile correct", "Fr0mage"),
    ),
}
