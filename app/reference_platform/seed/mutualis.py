"""Mutualis · Rappel santé: reminders of a check-up, spoken by an AI agent that says that it is one."""

from app.domain.campaign import Objection, Script, ScriptAnswer, ScriptField, ScriptStep
from app.reference_platform.seed.outcomes import options

NAME = "Mutualis · Rappel santé"
CLIENT = "Mutualis ASBL"
OUTCOMES = options(
    "Rendez-vous pris",
    "Informations envoyées",
    "Rappeler plus tard",
    "Pas intéressé",
    "Mauvaise personne",
    "Pas de réponse",
    "Messagerie",
    "Mauvais numéro",
    "Ne plus appeler",
)
SCRIPTS = (
    Script(
        "fr",
        (
            ScriptStep(
                "greeting",
                "Accueil",
                "Bonjour, je suis l'assistante vocale de Mutualis, une intelligence artificielle. "
                "Suis-je en ligne "
                "avec {name} ?",
                (
                    ScriptAnswer("A", "C'est la bonne personne", "notice"),
                    ScriptAnswer("B", "Quelqu'un d'autre", "close"),
                    ScriptAnswer("C", "Veut parler à une personne", "human"),
                ),
            ),
            ScriptStep(
                "notice",
                "Annonce de l'enregistrement",
                "Cet appel est enregistré et effacé après 30 jours. Êtes-vous d'accord ?",
                (ScriptAnswer("A", "D'accord", "reminder"), ScriptAnswer("B", "Pas d'accord", "close")),
            ),
            ScriptStep(
                "reminder",
                "Rappel du bilan",
                "Votre bilan de santé annuel peut être pris dès maintenant et il est remboursé. "
                "Souhaitez-vous un "
                "rendez-vous ?",
                (
                    ScriptAnswer("A", "Oui", "when"),
                    ScriptAnswer("B", "Plus tard", "close"),
                    ScriptAnswer("C", "Non", "close"),
                ),
            ),
            ScriptStep(
                "when",
                "Date et lieu",
                "Préférez-vous le matin ou l'après-midi, et dans quel centre ?",
                (ScriptAnswer("A", "Matin", "close"), ScriptAnswer("B", "Après-midi", "close")),
                (
                    ScriptField(
                        "centre", "Centre", True, ("Namur", "Liège", "Charleroi", "Mons", "Bruxelles")
                    ),
                    ScriptField("day", "Jour souhaité"),
                ),
            ),
            ScriptStep(
                "human",
                "Passer la main",
                "Bien sûr, je vous passe un collègue, ou nous vous rappelons aujourd'hui.",
                (ScriptAnswer("A", "Transférer", "close"), ScriptAnswer("B", "Rappeler", "close")),
            ),
            ScriptStep("close", "Conclure", "Merci, {name}. Mutualis vous souhaite une bonne journée."),
        ),
        (
            Objection(
                "Est-ce payant ?", "Non, le bilan annuel est entièrement remboursé par votre mutualité."
            ),
            Objection(
                "Comment avez-vous mon numéro ?", "Vous l'avez donné à Mutualis pour les rappels de santé."
            ),
            Objection("Je préfère une personne", "Je vous passe un collègue tout de suite."),
        ),
    ),
)
