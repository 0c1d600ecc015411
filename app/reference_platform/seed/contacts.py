"""Contacts of the demo campaigns: valid numbers nobody has, consents, facts, and a score that adds up."""

from datetime import datetime, timedelta

import numpy as np
import phonenumbers

from app.domain.campaign import Campaign
from app.domain.contact import Contact, ScorePart
from app.domain.ids import ContactId, Phone
from app.reference_platform.seed.campaigns import draw_id
from app.reference_platform.seed.names import BRUSSELS, Place, Pool, pools

ANNELIES = "+3256012345"
AVERAGE = 38
REASONS: dict[str, tuple[tuple[int, str], ...]] = {
    "nl": (
        (24, "Asked for a price"),
        (14, "Panels are more than 5 years old"),
        (8, "Usually answers after 14:00"),
        (-6, "Missed one agreed callback"),
        (-9, "Has a service contract elsewhere"),
    ),
    "en": (
        (18, "Contract ends within 60 days"),
        (12, "Fleet is growing"),
        (7, "Opened the renewal letter"),
        (-8, "Asked for a competitor's price"),
        (-5, "Complaint open at service desk"),
    ),
    "fr": (
        (15, "Last check-up more than a year ago"),
        (9, "Came to the last appointment"),
        (5, "Usually answers in the morning"),
        (-7, "Cancelled an appointment"),
    ),
}
INVERTERS = ("SMA", "SolarEdge", "Huawei", "Fronius", "Enphase")
REACHED = ("Weekdays 09:00–11:00", "Weekdays 14:00–16:00", "Weekdays after 17:00", "Saturday morning")
WITHOUT_CONSENT = 0.03
OPTED_OUT = 0.06


def draw_contacts(campaign: Campaign, count: int, now: datetime, rng: np.random.Generator) -> list[Contact]:
    """Return `count` contacts with distinct numbers; the first of the Dutch campaign is a known face."""
    taken: set[str] = {ANNELIES}
    found = [_annelies(campaign, now, rng)] if campaign.language == "nl" else []
    pool = pools()[campaign.language]
    while len(found) < count:
        found.append(_draw(campaign, pool, now, rng, taken))
    return found


def _draw(
    campaign: Campaign, pool: Pool, now: datetime, rng: np.random.Generator, taken: set[str]
) -> Contact:
    last = _pick(pool.last, rng)
    place = pool.places[int(rng.integers(len(pool.places)))]
    town, zone, *_ = place
    parts = _score_parts(campaign.language, rng)
    known_since = now - timedelta(minutes=int(rng.integers(3 * 1440, 55 * 1440)))
    return Contact(
        id=ContactId(draw_id(rng)),
        campaign_id=campaign.id,
        name=f"{_pick(pool.first, rng)} {last}",
        phone=_number(place, rng, taken),
        language=_language(campaign.language, rng),
        zone=zone,
        place=town,
        last_activity_at=known_since,
        revision=0,
        role=_pick(pool.roles, rng),
        company=_company(pool, last, rng),
        consent_at=None
        if rng.random() < WITHOUT_CONSENT
        else (known_since - timedelta(days=1)).replace(microsecond=0),
        ai_analysis_opt_out=bool(rng.random() < OPTED_OUT),
        facts=_facts(campaign.language, rng),
        score=sum(part.points for part in parts),
        score_parts=parts,
    )


def _annelies(campaign: Campaign, now: datetime, rng: np.random.Generator) -> Contact:
    parts = (
        ScorePart(AVERAGE, "Average in this campaign"),
        ScorePart(24, "Asked for a price"),
        ScorePart(14, "Panels are more than 5 years old"),
        ScorePart(8, "Usually answers after 14:00"),
        ScorePart(-6, "Missed one agreed callback"),
    )
    return Contact(
        id=ContactId(draw_id(rng)),
        campaign_id=campaign.id,
        name="Annelies Verhaeghe",
        phone=Phone(ANNELIES),
        language="nl",
        zone=BRUSSELS,
        place="Kortrijk",
        last_activity_at=now - timedelta(days=2),
        revision=0,
        role="Owner",
        company="Verhaeghe Interieur BV",
        consent_at=now - timedelta(days=63),
        ai_analysis_opt_out=True,
        facts=(("Installation", "24 panels, SMA, since 2018"), ("Reached best", "Weekdays 14:00–16:00")),
        score=sum(part.points for part in parts),
        score_parts=parts,
    )


def _score_parts(language: str, rng: np.random.Generator) -> tuple[ScorePart, ...]:
    reasons = REASONS[language]
    chosen = sorted(rng.permutation(len(reasons))[: int(rng.integers(1, 4))])
    parts = [ScorePart(AVERAGE + int(rng.integers(-6, 3)), "Average in this campaign")]
    return (*parts, *(ScorePart(*reasons[index]) for index in chosen))


def _number(place: Place, rng: np.random.Generator, taken: set[str]) -> Phone:
    _, _, prefix, digits = place
    while True:
        number = f"{prefix}{int(rng.integers(10**digits)):0{digits}d}"
        if number not in taken and phonenumbers.is_valid_number(phonenumbers.parse(number)):
            taken.add(number)
            return Phone(number)


def _language(language: str, rng: np.random.Generator) -> str:
    return "fr" if language == "nl" and rng.random() < 0.04 else language


def _company(pool: Pool, last: str, rng: np.random.Generator) -> str:
    return _pick(pool.company, rng).format(last=last)


def _facts(language: str, rng: np.random.Generator) -> tuple[tuple[str, str], ...]:
    reached = ("Reached best", _pick(REACHED, rng))
    if language == "nl":
        panels, since = int(rng.integers(8, 40)), int(rng.integers(2010, 2024))
        return (("Installation", f"{panels} panels, {_pick(INVERTERS, rng)}, since {since}"), reached)
    if language == "en":
        return (
            ("Fleet", f"{int(rng.integers(4, 120))} vehicles"),
            ("Contract", "ends this quarter"),
            reached,
        )
    return (("Dernier bilan", str(int(rng.integers(2021, 2026)))), reached)


def _pick(choices: tuple[str, ...], rng: np.random.Generator) -> str:
    return choices[int(rng.integers(len(choices)))]
