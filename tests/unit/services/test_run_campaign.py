"""Preview, dial under the rules, talk, wrap up, next: over a real encrypted profile."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.actions import EndCall, SaveWrapUp, StartCall
from app.domain.agent_state import AgentState, NotReadyReason
from app.domain.call import Callback
from app.domain.campaign import DiallingMode
from app.domain.contact import DoNotCall
from app.domain.dial_rules import Block
from app.domain.ids import CampaignId, ContactId
from app.domain.outcome import OutcomeClass, SystemResult
from app.errors import EnvironmentFault, UserFacing
from app.services.release_recording import Fate
from app.services.synchronise import SyncState
from tests.support.agent_desk import ANNELIES, Seat, furnished, seat
from tests.support.profiles import TestProfile
from tests.support.things import page
from ui.gallery.campaign_facts import CAMPAIGN, HELDERZON, NOW

pytestmark = pytest.mark.anyio
NEXT = replace(ANNELIES, id=ContactId("luc"), name="Luc Dewaele")
TOMORROW = Callback(datetime(2026, 4, 17, 12, 0, tzinfo=UTC), "Europe/Brussels", True)


@pytest.fixture
async def profile(tmp_path: Path) -> TestProfile:
    return await furnished(tmp_path / "profile")


@pytest.fixture
async def desk(profile: TestProfile) -> AsyncIterator[Seat]:
    async with seat(profile, ANNELIES, NEXT) as made:
        yield made


async def test_opening_chooses_what_can_be_run_and_dials_nobody(desk: Seat) -> None:
    await desk.run.open()
    assert desk.run.state.campaign == HELDERZON
    assert desk.run.state.progress is not None
    assert desk.run.state.progress.total == 1250
    assert desk.presence.now.state is AgentState.NOT_READY
    assert desk.run.state.contact is None


async def test_ready_brings_a_contact_with_a_verdict(desk: Seat) -> None:
    await desk.preview()
    state = desk.run.state
    assert state.contact == ANNELIES
    assert state.verdict is not None
    assert state.verdict.allowed
    assert desk.presence.now.state is AgentState.PREVIEW
    assert await desk.stores.contacts.get(ANNELIES.id) == ANNELIES


async def test_campaigns_that_arrive_bit_by_bit_are_chosen_from_once(desk: Seat) -> None:
    with pytest.raises(UserFacing, match="CAM-101"):
        await desk.run.ready()
    await asyncio.gather(*(desk.run.refresh() for _ in range(3)))
    assert desk.run.state.contact == ANNELIES
    assert desk.platform.handed_out == [ANNELIES.id]


async def test_going_ready_while_a_campaign_is_chosen_takes_one_contact(desk: Seat) -> None:
    await asyncio.gather(desk.run.choose(HELDERZON.id), _ready_once_chosen(desk))
    assert desk.run.state.contact == ANNELIES
    assert desk.platform.handed_out == [ANNELIES.id]


async def _ready_once_chosen(desk: Seat) -> None:
    await desk.until(lambda: desk.run.state.campaign)
    await desk.run.ready()


async def test_a_call_is_in_the_outbox_before_it_rings_and_after_it_ends(desk: Seat) -> None:
    await desk.preview()
    call = await desk.connect()
    started = desk.run.state.call
    assert started is not None
    assert desk.presence.now.state is AgentState.ON_CALL
    assert await desk.delivered() == [StartCall(started.id, CAMPAIGN, ANNELIES.id, NOW)]
    await desk.hang_up(call)
    ended = NOW + timedelta(seconds=60)
    end = EndCall(started.id, SystemResult.ANSWERED, NOW, ended)
    assert (await desk.delivered())[1:] == [end]
    assert desk.presence.now.state is AgentState.WRAP_UP


async def test_what_a_call_changes_is_told_while_it_goes_on(desk: Seat) -> None:
    await desk.preview()
    told: list[bool] = []
    desk.run.board.changes.add(lambda changes: told.append(changes.outbox))
    call = await desk.connect()
    assert told == [True]
    await desk.hang_up(call)
    assert told == [True, True]


async def test_sound_is_recorded_and_held_as_policy_says(desk: Seat) -> None:
    await desk.preview()
    call = await desk.connect()
    desk.line.speak(-12, -40, 24)
    await desk.until(lambda: desk.run.state.call and desk.run.state.call.recorded_s == 1.0)
    await desk.hang_up(call)
    assert desk.run.state.call is not None
    assert desk.run.state.call.fate is Fate.HELD
    assert await desk.stores.media.quarantined() == (desk.run.state.call.id,)


async def test_mute_and_hold_act_on_the_line(desk: Seat) -> None:
    await desk.preview()
    call = await desk.connect()
    await desk.run.calls.mute(True)
    await desk.run.calls.hold(True)
    assert (desk.line.muted, desk.line.held) == (True, True)
    assert desk.presence.now.state is AgentState.ON_HOLD
    await desk.run.calls.hold(False)
    assert desk.presence.now.state is AgentState.ON_CALL
    await desk.hang_up(call)
    with pytest.raises(UserFacing, match="CAL-101"):
        await desk.run.calls.mute(True)


BLOCKED = {
    Block.NO_CONSENT: replace(ANNELIES, consent_at=None),
    Block.ATTEMPTS_USED: replace(ANNELIES, attempts=4),
    Block.OUTSIDE_HOURS: replace(ANNELIES, zone="Asia/Tokyo"),
}


@pytest.mark.parametrize("block", BLOCKED, ids=str)
async def test_the_rules_block_a_dial_before_it_happens(profile: TestProfile, block: Block) -> None:
    async with seat(profile, BLOCKED[block]) as desk:
        await desk.preview()
        assert desk.run.state.verdict is not None
        assert desk.run.state.verdict.blocks == (block,)
        with pytest.raises(UserFacing, match="DIA-101"):
            await desk.run.dial()
        assert await desk.delivered() == []
        assert desk.platform.offers == []
        assert desk.presence.now.state is AgentState.PREVIEW


async def test_a_number_that_came_on_the_list_meanwhile_is_not_dialled(desk: Seat) -> None:
    await desk.preview()
    listed = DoNotCall(ANNELIES.phone, None, NOW, 1)
    await desk.stores.replica.apply(page(do_not_call=(listed,), cursor="cursor-2", server_time=NOW))
    with pytest.raises(UserFacing, match="do-not-call list"):
        await desk.run.dial()
    assert await desk.delivered() == []


async def test_an_old_do_not_call_list_blocks_every_dial(desk: Seat) -> None:
    desk.profile.clock.at = NOW + timedelta(hours=24, seconds=1)
    await desk.preview()
    with pytest.raises(UserFacing, match="24 hours old"):
        await desk.run.dial()


async def test_a_busy_line_leads_to_wrap_up_with_its_result(desk: Seat) -> None:
    await desk.preview()
    call = desk.start(desk.run.dial())
    await desk.until(lambda: desk.line.busy)
    desk.line.end(SystemResult.BUSY)
    await call
    end = (await desk.delivered())[1]
    assert isinstance(end, EndCall)
    assert (end.system_result, end.answered_at) == (SystemResult.BUSY, None)
    assert desk.presence.now.state is AgentState.WRAP_UP


async def test_a_line_that_cannot_be_had_still_ends_the_call(desk: Seat) -> None:
    await desk.preview()
    desk.platform.online = False
    with pytest.raises(EnvironmentFault, match="NET-101"):
        await desk.run.dial()
    kinds = [action.kind for action in await desk.delivered()]
    assert kinds == ["start_call", "end_call"]
    assert desk.presence.now.state is AgentState.WRAP_UP


async def test_saving_needs_an_ended_call_an_outcome_and_a_time_inside_the_hours(desk: Seat) -> None:
    await desk.preview()
    call = await desk.connect()
    await desk.run.desk.outcome("appointment")
    with pytest.raises(UserFacing, match="WRP-101"):
        await desk.run.save()
    await desk.hang_up(call)
    await desk.run.desk.outcome("callback")
    with pytest.raises(UserFacing, match="WRP-103"):
        await desk.run.save()
    sunday = datetime(2026, 4, 19, 12, 0, tzinfo=UTC)
    await desk.run.desk.callback(Callback(sunday, "Europe/Brussels", True))
    with pytest.raises(UserFacing, match="WRP-104"):
        await desk.run.save()
    await desk.run.desk.callback(TOMORROW)
    await desk.run.save()
    saved = (await desk.delivered())[-1]
    assert isinstance(saved, SaveWrapUp)
    assert saved.callback == TOMORROW


async def test_no_outcome_is_ever_guessed(desk: Seat) -> None:
    await desk.preview()
    await desk.hang_up(await desk.connect())
    with pytest.raises(UserFacing, match="WRP-102"):
        await desk.run.save()
    assert desk.presence.now.state is AgentState.WRAP_UP
    assert [action.kind for action in await desk.delivered()] == ["start_call", "end_call"]


async def test_leaving_the_callbacks_drops_the_agreed_time(desk: Seat) -> None:
    await desk.preview()
    await desk.hang_up(await desk.connect())
    await desk.run.desk.outcome("callback")
    await desk.run.desk.callback(TOMORROW)
    await desk.run.desk.outcome("not_interested")
    assert desk.run.state.draft is not None
    assert desk.run.state.draft.callback is None


async def test_save_shows_at_once_and_leads_to_the_next_contact(desk: Seat) -> None:
    await desk.preview()
    await desk.hang_up(await desk.connect())
    settled = desk.run.state.call
    assert settled is not None
    await desk.run.desk.note("Call her husband first.")
    await desk.run.desk.outcome("appointment")
    await desk.run.save()
    assert desk.presence.now.state is AgentState.READY
    await desk.run.next()
    assert desk.run.state.contact == NEXT
    assert desk.run.state.day is not None
    assert desk.run.state.day.won == 1
    shown = await desk.stores.calls.get(settled.id)
    assert shown is not None
    assert (shown.outcome_class, shown.note) == (OutcomeClass.POSITIVE, "Call her husband first.")


async def test_a_pause_asked_for_in_a_call_waits_for_the_wrap_up(desk: Seat) -> None:
    await desk.preview()
    call = await desk.connect()
    desk.run.pause(NotReadyReason.LUNCH)
    assert desk.presence.now.state is AgentState.ON_CALL
    await desk.hang_up(call)
    await desk.run.desk.outcome("appointment")
    await desk.run.save()
    assert desk.presence.now.state is AgentState.NOT_READY
    assert desk.presence.now.reason is NotReadyReason.LUNCH
    assert desk.presence.pause_after is None


async def test_a_pause_can_be_taken_back(desk: Seat) -> None:
    await desk.preview()
    call = await desk.connect()
    desk.run.pause(NotReadyReason.BREAK)
    await desk.run.ready()
    await desk.hang_up(call)
    await desk.run.desk.outcome("appointment")
    await desk.run.save()
    assert desk.presence.now.state is AgentState.READY


async def test_ready_after_a_break_keeps_the_contact(desk: Seat) -> None:
    await desk.preview()
    desk.run.pause(NotReadyReason.BREAK)
    await desk.run.ready()
    assert desk.run.state.contact == ANNELIES
    assert desk.presence.now.state is AgentState.PREVIEW


async def test_a_redial_settles_the_call_before_it(desk: Seat) -> None:
    await desk.preview()
    call = desk.start(desk.run.dial())
    await desk.until(lambda: desk.line.busy)
    desk.line.end(SystemResult.BUSY)
    await call
    with pytest.raises(UserFacing, match="WRP-102"):
        await desk.run.dial()
    await desk.run.desk.outcome("no_answer")
    await desk.hang_up(await desk.connect())
    kinds = [action.kind for action in await desk.delivered()]
    assert kinds == ["start_call", "end_call", "save_wrap_up", "start_call", "end_call"]
    draft = await desk.stores.calls.open_draft()
    assert draft is not None
    assert draft.call_id == (desk.run.state.call and desk.run.state.call.id)


async def test_dialling_twice_at_once_dials_once(desk: Seat) -> None:
    await desk.preview()
    presses = [desk.start(desk.run.dial()) for _ in range(3)]
    await desk.until(lambda: desk.line.busy)
    desk.line.end(SystemResult.BUSY)
    for press in presses:
        await press
    assert [action.kind for action in await desk.delivered()] == ["start_call", "end_call"]
    await desk.run.desk.outcome("no_answer")
    presses = [desk.start(desk.run.dial()) for _ in range(3)]
    await desk.until(lambda: desk.line.busy)
    desk.line.end(SystemResult.BUSY)
    for press in presses:
        await press
    kinds = [action.kind for action in await desk.delivered()]
    assert kinds == ["start_call", "end_call", "save_wrap_up", "start_call", "end_call"]


async def test_attempts_made_here_count_at_once(profile: TestProfile) -> None:
    async with seat(profile, replace(ANNELIES, attempts=3)) as desk:
        await desk.preview()
        await desk.hang_up(await desk.connect())
        await desk.run.desk.outcome("no_answer")
        with pytest.raises(UserFacing, match="attempts"):
            await desk.run.dial()


async def test_nobody_left_keeps_the_agent_ready(profile: TestProfile) -> None:
    async with seat(profile) as desk:
        await desk.preview()
        assert desk.run.state.nobody_left
        assert desk.presence.now.state is AgentState.READY


async def test_a_campaign_is_not_changed_under_an_open_call(desk: Seat) -> None:
    await desk.preview()
    await desk.hang_up(await desk.connect())
    with pytest.raises(UserFacing, match="CAM-102"):
        await desk.run.choose(CAMPAIGN)


async def test_what_the_platform_dials_is_not_run_here(desk: Seat) -> None:
    machine = replace(HELDERZON, id=CampaignId("robot"), mode=DiallingMode.AI)
    await desk.stores.replica.apply(page(campaigns=(machine,), cursor="cursor-2", server_time=NOW))
    await desk.run.open()
    with pytest.raises(UserFacing, match="CAM-103"):
        await desk.run.choose(machine.id)


async def test_offline_is_noted_and_forgotten(desk: Seat) -> None:
    desk.run.on_sync(SyncState(online=False, since=NOW))
    assert desk.run.state.offline_since == NOW
    desk.run.on_sync(SyncState(online=True, since=NOW))
    assert desk.run.state.offline_since is None


async def test_closing_hangs_up_and_ends_the_call_properly(desk: Seat) -> None:
    await desk.preview()
    await desk.connect()
    await desk.run.close()
    assert [action.kind for action in await desk.delivered()] == ["start_call", "end_call"]
    assert not desk.line.busy


async def test_once_everything_came_it_stays_known(desk: Seat) -> None:
    assert not desk.run.state.synced
    desk.run.on_sync(SyncState(online=True, since=NOW))
    assert not desk.run.state.synced
    desk.run.on_sync(SyncState(online=True, since=NOW, last_synced_at=NOW))
    desk.run.on_sync(SyncState(online=False, since=NOW))
    assert desk.run.state.synced
