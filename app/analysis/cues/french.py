"""French cues."""

CUES = {
    "accept": (
        r"inscrivez (moi|nous)|notez (le|moi|nous|la)|mettez (moi|nous)|reservez (moi|le|la)?|(ca"
        r"|cela) (me|nous) (va|convient|arrange)|(me|nous) (va|convient)( bien)?|(ca"
        r"|cela) m arrange|c est (parfait|bon pour moi|d accord)|allez y|va pour|oui volontiers"
        r"|volontiers|oui avec plaisir|faisons (comme ca|cela|ca)|on fait comme ca|je serai (la"
        r"|disponible|present|chez moi)|je (peux|pourrai) (me liberer|venir|etre)|ca marche"
        r"|entendu|je (le |la )?prends|je suis (partant|d accord)"
    ),
    "agrees": (
        r"oui|d accord|ok|parfait|bien sur|tres bien|volontiers|certainement|pourquoi pas|bien"
        r"|c est bon"
    ),
    "quote": (
        r"(envoyez|envoyer|transmettez|mailez) .{0,40}?(devis|prix|tarif|tarifs|chiffres|offre"
        r"|proposition|ecrit)|(m |nous )?envoyez .{0,12}?(prix|devis|tarif)|(prix|devis|tarif"
        r"|chiffres|ca|cela) .{0,12}?par (ecrit|mail)|noir sur blanc"
    ),
    "wants": (
        r"(je|nous|on) (veux|voulons|voudrais|voudrions|aimerais|aimerions|souhaite"
        r"|souhaitons) .{0,25}?(fait|faire|travailler|avec vous|commander|reserver|signer)"
        r"|decision est prise"
    ),
    "decline": (
        r"non merci|pas interesse(e|s)?|ne m interesse pas|m interesse pas|pas besoin|pas la peine"
        r"|pas pour (moi|nous)|(j )?aime(rais)? mieux pas|je prefere pas|(ne )?veux pas"
        r"|passer mon tour|content(e|s|es)? de|satisfait(e|s)? de|deja un contrat"
        r"|changer d assurance|aucun interet"
    ),
    "reversal": r"en fait non|finalement|reflexion faite|laissez tomber|annulez|oubliez|j ai change d avis",
    "callback": (
        r"rappel(ez|er|le)|(r)?appelez (moi|nous)|reessayer|reessayez|revenez vers"
        r"|pas le (bon )?moment|au volant|en reunion|une autre fois|plus tard dans|en parler (avec"
        r"|a) (mon|ma)|d abord en parler"
    ),
    "never": (
        r"(n |ne m )?appelez plus|plus (jamais )?(m |etre )?(appel|entendre|recevoir)\w*"
        r"|plus jamais|de (votre|la) liste|arretez de m|supprimez (mes|mon|ma)|retirez (mon|moi"
        r"|mes)"
    ),
    "other": (
        r"faites erreur|trompez|mauvais numero|n est pas (la|ici|a la maison|disponible)"
        r"|a demenage|est parti(e)?|ne travaille plus|je suis (sa|son) (femme|mari|fille|fils)"
        r"|a l accueil|pas client"
    ),
    "machine": r"messagerie|laissez (un|votre) message|apres le (bip|signal)|vous etes bien au",
    "vague": r"peut etre|ca depend|on ne sait jamais|saurais pas|je ne sais pas|on verra|je pense juste",
    "negator": r"ne|n|pas|non|jamais|rien|aucun|aucune|sans|plus|ni|personne",
    "idiom": r"pourquoi pas|pas de (probleme|souci)|aucune objection|pas mal|aucun souci|rien contre",
    "reported": r"(a|avait|ont|m a|vous a|nous a) (dit|promis|raconte)|disait|disaient|pretendait",
    "propose": (
        r"je vous inscris|rendez vous|voulez vous|vous (va|irait|convient|conviendrait)"
        r"|qu en dites|proposer|peut passer|il reste|est ce que cela|je fixe"
    ),
    "date": (
        r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|semaine prochaine|(le )?(\d+"
        r"|\w+) (janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre"
        r"|decembre)|\d+ heures|\w+ heures|du matin|de l apres midi|en huit"
    ),
    "email": r"arobase|poste point|point (fr|be|com|eu)|adresse du bureau|meme adresse",
    "confirm": (
        r"confirme|inscrit|dans l agenda|c est note|je note|est fixe|je vous envoie|devis part"
        r"|rappelons|rappel est prevu|vous aurez"
    ),
    "farewell": r"au revoir|merci|bonne (journee|soiree|continuation)",
}
