"""Fills a new platform with the demo organisation, the same for the same seed but for secrets and today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np
from sqlalchemy import Connection, func, insert, select

from app.domain.call import Call
from app.domain.campaign import Campaign, DiallingMode
from app.domain.contact import Contact, DoNotCall
from app.domain.ids import OrganisationId
from app.domain.people import Role, User
from app.domain.policy import Policy
from app.reference_platform import clock, things
from app.reference_platform.audio_store import AudioStore
from app.reference_platform.policies import default_policy, store_policy
from app.reference_platform.seed import campaigns, staff
from app.reference_platform.seed.contacts import draw_contacts
from app.reference_platform.seed.history import FINAL, STALE_DAYS, History, Past
from app.reference_platform.seed.recorded import Taped, choose, tape
from app.reference_platform.seed.staff import Login
from app.reference_platform.simulation.voices import Voices
from app.reference_platform.tables import audio, dial_queue, organisation

SEED = 2026


class Seed(StrEnum):
    """What a new data folder is filled with; one that is filled already is left as it is."""

    DEMO = "demo"
    SMALL = "small"
    NONE = "none"


PLANS = {Seed.DEMO: campaigns.FULL, Seed.SMALL: campaigns.SMALL}


@dataclass(frozen=True)
class _Ground:
    connection: Connection
    store: AudioStore
    voices: Voices
    policy: Policy
    now: datetime
    rng: np.random.Generator


def plant(connection: Connection, seed: Seed, store: AudioStore) -> tuple[Login, ...]:
    """Fill an empty platform and return the logins, which are said this once; () where nothing was done."""
    filled = connection.execute(select(func.count()).select_from(organisation)).scalar_one()
    if seed is Seed.NONE or filled:
        return ()
    rng, now = np.random.default_rng(SEED), clock.now().replace(microsecond=0)
    home = OrganisationId(campaigns.draw_id(rng))
    connection.execute(insert(organisation).values(id=home, name=staff.ORGANISATION))
    plans = PLANS[seed]
    made = things.put_all(connection, [campaigns.campaign(plan, rng) for plan in plans])
    users, logins = staff.hire(connection, home, made, rng)
    policy = default_policy(staff.ORGANISATION, now, campaigns.own_rules(made))
    store_policy(connection, policy, "seed")
    ground = _Ground(connection, store, Voices.load(), policy, now, rng)
    for plan, campaign in zip(plans, made, strict=True):
        _fill(ground, plan, campaign, _agents(users, plans.index(plan)))
    return logins


def _agents(users: list[User], place: int) -> list[User]:
    members = {name for name, role, _, places in staff.STAFF if role is Role.AGENT and place in places}
    return [user for user in users if user.name in members]


def _fill(ground: _Ground, plan: campaigns.Plan, campaign: Campaign, agents: list[User]) -> None:
    contacts = draw_contacts(campaign, plan.contacts, ground.now, ground.rng)
    past = History(plan, campaign, agents, ground.now, ground.rng).draw(contacts)
    zone = ground.policy.schedule.zone
    places = choose(plan, past, ground.now, zone, ground.rng)
    taped = tape(plan, past, places, ground.voices, ground.store, ground.rng)
    things.put_all(ground.connection, list(past.contacts.values()))
    things.put_all(ground.connection, past.calls)
    recordings = {one.recording.id: one.recording for one in taped}
    things.put_all(ground.connection, list(recordings.values()))
    things.put_all(ground.connection, [one.transcript for one in taped], recordings)
    _keep_audio(ground.connection, taped)
    _list_refusals(ground.connection, past.calls)
    if campaign.mode is not DiallingMode.AI:
        _queue(ground.connection, campaign, past, ground.now)


def _keep_audio(connection: Connection, taped: list[Taped]) -> None:
    rows = [
        {
            "recording_id": one.recording.id,
            "call_id": one.recording.call_id,
            "key": one.key,
            "file": one.file,
            "size_bytes": one.recording.size_bytes,
            "sha256": one.recording.sha256,
            "stored": True,
        }
        for one in taped
    ]
    if rows:
        connection.execute(insert(audio), rows)


def _list_refusals(connection: Connection, calls: list[Call]) -> None:
    numbers = {call.phone: call for call in calls if call.outcome == "do_not_call" and call.phone is not None}
    entries = [DoNotCall(phone, None, call.ended_at or call.started_at, 0) for phone, call in numbers.items()]
    if entries:
        things.put_all(connection, entries)


def _queue(connection: Connection, campaign: Campaign, past: Past, now: datetime) -> None:
    latest: dict[str, Call] = {str(call.contact_id): call for call in past.calls}
    rows = [
        _place(campaign, contact, latest.get(contact.id), now)
        for contact in past.contacts.values()
        if contact.id not in latest or latest[contact.id].outcome_class not in FINAL
    ]
    connection.execute(insert(dial_queue), rows)


def _place(campaign: Campaign, contact: Contact, last: Call | None, now: datetime) -> dict[str, object]:
    promised = (
        last.callback if last is not None and now - last.started_at < timedelta(days=STALE_DAYS + 1) else None
    )
    return {
        "contact_id": contact.id,
        "campaign_id": campaign.id,
        "score": contact.score or 0,
        "not_before": promised.at if promised else None,
        "callback": promised is not None,
        "only_for": last.agent_id if last is not None and promised and promised.personal else None,
    }
