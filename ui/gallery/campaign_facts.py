"""Invented people, campaigns and calls for the pictures of the Campaigns page."""

from datetime import UTC, datetime, timedelta

from app.domain.call import Call, Callback
from app.domain.campaign import (
    CallingHours,
    Campaign,
    CampaignState,
    DiallingMode,
    Objection,
    OutcomeOption,
    Script,
    ScriptAnswer,
    ScriptField,
    ScriptStep,
)
from app.domain.contact import Contact, ScorePart
from app.domain.ids import CallId, CampaignId, ContactId, OrganisationId, Phone, UserId
from app.domain.outcome import OutcomeBy, OutcomeClass, SystemResult
from app.domain.people import Role, User
from app.domain.policy import LeaseTerms, Policy, UncheckedAudio
from app.domain.retention import Schedule, default_rules

NOW = datetime(2026, 4, 16, 12, 28, 18, tzinfo=UTC)
CALLBACK_AT = datetime(2026, 4, 17, 12, 0, tzinfo=UTC)
CAMPAIGN = CampaignId("helderzon")
ANNELIES = ContactId("annelies")
AGENT = User(
    UserId("jana"),
    "Jana Peeters",
    "jana.peeters@brugmans.example",
    Role.AGENT,
    "en",
    OrganisationId("brugmans"),
    "Brugmans Contact Center",
)
POLICY = Policy(
    revision=42,
    organisation="Brugmans Contact Center",
    signed_by="Brugmans Contact Center, DPO office",
    in_force_since=NOW - timedelta(days=2),
    schedule=Schedule("Europe/Brussels", default_rules()),
    lease=LeaseTerms("P5D", "P7D", "P30D"),
    scrub_within="PT24H",
    idle_lock="PT10M",
    unchecked_audio=UncheckedAudio.HOLD,
    transcription_threads=4,
    privacy_notice="Recordings and transcripts are deleted 90 days after the call.",
    authority="Gegevensbeschermingsautoriteit, Drukpersstraat 35, 1000 Brussels",
)
OUTCOMES = tuple(
    OutcomeOption(key, name, outcome_class, digit)
    for digit, (key, name, outcome_class) in enumerate(
        (
            ("appointment", "Appointment booked", OutcomeClass.POSITIVE),
            ("price_sent", "Price sent by e-mail", OutcomeClass.POSITIVE),
            ("callback", "Call back later", OutcomeClass.CALLBACK_PERSONAL),
            ("not_interested", "Not interested", OutcomeClass.NEGATIVE),
            ("wrong_person", "Wrong person", OutcomeClass.RETRY),
            ("no_answer", "No answer", OutcomeClass.NOT_REACHED),
            ("voicemail", "Voicemail", OutcomeClass.NOT_REACHED),
            ("wrong_number", "Wrong number", OutcomeClass.NEGATIVE),
            ("do_not_call", "Do not call again", OutcomeClass.DO_NOT_CALL_ORGANISATION),
        ),
        start=1,
    )
)


# Written in Dutch for every language: only their order matters here.
STEPS = (
    ScriptStep(
        "greeting",
        "Begroeting en identificatie",
        "Goedemiddag, u spreekt met {agent} van Helderzon. Spreek ik met {name}?",
        (ScriptAnswer("A", "Spreekt met Annelies", "notice"), ScriptAnswer("B", "Iemand anders")),
    ),
    ScriptStep(
        "notice",
        "Melding dat het gesprek wordt opgenomen",
        "Dit gesprek wordt opgenomen en na 90 dagen gewist. Is dat goed voor u?",
        (ScriptAnswer("A", "Akkoord", "reason"), ScriptAnswer("B", "Niet akkoord", "close")),
    ),
    ScriptStep(
        "reason",
        "Prijsaanvraag van 12 februari",
        "U vroeg ons een prijs voor het onderhoud van uw zonnepanelen. Herinnert u zich dat?",
        (ScriptAnswer("A", "Herinnert zich de aanvraag", "installation"),),
    ),
    ScriptStep(
        "installation",
        "Uw installatie",
        "Om u een juiste prijs te geven heb ik nog drie korte vragen, mevrouw Verhaeghe. Hoe oud is "
        "uw installatie ongeveer, en wanneer werd ze voor het laatst nagekeken?",
        (
            ScriptAnswer("A", "Minder dan 5 jaar", "basic"),
            ScriptAnswer("B", "5 tot 10 jaar", "offer"),
            ScriptAnswer("C", "Meer dan 10 jaar", "offer"),
            ScriptAnswer("D", "Weet het niet", "visit"),
        ),
        (
            ScriptField("panels", "Aantal panelen"),
            ScriptField("inverter", "Merk omvormer", False, ("SMA Sunny Boy", "SolarEdge")),
            ScriptField("last_check", "Laatste nazicht", True),
        ),
    ),
    ScriptStep(
        "offer",
        "Uitgebreide controle",
        "Voor panelen van 5 tot 10 jaar raden we de uitgebreide controle aan: reiniging, "
        "thermografie en een rapport voor uw verzekering. Die kost 229 euro, btw inbegrepen.",
        (
            ScriptAnswer("A", "Ja: afspraak plannen", "close"),
            ScriptAnswer("B", "Twijfelt: later terugbellen", "close"),
            ScriptAnswer("C", "Nee: reden noteren", "close"),
        ),
    ),
    ScriptStep(
        "basic",
        "Basisnazicht",
        "Voor jonge panelen volstaat het basisnazicht.",
        (ScriptAnswer("A", "Begrepen", "close"),),
    ),
    ScriptStep(
        "visit",
        "Gratis plaatsbezoek",
        "Dan komen we eerst gratis langs.",
        (ScriptAnswer("A", "Begrepen", "close"),),
    ),
    ScriptStep("close", "Afronden en bevestigen", "Dank u wel, {name}, en tot ziens."),
)
OBJECTIONS = (
    Objection("Te duur", "Een vuile installatie verliest tot 12 procent per jaar."),
    Objection("Geen tijd", "Geen probleem, wanneer past het u beter? Ik noteer het meteen."),
    Objection("Heeft al een contract", "Mag ik vragen wat daarin zit?"),
    Objection("Wil eerst een mail", "Graag. Op welk adres mag ik de prijs sturen?"),
)


