"""What an agent's day needs of the stores: the same of the encrypted ones and of those in memory."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.actions import Delivery, EndCall, SaveWrapUp, StartCall
from app.domain.call import WrapUp
from app.domain.contact import DoNotCall
from app.domain.ids import CallId, CampaignId, ContactId, Phone
from app.domain.outcome import OutcomeBy, OutcomeClass, SystemResult
from app.protocol.messages import ActionResult
from app.services.run_state import RunStores
from tests.support.profiles import TestProfile
from tests.support.things import AGENT, CAMPAIGN, NOW, SetClock, call, campaign, contact, page
from ui.gallery.campaigns import agent_stores
from ui.gallery.memory.world import World

pytestmark = pytest.mark.anyio
C1, NEW = CallId("call-1"), CallId("call-new")


@pytest.fixture(params=["sqlcipher", "memory"])
async def stores(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[RunStores]:
    profile = TestProfile(tmp_path / "profile") if request.param == "sqlcipher" else None
    made: RunStores = profile.open().stores if profile is not None else agent_stores(World(SetClock()), None)
    other = campaign(id=CampaignId("other"), name="A other")
    await made.replica.apply(
        page(
            campaigns=(campaign(), other),
            contacts=(contact(1), contact(2)),
            calls=(call(1),),
            do_not_call=(
                DoNotCall(Phone("+32470000009"), None, NOW, 1),
                DoNotCall(Phone("+32470000008"), CAMPAIGN, NOW, 1),
            ),
        )
    )
    yield made
    if profile is not None:
        profile.close()


async def start(stores: RunStores, call_id: CallId = NEW) -> None:
    await stores.outbox.enqueue(StartCall(call_id, CAMPAIGN, ContactId("contact-1"), NOW), AGENT, NOW)


async def test_campaigns_by_state_then_name(stores: RunStores) -> None:
    assert [c.name for c in await stores.campaigns.all()] == ["A other", "Solar panels"]
    assert await stores.campaigns.get(CAMPAIGN) == campaign()
    assert await stores.campaigns.get(CampaignId("none")) is None


async def test_do_not_call_of_a_campaign_and_of_all(stores: RunStores) -> None:
    everywhere, here = Phone("+32470000009"), Phone("+32470000008")
    assert await stores.contacts.on_do_not_call(everywhere, CampaignId("other"))
    assert await stores.contacts.on_do_not_call(here, CAMPAIGN)
    assert not await stores.contacts.on_do_not_call(here, CampaignId("other"))


async def test_contacts_are_found_by_name_company_and_number(stores: RunStores) -> None:
    assert [c.id for c in await stores.contacts.find("470000002", 5)] == ["contact-2"]
    assert len(await stores.contacts.find("CARLA", 5)) == 2
    assert len(await stores.contacts.find("widgets", 5)) == 2
    assert len(await stores.contacts.find("widgets", 1)) == 1


async def test_a_call_from_start_to_settled(stores: RunStores) -> None:
    await start(stores)
    await stores.calls.keep_draft(WrapUp(NEW, note="half"))
    ended = NOW + timedelta(seconds=90)
    await stores.outbox.enqueue(EndCall(NEW, SystemResult.ANSWERED, NOW, ended), AGENT, NOW)
    _, changes = await stores.outbox.enqueue(SaveWrapUp(NEW, "sold", "she agreed"), AGENT, NOW)
    assert NEW in changes.calls
    shown = await stores.calls.get(NEW)
    assert shown is not None
    assert (shown.outcome_class, shown.outcome_by) == (OutcomeClass.POSITIVE, OutcomeBy.AGENT)
    assert (shown.note, shown.talk_seconds) == ("she agreed", 90.0)
    assert (shown.contact_name, shown.agent_name) == ("Carla Customer 1", AGENT.name)
    assert await stores.calls.draft(NEW) is None
    newest = await stores.calls.history(ContactId("contact-1"), 10)
    assert [past.id for past in newest] == [NEW, C1]


async def test_figures_count_what_was_just_done(stores: RunStores) -> None:
    await start(stores)
    await stores.outbox.enqueue(EndCall(NEW, SystemResult.ANSWERED, NOW, NOW), AGENT, NOW)
    await stores.outbox.enqueue(SaveWrapUp(NEW, "sold", ""), AGENT, NOW)
    progress = await stores.campaigns.progress(CAMPAIGN)
    assert (progress.total, progress.done) == (10, 1)
    assert progress.by_class == {OutcomeClass.POSITIVE: 1}
    day = await stores.campaigns.day_of(AGENT.id, NOW - timedelta(hours=1))
    assert (day.calls, day.conversations, day.won) == (1, 1, 1)


async def test_the_newest_draft_is_the_open_one(stores: RunStores) -> None:
    await start(stores)
    await start(stores, CallId("call-newer"))
    await stores.calls.keep_draft(WrapUp(CallId("call-newer"), note="b"))
    await stores.calls.keep_draft(WrapUp(NEW, note="a"))
    opened = await stores.calls.open_draft()
    assert opened is not None
    assert opened.call_id == NEW
    await stores.calls.keep_draft(replace(opened, note="ab"))
    assert await stores.calls.draft(NEW) == WrapUp(NEW, note="ab")


async def test_accepted_goes_refused_stays_with_its_reason_and_is_taken_back(stores: RunStores) -> None:
    key, _ = await stores.outbox.enqueue(SaveWrapUp(C1, "sold", "mine"), AGENT, NOW)
    waiting = await stores.outbox.waiting(10)
    assert [entry.key for entry in waiting] == [key]
    await stores.outbox.settle([ActionResult(key, False, "the campaign is over")])
    (item,) = await stores.outbox.items()
    assert (item.delivery, item.reason) == (Delivery.REFUSED, "the campaign is over")
    assert await stores.outbox.waiting(10) == ()
    back = await stores.calls.get(C1)
    assert back is not None
    assert back.note == ""
    await stores.outbox.dismiss(key)
    assert await stores.outbox.items() == ()
    accepted, _ = await stores.outbox.enqueue(SaveWrapUp(C1, "no", ""), AGENT, NOW)
    await stores.outbox.settle([ActionResult(accepted, True)])
    assert await stores.outbox.items() == ()
