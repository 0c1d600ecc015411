"""People of the demo organisation. Their passwords are drawn at the first start and said once."""

import secrets
from dataclasses import dataclass

import numpy as np
import pyotp
from sqlalchemy import Connection, insert

from app.domain.campaign import Campaign
from app.domain.ids import OrganisationId, UserId
from app.domain.people import Role, User
from app.reference_platform.people import add_person
from app.reference_platform.seed.campaigns import draw_id
from app.reference_platform.tables import membership

ORGANISATION = "Brugmans Contact Center"
DOMAIN = "brugmans.example"
STAFF = (
    ("Jana Peeters", Role.AGENT, "nl", (0, 1, 2)),
    ("Bram De Smet", Role.AGENT, "nl", (0, 1)),
    ("Élise Dupont", Role.AGENT, "fr", (2,)),
    ("Lotte Maes", Role.REVIEWER, "nl", ()),
    ("Karim El Amrani", Role.TEAM_LEAD, "fr", ()),
    ("Tom Wouters", Role.ADMIN, "en", ()),
    ("Greet Hermans", Role.ADMIN, "nl", ()),
    ("Ines Vermeer", Role.PRIVACY_OFFICER, "nl", ()),
)
"""Name, role, language of the screens, places of the campaigns an agent works on."""


@dataclass(frozen=True)
class Login:
    """What a person of the demo signs in with; said once, at the first start of a data folder."""

    email: str
    password: str
    role: Role
    totp_secret: str


def hire(
    connection: Connection,
    organisation_id: OrganisationId,
    campaigns: list[Campaign],
    rng: np.random.Generator,
) -> tuple[list[User], tuple[Login, ...]]:
    """Store the staff and return them with what they sign in with."""
    users, logins = [], []
    for name, role, language, places in STAFF:
        user = User(UserId(draw_id(rng)), name, _email(name), role, language, organisation_id, ORGANISATION)
        login = Login(user.email, secrets.token_urlsafe(12), role, pyotp.random_base32())
        add_person(connection, user, login.password, login.totp_secret)
        for place in places:
            connection.execute(insert(membership).values(user_id=user.id, campaign_id=campaigns[place].id))
        users.append(user)
        logins.append(login)
    return users, tuple(logins)


def _email(name: str) -> str:
    first, _, last = name.replace("É", "E").lower().partition(" ")
    return f"{first}.{last.replace(' ', '')}@{DOMAIN}"
