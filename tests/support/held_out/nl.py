"""What is said in held-out Dutch calls."""

LINES: dict[str, tuple[str, ...]] = {
    "slot_day": (
        "maandag",
        "dinsdag de negende",
        "volgende donderdag",
        "veertien mei",
        "vrijdag over een week",
    ),
    "slot_hour": ("tien uur", "half drie", "negen uur 's ochtends", "kwart voor vier"),
    "slot_name": ("Margriet Dekker", "meneer Van Loon", "Saskia Achterberg", "Tom Claes"),
    "slot_product": ("ketelcontrole", "vlootverzekering", "dakinspectie", "huurlijn"),
    "filler": ("Nou,", "Eh,", "Tja,", "Kijk,", "Och,", "Weet u,"),
    "a_open": (
        "Goedemorgen, met Priya van Zonneweg. Mag ik {name} even spreken?",
        "Hallo, Wouter hier namens Zonneweg. Bent u {name}?",
    ),
    "a_notice": (
        "Voor we verdergaan: we bewaren een opname van dit gesprek. Heeft u daar bezwaar tegen?",
        "Ik meld even dat deze lijn wordt opgenomen. Vindt u dat in orde?",
    ),
    "a_reason": (
        "Ik bel over de {product} die u op onze site bekeek.",
        "Een paar weken terug vulde u een formulier in over een {product}.",
    ),
    "a_ask": (
        "Hoe regelt u dat op dit moment?",
        "Kunt u iets vertellen over hoe het er nu voor staat?",
        "Hoe lang hebt u de huidige al?",
    ),
    "a_answer": (
        "Dat is een terecht punt, de meeste klanten vroegen hetzelfde voor ze tekenden.",
        "Ik begrijp het. Over twee jaar komt het wel voordeliger uit.",
    ),
    "a_propose": (
        "Zal ik u inplannen op {day} om {hour}?",
        "Ik kan iemand laten langskomen op {day}, zeg {hour}. Hoe klinkt dat?",
        "Er is nog een plaats vrij op {day} om {hour}. Wilt u die hebben?",
    ),
    "a_booked": (
        "Mooi, dat is bevestigd voor {day} om {hour}. U staat erin.",
        "Prima, de afspraak staat in de agenda: {day}, {hour}.",
    ),
    "a_email": ("Waar mag ik die naartoe sturen?", "En welk e-mailadres is het handigst?"),
    "a_quote_sent": ("Ik stuur de offerte meteen door.", "U hebt ons aanbod binnen het uur in uw mailbox."),
    "a_push": (
        "U bent dus geïnteresseerd, ik leg de afspraak vast voor {day}, ja?",
        "Fijn, dan zijn we het eens: {day} om {hour}, en ik stuur het contract.",
        "Het zou zonde zijn om dit te missen. Ja, doe maar, meer hoeft u niet te zeggen.",
    ),
    "a_pity": ("Dat begrijp ik. Ik noteer het.", "Geen probleem, bedankt voor uw eerlijkheid."),
    "a_later": ("Ik heb het genoteerd voor {day}. Tot dan.", "Zeker, ik probeer het opnieuw op {day}."),
    "a_never": ("Mijn excuses. Uw nummer gaat vandaag van de lijst.", "Begrepen, u wordt niet meer gebeld."),
    "a_other": ("Mijn fout. Wanneer tref ik hem het best?", "Dank u, ik probeer een andere keer."),
    "a_bye": ("Nog een fijne dag.", "Het beste, dag.", "Dank voor uw tijd, tot ziens."),
    "c_hello": ("Hallo?", "Daar spreekt u mee.", "Ja, met {name}.", "Goedemorgen, met wie spreek ik?"),
    "c_notice": ("Nee, dat is goed.", "Mij best.", "Als het moet.", "Hoor, geen bezwaar."),
    "c_chat": (
        "We hebben de oude laten zetten toen we hier kwamen wonen, dat is toch al twaalf jaar geleden.",
        "Mijn broer doet die dingen normaal, maar hij heeft het dit jaar aan mij overgelaten.",
        "Tot nu toe ging het wel, behalve die ene winter toen hij telkens uitviel.",
        "Ik weet vaag nog dat ik ergens op klikte, het was laat en ik vergeleek er een paar.",
    ),
    "c_doubt": (
        "Het klinkt wel als veel geld voor wat het is.",
        "Hoe weet ik dat jullie beter zijn dan de vorigen?",
        "We zijn volop aan het verhuizen, dus alles staat hier op zijn kop.",
        "En wat zit daar dan precies in, als ik vragen mag?",
    ),
    "c_accept": (
        "Dat komt me goed uit.",
        "Vooruit, zet me er maar in.",
        "{day} past mij, {hour} lukt.",
        "Ja graag, laten we dat doen.",
        "Waarom niet. {day} dan.",
        "Dat gaat lukken, ja, schrijf het maar op.",
    ),
    "c_not_that_day": (
        "Die dag niet, dan zit ik bij de tandarts. Hebt u iets later?",
        "Nee, dat moment past me niet. Een andere keer misschien?",
    ),
    "c_wants": (
        "Eerlijk gezegd ging ik u zelf bellen, ik wil dit voor de zomer laten doen.",
        "Ik ben eruit, we willen graag met jullie in zee gaan.",
    ),
    "c_quote": (
        "Kunt u de cijfers eens op papier zetten? Dan laat ik het aan mijn vrouw zien.",
        "Stuur me een offerte, ik zie het graag zwart op wit.",
        "Als u me mailt wat het kost, bekijk ik het eens rustig.",
    ),
    "c_email": ("Dat is dekker at post punt nl.", "Neem het adres van kantoor, dat staat op het formulier."),
    "c_decline": (
        "Nee dank u, het is niets voor mij.",
        "Ik sla over.",
        "We zijn tevreden met wat we hebben, dus nee.",
        "Liever niet, sorry.",
    ),
    "c_decline_hard": (
        "Ik ben niet geïnteresseerd in een afspraak, en een offerte wil ik ook niet.",
        "Ja, voor anderen klinkt het prachtig, maar wij gaan niets vastleggen.",
        "Ik heb nooit ja gezegd op een afspraak, plan me alstublieft niet in op {day}.",
        "Het is vast een goed aanbod, alleen heb ik het niet nodig.",
    ),
    "c_went_back": (
        "Of nee, laat maar. Ik wil het toch niet.",
        "Wacht even, bij nader inzien niet. Schrap het maar.",
    ),
    "c_quotes": (
        "Uw collega zei vorig jaar: ja, leg de afspraak vast, dat past u. En er is niemand gekomen.",
        "Mijn buurman heeft u gezegd ja graag, zet me erin voor {day}, en hij heeft er nog spijt van.",
    ),
    "c_later": (
        "Ik zit in de auto, kunt u op {day} nog eens proberen?",
        "Het is een slecht moment. Bel me op {day}, rond {hour}.",
        "Ik moet eerst met mijn partner overleggen, kom op {day} bij me terug.",
    ),
    "c_never": (
        "Haal me van uw lijst en bel dit nummer nooit meer.",
        "Ik heb het al gevraagd, stop met bellen. Verwijder mijn gegevens.",
        "Ik wil van uw bedrijf nooit meer iets horen.",
    ),
    "c_other": (
        "{name} is er helaas niet, ik zit alleen aan de balie.",
        "U hebt de verkeerde voor, {name} is hier al jaren weg.",
        "Zij is niet thuis, u spreekt met haar dochter.",
    ),
    "c_vague": (
        "Mm, ik zou het echt niet kunnen zeggen. Het hangt van zoveel dingen af.",
        "Misschien wel, misschien niet, je weet het nooit met zulke dingen.",
        "Ik hoor u wel, ik zit gewoon aan van alles te denken.",
    ),
    "c_broke": ("Ja kijk, als het aan mij lag zou ik", "Sorry, u valt weg, ik hoor maar de helft van"),
    "c_thanks": ("Hartelijk dank.", "Bedankt, fijn."),
    "c_bye": ("Dag.", "Tot ziens dan.", "Dag hoor."),
    "c_short": ("Ja.", "Ja graag.", "Hallo?", "Doe maar.", "Oké, goed.", "Prima, ja."),
}
