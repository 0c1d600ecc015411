"""What is said in held-out French calls."""

LINES: dict[str, tuple[str, ...]] = {
    "slot_day": ("lundi", "mardi neuf", "jeudi prochain", "le quatorze mai", "vendredi en huit"),
    "slot_hour": ("dix heures", "quatorze heures trente", "neuf heures", "seize heures moins le quart"),
    "slot_name": ("Marguerite Dumont", "Monsieur Leroy", "Suzanne Achard", "Thomas Claes"),
    "slot_product": ("contrôle de chaudière", "couverture de flotte", "visite de toiture", "ligne louée"),
    "filler": ("Bon,", "Euh,", "Ben,", "Écoutez,", "Oh,", "Vous savez,"),
    "a_open": (
        "Bonjour, Priya de chez Soleva. Pourrais-je parler à {name} ?",
        "Bonjour, Luc à l'appareil pour Soleva. Vous êtes bien {name} ?",
    ),
    "a_notice": (
        "Avant de continuer, nous gardons un enregistrement de cette conversation. Une objection ?",
        "Je vous signale que cette ligne est enregistrée. Cela vous va ?",
    ),
    "a_reason": (
        "Je vous appelle pour le {product} que vous avez regardé sur notre site.",
        "Il y a quelques semaines vous avez rempli un formulaire pour un {product}.",
    ),
    "a_ask": (
        "Comment faites-vous pour le moment ?",
        "Pouvez-vous me dire un peu où vous en êtes ?",
        "Depuis combien de temps avez-vous l'actuel ?",
    ),
    "a_answer": (
        "C'est une bonne remarque, la plupart de nos clients l'ont faite avant de signer.",
        "Je vois. Sur deux ans cela revient tout de même moins cher.",
    ),
    "a_propose": (
        "Je vous inscris pour {day} à {hour} ?",
        "Quelqu'un peut passer {day}, disons {hour}. Qu'en dites-vous ?",
        "Il reste une place {day} à {hour}. Voulez-vous la prendre ?",
    ),
    "a_booked": (
        "Très bien, c'est confirmé pour {day} à {hour}. Vous êtes inscrit.",
        "Parfait, le rendez-vous est dans l'agenda : {day}, {hour}.",
    ),
    "a_email": ("Où puis-je l'envoyer ?", "Et quelle adresse e-mail vous convient le mieux ?"),
    "a_quote_sent": (
        "Je vous envoie le devis tout de suite.",
        "Vous aurez notre offre dans votre boîte dans l'heure.",
    ),
    "a_push": (
        "Vous êtes donc intéressé, je fixe le rendez-vous pour {day}, oui ?",
        "Super, alors nous sommes d'accord : {day} à {hour}, et je vous envoie le contrat.",
        "Ce serait dommage de rater cela. Oui, allez-y, c'est tout ce qu'il faut dire.",
    ),
    "a_pity": ("Je comprends. Je le note.", "Pas de souci, merci de votre franchise."),
    "a_later": ("C'est noté pour {day}. À bientôt.", "Bien sûr, je réessaie {day}."),
    "a_never": (
        "Toutes mes excuses. Votre numéro quitte la liste aujourd'hui.",
        "Compris, on ne vous appellera plus.",
    ),
    "a_other": ("Au temps pour moi. Quand puis-je le joindre ?", "Merci, je réessaierai une autre fois."),
    "a_bye": ("Bonne journée.", "Bonne continuation, au revoir.", "Merci de votre temps, au revoir."),
    "c_hello": ("Allô ?", "C'est moi.", "Oui, ici {name}.", "Bonjour, qui est à l'appareil ?"),
    "c_notice": ("Non, c'est bon.", "Cela m'est égal.", "S'il le faut.", "Aucune objection."),
    "c_chat": (
        "On a fait poser l'ancien en arrivant ici, ça doit bien faire douze ans maintenant.",
        "C'est mon frère qui s'occupe de ça d'habitude, mais cette année il me l'a laissé.",
        "Jusqu'ici ça allait, à part cet hiver où il n'arrêtait pas de tomber en panne.",
        "Je me rappelle vaguement avoir cliqué, il était tard et j'en comparais plusieurs.",
    ),
    "c_doubt": (
        "Ça fait quand même beaucoup d'argent pour ce que c'est.",
        "Qu'est-ce qui me dit que vous êtes meilleurs que les précédents ?",
        "On est en plein déménagement, tout est sens dessus dessous ici.",
        "Et qu'est-ce que ça comprend exactement, si je puis me permettre ?",
    ),
    "c_accept": (
        "Ça m'arrange bien.",
        "Allez, inscrivez-moi.",
        "{day} me va, {hour} c'est bon.",
        "Oui volontiers, faisons comme ça.",
        "Pourquoi pas. Va pour {day}.",
        "Je peux me libérer, oui, notez-le.",
    ),
    "c_not_that_day": (
        "Pas ce jour-là, je suis chez le dentiste. Vous n'avez rien plus tard ?",
        "Non, ce moment ne me va pas. Une autre fois peut-être ?",
    ),
    "c_wants": (
        "À vrai dire j'allais vous appeler, je veux que ce soit fait avant l'été.",
        "Ma décision est prise, nous aimerions travailler avec vous.",
    ),
    "c_quote": (
        "Pourriez-vous mettre les chiffres par écrit ? Je les montrerai à ma femme.",
        "Envoyez-moi un devis, j'aimerais le voir noir sur blanc.",
        "Si vous m'envoyez le prix par mail, je regarderai ça tranquillement.",
    ),
    "c_email": (
        "C'est dumont arobase poste point fr.",
        "Prenez l'adresse du bureau, elle est sur le formulaire.",
    ),
    "c_decline": (
        "Non merci, ce n'est pas pour moi.",
        "Je vais passer mon tour.",
        "On est contents de ce qu'on a, donc non.",
        "J'aime mieux pas, désolé.",
    ),
    "c_decline_hard": (
        "Je ne suis pas intéressé par un rendez-vous, et je ne veux pas de devis non plus.",
        "Oui, pour d'autres ça a l'air formidable, mais nous n'allons rien réserver.",
        "Je n'ai jamais dit oui à un rendez-vous, ne m'inscrivez surtout pas pour {day}.",
        "C'est sûrement une bonne offre, seulement je n'en ai pas besoin.",
    ),
    "c_went_back": (
        "En fait non, oubliez. Finalement je n'en veux pas.",
        "Attendez, réflexion faite laissez tomber. Annulez.",
    ),
    "c_quotes": (
        "Votre collègue disait l'an dernier : oui, fixez le rendez-vous, ça vous va. Et personne n'est venu.",
        "Mon voisin vous a dit oui volontiers, inscrivez-moi pour {day}, et il le regrette encore.",
    ),
    "c_later": (
        "Je suis au volant, pouvez-vous réessayer {day} ?",
        "Ce n'est pas le moment. Appelez-moi {day}, vers {hour}.",
        "Je dois d'abord en parler à mon associé, revenez vers moi {day}.",
    ),
    "c_never": (
        "Retirez-moi de votre liste et n'appelez plus jamais ce numéro.",
        "Je l'ai déjà demandé, arrêtez de m'appeler. Supprimez mes données.",
        "Je ne veux plus jamais entendre parler de votre société.",
    ),
    "c_other": (
        "Désolé, {name} n'est pas là, je ne suis qu'à l'accueil.",
        "Vous vous trompez de personne, {name} est parti depuis des années.",
        "Elle n'est pas à la maison, je suis sa fille.",
    ),
    "c_vague": (
        "Mm, je ne saurais pas vous dire. Ça dépend de tellement de choses en ce moment.",
        "Peut-être bien que oui, peut-être bien que non, on ne sait jamais.",
        "Je vous entends, je pense juste à plein de choses.",
    ),
    "c_broke": ("Ben en fait, si ça ne tenait qu'à moi je", "Pardon, ça coupe, je n'entends qu'un mot sur"),
    "c_thanks": ("Merci beaucoup.", "Merci, c'est gentil."),
    "c_bye": ("Au revoir.", "Allez, au revoir.", "Bonne journée."),
    "c_short": ("Oui.", "Oui volontiers.", "Allô ?", "Allez-y.", "D'accord, bien.", "Très bien, oui."),
}