def _script(language: str) -> Script:
    return Script(language, STEPS, OBJECTIONS)


HELDERZON = Campaign(
    id=CAMPAIGN,
    name="Helderzon · Onderhoud 2026",
    client="Helderzon NV",
    state=CampaignState.RUNNING,
    mode=DiallingMode.PREVIEW,
    language="nl",
    scripts=(_script("nl"), _script("fr"), _script("en")),
    outcomes=OUTCOMES,
    hours=CallingHours((0, 1, 2, 3, 4), "09:00", "20:00"),
    max_attempts=4,
    contacts_total=1250,
    revision=1,
)
OTHERS = (
    Campaign(
        id=CampaignId("northgate"),
        name="Northgate Fleet · Renewal",
        client="Northgate Fleet Ltd",
        state=CampaignState.PAUSED,
        mode=DiallingMode.PROGRESSIVE,
        language="nl",
        scripts=(_script("nl"),),
        outcomes=OUTCOMES,
        hours=CallingHours((0, 1, 2, 3, 4), "09:00", "18:00"),
        max_attempts=3,
        contacts_total=320,
        revision=1,
    ),
)


def annelies() -> Contact:
    """The contact of the pictures."""
    return Contact(
        id=ANNELIES,
        campaign_id=CAMPAIGN,
        name="Annelies Verhaeghe",
        phone=Phone("+3256123456"),
        language="nl",
        zone="Europe/Brussels",
        place="Kortrijk",
        last_activity_at=NOW - timedelta(days=2),
        revision=1,
        role="Owner",
        company="Verhaeghe Interieur BV",
        consent_at=datetime(2026, 2, 12, 10, 0, tzinfo=UTC),
        ai_analysis_opt_out=True,
        attempts=2,
        facts=(("Reached best", "Weekdays 14:00–16:00"), ("Installation", "24 panels, SMA, since 2018")),
        score=78,
        score_parts=(
            ScorePart(38, "Average in this campaign"),
            ScorePart(24, "Asked for a price on 12 February"),
            ScorePart(14, "Panels are more than 5 years old"),
            ScorePart(8, "Usually answers after 14:00"),
            ScorePart(-6, "Missed one agreed callback"),
        ),
    )


def past_calls() -> tuple[Call, ...]:
    """What went before with the contact, newest first."""
    return (
        _past("past-2", 2, "Bram De Smet", 0, "no_answer", OutcomeClass.NOT_REACHED),
        _past("past-1", 14, "Jana Peeters", 161, "callback", OutcomeClass.CALLBACK_PERSONAL),
    )


def reached() -> tuple[Call, ...]:
    """One finished call for each contact of the campaign that is done."""
    counts = (
        (61, "appointment", OutcomeClass.POSITIVE, 90),
        (48, "callback", OutcomeClass.CALLBACK_PERSONAL, 60),
        (141, "not_interested", OutcomeClass.NEGATIVE, 45),
        (161, "no_answer", OutcomeClass.NOT_REACHED, 0),
    )
    made = []
    for count, outcome, outcome_class, seconds in counts:
        for number in range(count):
            today = number < {"appointment": 4, "callback": 4, "not_interested": 4}.get(outcome, 22)
            days = 0 if today else 3 + number % 20
            name = "Jana Peeters" if today else "Bram De Smet"
            key = f"{outcome}-{number}"
            made.append(_past(key, days, name, seconds, outcome, outcome_class, ContactId(key)))
    return tuple(made)


def _past(
    key: str,
    days: int,
    agent: str,
    seconds: int,
    outcome: str,
    outcome_class: OutcomeClass,
    contact: ContactId = ANNELIES,
) -> Call:
    start = NOW - timedelta(days=days, hours=2)
    answered = start + timedelta(seconds=8) if seconds else None
    jana = agent == AGENT.name
    return Call(
        id=CallId(key),
        campaign_id=CAMPAIGN,
        contact_id=contact,
        contact_name="Annelies Verhaeghe",
        phone=Phone("+3256123456"),
        agent_id=AGENT.id if jana else UserId("bram"),
        agent_name=agent,
        started_at=start,
        answered_at=answered,
        ended_at=(answered or start) + timedelta(seconds=seconds or 24),
        revision=1,
        system_result=SystemResult.ANSWERED if seconds else SystemResult.NO_ANSWER,
        outcome=outcome,
        outcome_class=outcome_class,
        outcome_by=OutcomeBy.AGENT,
        callback=Callback(NOW, "Europe/Brussels", True) if outcome == "callback" else None,
    )
