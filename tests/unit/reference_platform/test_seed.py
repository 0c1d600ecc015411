"""The demo organisation adds up: sizes, numbers, scores, outcomes, scripts."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import phonenumbers
import pytest

from app.domain.campaign import Campaign, DiallingMode
from app.domain.ids import OrganisationId, UserId
from app.domain.outcome import CALLBACKS, SystemResult
from app.domain.people import Role, User
from app.reference_platform.seed import campaigns
from app.reference_platform.seed.campaigns import FULL, SMALL, Plan
from app.reference_platform.seed.contacts import draw_contacts
from app.reference_platform.seed.history import FINAL, History, Past
from app.reference_platform.seed.recorded import choose

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
AGENT = User(UserId("agent"), "Jana Peeters", "j@x.example", Role.AGENT, "nl", OrganisationId("o"), "O")


def _grow(plan: Plan, seed: int = 1, now: datetime = NOW) -> tuple[Campaign, Past, list[int]]:
    rng = np.random.default_rng(seed)
    campaign = campaigns.campaign(plan, rng)
    contacts = draw_contacts(campaign, plan.contacts, now, rng)
    past = History(plan, campaign, [AGENT], now, rng).draw(contacts)
    return campaign, past, choose(plan, past, now, "Europe/Brussels", rng)


def test_sizes() -> None:
    for plans, expected in ((FULL, (1250, 600, 64)), (SMALL, (30, 20, 4))):
        assert (
            sum(plan.contacts for plan in plans),
            sum(plan.calls for plan in plans),
            sum(plan.recordings for plan in plans),
        ) == expected
    assert [plan.mode for plan in FULL] == [DiallingMode.PREVIEW, DiallingMode.PROGRESSIVE, DiallingMode.AI]


@pytest.mark.parametrize("plan", [*FULL, *SMALL], ids=lambda plan: f"{plan.voices}-{plan.contacts}")
@pytest.mark.parametrize("hour", [0, 9, 23])
def test_a_campaign_adds_up(plan: Plan, hour: int) -> None:
    now = NOW.replace(hour=hour)
    campaign, past, taped = _grow(plan, now=now)
    contacts = list(past.contacts.values())
    assert len(contacts) == plan.contacts == campaign.contacts_total and len(past.calls) == plan.calls
    assert len(taped) == plan.recordings
    assert len({contact.phone for contact in contacts}) == len(contacts)
    for contact in contacts:
        assert phonenumbers.is_valid_number(phonenumbers.parse(contact.phone)), contact.phone
        assert contact.score == sum(part.points for part in contact.score_parts) and 0 <= contact.score <= 100
        assert contact.last_activity_at <= now
    latest: dict[object, object] = {}
    for call in past.calls:
        assert call.ended_at is not None and call.started_at < call.ended_at <= now
        assert now - call.started_at < timedelta(days=122)
        option = campaign.outcome(str(call.outcome))
        assert option is not None and option.outcome_class is call.outcome_class
        assert (call.callback is not None) == (call.outcome_class in CALLBACKS)
        assert (call.answered_at is not None) == (
            call.system_result in (SystemResult.ANSWERED, SystemResult.VOICEMAIL)
        )
        assert latest.get(call.contact_id) not in FINAL
        latest[call.contact_id] = call.outcome_class
    counts = Counter(call.contact_id for call in past.calls)
    assert all(contact.attempts == counts[contact.id] for contact in contacts)


def test_the_same_seed_grows_the_same() -> None:
    assert _grow(SMALL[0]) == _grow(SMALL[0])
    assert _grow(SMALL[0])[1] != _grow(SMALL[0], seed=2)[1]


@pytest.mark.parametrize("plan", FULL, ids=lambda plan: plan.voices)
def test_scripts_lead_somewhere(plan: Plan) -> None:
    campaign = campaigns.campaign(plan, np.random.default_rng(1))
    assert [option.digit for option in campaign.outcomes] == list(range(1, 10))
    for script in campaign.scripts:
        steps = {step.id for step in script.steps}
        assert 5 <= len(steps) == len(script.steps) <= 6 and len(script.objections) >= 3
        for step in script.steps:
            letters = [answer.letter for answer in step.answers]
            assert letters == sorted(set(letters))
            assert {answer.leads_to for answer in step.answers} <= steps | {None}
