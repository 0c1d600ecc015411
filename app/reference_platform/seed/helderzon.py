"""Helderzon · Onderhoud 2026: maintenance of solar panels, called by agents in preview."""

from app.domain.campaign import Objection, Script, ScriptAnswer, ScriptField, ScriptStep
from app.reference_platform.seed.outcomes import options

NAME = "Helderzon · Onderhoud 2026"
CLIENT = "Helderzon NV"
OUTCOMES = options(
    "Appointment booked",
    "Price sent by e-mail",
    "Call back later",
    "Not interested",
    "Wrong person",
    "No answer",
    "Voicemail",
    "Wrong number",
    "Do not call again",
)

_BRANDS = ("SMA Sunny Boy", "SolarEdge", "Huawei", "Fronius", "Enphase", "Andere")


def _answer(letter: str, label: str, leads_to: str | None = None) -> ScriptAnswer:
    return ScriptAnswer(letter, label, leads_to)


_NL = Script(
    "nl",
    (
        ScriptStep(
            "greeting",
            "Begroeting en identificatie",
            "Goedemiddag, u spreekt met {agent} van Helderzon. Spreek ik met {name}?",
            (
                _answer("A", "Spreekt met de juiste persoon", "notice"),
                _answer("B", "Iemand anders", "close"),
                _answer("C", "Geen tijd nu", "close"),
            ),
        ),
        ScriptStep(
            "notice",
            "Melding dat het gesprek wordt opgenomen",
            "Dit gesprek wordt opgenomen voor kwaliteit en opleiding en na 90 dagen gewist. Is dat "
            "goed voor u?",
            (_answer("A", "Akkoord", "reason"), _answer("B", "Niet akkoord: opname stoppen", "reason")),
        ),
        ScriptStep(
            "reason",
            "Prijsaanvraag",
            "U vroeg ons enige tijd geleden een prijs voor het onderhoud van uw zonnepanelen. "
            "Herinnert u zich dat?",
            (
                _answer("A", "Herinnert zich de aanvraag", "installation"),
                _answer("B", "Herinnert zich niets", "installation"),
                _answer("C", "Niet meer nodig", "close"),
            ),
        ),
        ScriptStep(
            "installation",
            "Uw installatie",
            "Om u een juiste prijs te geven heb ik nog drie korte vragen. Hoe oud is uw installatie "
            "ongeveer, "
            "en wanneer werd ze voor het laatst nagekeken?",
            (
                _answer("A", "Minder dan 5 jaar", "offer"),
                _answer("B", "5 tot 10 jaar", "offer"),
                _answer("C", "Meer dan 10 jaar", "offer"),
                _answer("D", "Weet het niet", "close"),
            ),
            (
                ScriptField("panels", "Aantal panelen"),
                ScriptField("inverter", "Merk omvormer", False, _BRANDS),
                ScriptField("last_check", "Laatste nazicht", True),
            ),
        ),
        ScriptStep(
            "offer",
            "Uitgebreide controle",
            "Voor uw panelen raden we de uitgebreide controle aan: reiniging, thermografie en een "
            "rapport voor "
            "uw verzekering. Die kost 229 euro, btw inbegrepen.",
            (
                _answer("A", "Ja: afspraak plannen", "close"),
                _answer("B", "Twijfelt: later terugbellen", "close"),
                _answer("C", "Nee: reden noteren", "close"),
            ),
        ),
        ScriptStep(
            "close",
            "Afronden en bevestigen",
            "Ik vat even samen wat we hebben afgesproken. Hebt u nog een vraag? Dank u wel, {name}, "
            "en tot ziens.",
        ),
    ),
    (
        Objection(
            "Te duur",
            "Dat begrijp ik. Een vuile installatie verliest tot 12 procent per jaar; vaak is de "
            "controle binnen twee jaar terugverdiend.",
        ),
        Objection("Geen tijd", "Geen probleem, wanneer past het u beter? Ik noteer het meteen."),
        Objection(
            "Heeft al een contract", "Mag ik vragen wat daarin zit? Thermografie is er meestal niet bij."
        ),
        Objection(
            "Wil eerst een mail", "Graag. Op welk adres mag ik de prijs en een voorbeeldrapport sturen?"
        ),
    ),
)

