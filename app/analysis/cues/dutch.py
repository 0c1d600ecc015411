"""Dutch cues."""

CUES = {
    "accept": (
        r"zet (me|mij|ons|het) (er |daar )?(maar )?(in|op|bij)|(plan|schrijf|noteer|boek) (me|mij"
        r"|ons|het|hem) (maar )?(in|op)?|past (voor )?(me|mij|ons)|dat past|dat (lukt|kan|werkt)"
        r"|gaat lukken|komt (me|mij|ons) (goed|prima) uit|ja graag|graag zelfs|doe maar"
        r"|laten we dat doen|ga maar door|akkoord|afgesproken|ik ben (dan )?(thuis|er|vrij)"
        r"|ben ik (thuis|er|vrij)|dat is goed|is goed voor (me|mij|ons)|klinkt goed|ik neem (het"
        r"|hem|die)|(\w+ )?lukt"
    ),
    "agrees": (
        r"ja|jawel|prima|goed|oke|ok|perfect|zeker|natuurlijk|graag|uitstekend|mooi|waarom niet"
        r"|best"
    ),
    "quote": (
        r"(stuur|mail|bezorg) (me|mij|ons|het|de|dat|eens)? ?.{0,40}?(offerte|prijs|prijzen"
        r"|cijfers|aanbod|voorstel|kost|papier)|(offerte|prijs|prijzen|cijfers|dat"
        r"|het) .{0,25}?op (mail|papier)|op (mail|papier) (zetten|krijgen)|zwart op wit|(mailt"
        r"|stuurt) wat het kost"
    ),
    "wants": (
        r"(ik|wij|we) (wil|willen|zou|zouden) (dat |dit |het )?(graag )?.{0,30}?(laten doen"
        r"|bestellen|boeken|vastleggen|afsluiten|met (u|jullie) (in zee|verder))|ben (er"
        r"|eruit) (uit)?|ik ben eruit|we zijn eruit"
    ),
    "decline": (
        r"nee (dank u|bedankt|dank je|merci)|niet geinteresseerd|geen interesse|hoeft (het "
        r"|voor mij )?niet|liever niet|niet nodig|niets voor (me|mij|ons)|sla (ik )?over"
        r"|tevreden met|heb al een|hebben al een|wil(len)? (dat|het|ik)? ?niet|geen behoefte"
    ),
    "reversal": (
        r"laat maar|bij nader inzien|toch niet|van gedacht veranderd|bedacht me|schrap|annuleer"
        r"|vergeet het"
    ),
    "callback": (
        r"bel (me|mij|ons)|bel(t|len)? .{0,25}?terug|terugbellen|terug te bellen"
        r"|probeer .{0,20}?(nog eens|opnieuw|later)|nog eens proberen|slecht moment"
        r"|past (het )?nu niet|nu niet goed|zit (nu )?in (de auto|een vergadering)|ik ben onderweg"
        r"|een andere keer|bij me terug|kom .{0,25}?terug|is beter"
    ),
    "never": (
        r"(nooit|niet) meer (op|gebeld|bellen|iets horen|horen)|nooit meer|van (uw|je|jullie"
        r"|de) lijst|stop met bellen|verwijder|niet meer gebeld"
    ),
    "other": (
        r"verkeerd(e)?( nummer| verbonden| persoon)?|bij iemand anders|is (er|hier) (helaas )?niet"
        r"|niet thuis|werkt hier niet meer|al jaren weg|u spreekt met (zijn|haar)|(zijn"
        r"|haar) (vrouw|man|dochter|zoon)|aan de balie|ik huur"
    ),
    "machine": r"voicemail|boodschap na|na de (toon|biep|piep)|spreek in",
    "vague": (
        r"misschien|hangt .{0,12}?af|niet kunnen zeggen|je weet (het )?nooit|weet (het"
        r"|ik) (nog )?niet|ik denk erover|te denken"
    ),
    "negator": r"niet|geen|nee|nooit|niks|niets|zonder|noch|niemand|evenmin",
    "idiom": r"waarom niet|geen probleem|geen bezwaar|niet slecht|geen zorgen|niets op tegen",
    "reported": r"(?<!ik )(zei|zeiden|beweerde|vertelde|beloofde)|(?<!ik heb )gezegd",
    "propose": (
        r"zal ik|past (dat|het|u)|kan ik u|wilt u|inplannen|afspraak|hoe klinkt|is dat goed|lukken"
        r"|plaats (vrij|op)|voorstellen|langskomen|schikt"
    ),
    "date": (
        r"maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|morgen|overmorgen"
        r"|volgende week|(\d+|\w+) (januari|februari|maart|april|mei|juni|juli|augustus|september"
        r"|oktober|november|december)|\d+ uur|(half|kwart (voor|over)) \w+|\w+ uur|s (ochtends"
        r"|middags|avonds)"
    ),
    "email": (
        r"(at|apenstaartje) \w+ punt (be|nl|com|eu)|punt (be|nl|com|eu)|adres van kantoor"
        r"|zelfde adres"
    ),
    "confirm": (
        r"bevestigd|genoteerd|noteer|ligt vast|in de agenda|staat erin|ik stuur|vertrekt|ik bel u"
        r"|terugbelafspraak"
    ),
    "farewell": r"dag|tot ziens|bedankt|dank u|dank je|merci|fijne dag",
}
