"""Northgate Fleet · Renewal: fleet contracts that end soon, dialled progressively."""

from app.domain.campaign import Objection, Script, ScriptAnswer, ScriptField, ScriptStep
from app.reference_platform.seed.outcomes import options

NAME = "Northgate Fleet · Renewal"
CLIENT = "Northgate Fleet Ltd"
OUTCOMES = options(
    "Meeting booked",
    "Renewal quote sent",
    "Call back later",
    "Not renewing",
    "Wrong person",
    "No answer",
    "Voicemail",
    "Wrong number",
    "Do not call again",
)
SCRIPTS = (
    Script(
        "en",
        (
            ScriptStep(
                "greeting",
                "Greeting and identification",
                "Good morning, this is {agent} calling for Northgate Fleet. Is that {name}?",
                (
                    ScriptAnswer("A", "The right person", "notice"),
                    ScriptAnswer("B", "Somebody else answers", "close"),
                    ScriptAnswer("C", "In a meeting", "close"),
                ),
            ),
            ScriptStep(
                "notice",
                "Notice of recording",
                "I should tell you that this call is recorded and kept for 60 days. Are you happy to go on?",
                (
                    ScriptAnswer("A", "Agreed", "fleet"),
                    ScriptAnswer("B", "Not agreed: stop recording", "fleet"),
                ),
            ),
            ScriptStep(
                "fleet",
                "Your fleet today",
                "Your contract with us ends this quarter. How many vehicles are you running now, and "
                "what has changed?",
                (
                    ScriptAnswer("A", "Fewer vehicles", "offer"),
                    ScriptAnswer("B", "About the same", "offer"),
                    ScriptAnswer("C", "Growing", "offer"),
                    ScriptAnswer("D", "Leaving the contract", "leaving"),
                ),
                (
                    ScriptField("vehicles", "Vehicles today", True),
                    ScriptField("electric", "Of which electric"),
                    ScriptField(
                        "decides",
                        "Who decides",
                        False,
                        ("Fleet manager", "Finance", "Managing director", "Board"),
                    ),
                ),
            ),
            ScriptStep(
                "offer",
                "Renewal offer",
                "If you renew before the month is out, the service plan stays at last year's price "
                "for 24 months.",
                (
                    ScriptAnswer("A", "Book a meeting", "close"),
                    ScriptAnswer("B", "Send a quote first", "close"),
                    ScriptAnswer("C", "Call back later", "close"),
                ),
            ),
            ScriptStep(
                "leaving",
                "Why they leave",
                "I'm sorry to hear it. May I ask what would have made you stay?",
                (ScriptAnswer("A", "Price", "close"), ScriptAnswer("B", "Service", "close")),
                (ScriptField("reason", "Reason in their words", True),),
            ),
            ScriptStep(
                "close",
                "Close and confirm",
                "Thank you, {name}. I'll note what we agreed and you will have it in writing today.",
            ),
        ),
        (
            Objection("Too expensive", "May I compare it line by line with what you pay now?"),
            Objection(
                "Cheaper elsewhere", "Does their price include breakdown cover and replacement vehicles?"
            ),
            Objection(
                "Not my decision", "Who else should be on the call? I will find a time for both of you."
            ),
            Objection("Send it by e-mail", "Gladly. Which address, and when may I call about it?"),
        ),
    ),
)