_FR = Script(
    "fr",
    (
        ScriptStep(
            "greeting",
            "Accueil et identification",
            "Bonjour, ici {agent} de Helderzon. Suis-je bien en ligne avec {name} ?",
            (
                _answer("A", "C'est la bonne personne", "notice"),
                _answer("B", "Quelqu'un d'autre", "close"),
                _answer("C", "Pas le temps", "close"),
            ),
        ),
        ScriptStep(
            "notice",
            "Annonce de l'enregistrement",
            "Cet appel est enregistré pour la qualité et la formation, puis effacé après 90 jours. "
            "Êtes-vous d'accord ?",
            (_answer("A", "D'accord", "reason"), _answer("B", "Pas d'accord : arrêter", "reason")),
        ),
        ScriptStep(
            "reason",
            "Demande de prix",
            "Vous nous aviez demandé un prix pour l'entretien de vos panneaux solaires. Vous en "
            "souvenez-vous ?",
            (_answer("A", "S'en souvient", "installation"), _answer("B", "Plus nécessaire", "close")),
        ),
        ScriptStep(
            "installation",
            "Votre installation",
            "Quel âge a votre installation environ, et quand a-t-elle été contrôlée pour la dernière fois ?",
            (
                _answer("A", "Moins de 5 ans", "offer"),
                _answer("B", "De 5 à 10 ans", "offer"),
                _answer("C", "Plus de 10 ans", "offer"),
                _answer("D", "Ne sait pas", "close"),
            ),
            (
                ScriptField("panels", "Nombre de panneaux"),
                ScriptField("inverter", "Marque de l'onduleur", False, _BRANDS),
                ScriptField("last_check", "Dernier contrôle", True),
            ),
        ),
        ScriptStep(
            "offer",
            "Contrôle complet",
            "Nous conseillons le contrôle complet : nettoyage, thermographie et un rapport pour "
            "votre assurance, "
            "à 229 euros TVA comprise.",
            (
                _answer("A", "Oui : fixer un rendez-vous", "close"),
                _answer("B", "Hésite : rappeler plus tard", "close"),
                _answer("C", "Non : noter la raison", "close"),
            ),
        ),
        ScriptStep(
            "close",
            "Conclure et confirmer",
            "Je résume ce que nous avons convenu. Avez-vous encore une question ? Merci, {name}, et "
            "au revoir.",
        ),
    ),
    (
        Objection("Trop cher", "Je comprends. Une installation sale perd jusqu'à 12 pour cent par an."),
        Objection("Pas le temps", "Pas de souci, quand cela vous convient-il mieux ?"),
        Objection(
            "A déjà un contrat", "Puis-je demander ce qu'il comprend ? La thermographie y manque souvent."
        ),
    ),
)

_EN = Script(
    "en",
    (
        ScriptStep(
            "greeting",
            "Greeting and identification",
            "Good afternoon, this is {agent} from Helderzon. Am I speaking with {name}?",
            (
                _answer("A", "The right person", "notice"),
                _answer("B", "Somebody else", "close"),
                _answer("C", "No time now", "close"),
            ),
        ),
        ScriptStep(
            "notice",
            "Notice of recording",
            "This call is recorded for quality and training, and deleted after 90 days. Is that all right?",
            (_answer("A", "Agreed", "reason"), _answer("B", "Not agreed: stop recording", "reason")),
        ),
        ScriptStep(
            "reason",
            "Price request",
            "You asked us for a price for servicing your solar panels. Do you remember?",
            (
                _answer("A", "Remembers the request", "installation"),
                _answer("B", "No longer needed", "close"),
            ),
        ),
        ScriptStep(
            "installation",
            "Your installation",
            "About how old is your installation, and when was it last checked?",
            (
                _answer("A", "Less than 5 years", "offer"),
                _answer("B", "5 to 10 years", "offer"),
                _answer("C", "More than 10 years", "offer"),
                _answer("D", "Does not know", "close"),
            ),
            (
                ScriptField("panels", "Number of panels"),
                ScriptField("inverter", "Inverter brand", False, _BRANDS),
                ScriptField("last_check", "Last check", True),
            ),
        ),
        ScriptStep(
            "offer",
            "Full inspection",
            "We recommend the full inspection: cleaning, thermography and a report for your insurer, "
            "at 229 euros "
            "including VAT.",
            (
                _answer("A", "Yes: book an appointment", "close"),
                _answer("B", "Unsure: call back later", "close"),
                _answer("C", "No: note the reason", "close"),
            ),
        ),
        ScriptStep(
            "close",
            "Close and confirm",
            "Let me sum up what we agreed. Is there anything else? Thank you, {name}, and goodbye.",
        ),
    ),
    (
        Objection("Too expensive", "I understand. Dirty panels lose up to 12 per cent a year."),
        Objection("No time", "No problem, when would suit you better?"),
        Objection("Has a contract", "May I ask what it covers? Thermography is usually not part of it."),
    ),
)

SCRIPTS = (_NL, _FR, _EN)
