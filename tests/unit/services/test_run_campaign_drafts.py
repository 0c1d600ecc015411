"""No crash, no lost line, no fast finger loses a note."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.actions import EndCall, SaveWrapUp
from app.domain.agent_state import AgentState
from app.domain.call import WrapUp
from app.domain.ids import CallId
from app.domain.outcome import SystemResult
from tests.support.agent_desk import ANNELIES, furnished, seat
from tests.support.profiles import TestProfile

pytestmark = pytest.mark.anyio
NOTE = "Flat roof, access through the workshop."


@pytest.fixture
async def profile(tmp_path: Path) -> TestProfile:
    return await furnished(tmp_path / "profile")


async def test_each_keystroke_is_durable_when_it_says_so(profile: TestProfile) -> None:
    async with seat(profile, ANNELIES) as desk:
        await desk.preview()
        await desk.connect()
        for length in range(1, len(NOTE) + 1):
            await desk.run.desk.note(NOTE[:length])
            kept = await desk.stores.calls.open_draft()
            assert kept is not None
            assert kept.note == NOTE[:length]
        assert desk.run.state.saved_at == profile.clock.at


async def test_keys_pressed_before_the_disk_answers_all_arrive(profile: TestProfile) -> None:
    async with seat(profile, ANNELIES) as desk:
        await desk.preview()
        await desk.connect()
        writes = [desk.run.desk.note(NOTE[: n + 1]) for n in range(len(NOTE))]
        writes.append(desk.run.desk.outcome("appointment"))
        assert desk.run.state.draft is not None
        assert desk.run.state.draft.note == NOTE
        await asyncio.gather(*writes)
        kept = await desk.stores.calls.open_draft()
        assert kept is not None
        assert (kept.note, kept.outcome) == (NOTE, "appointment")


async def test_a_late_keystroke_does_not_bring_a_settled_draft_back(profile: TestProfile) -> None:
    async with seat(profile, ANNELIES) as desk:
        await desk.preview()
        await desk.hang_up(await desk.connect())
        await desk.run.desk.outcome("appointment")
        late = desk.run.desk.note(NOTE)
        await desk.run.save()
        await late
        assert await desk.stores.calls.open_draft() is None
        saved = (await desk.delivered())[-1]
        assert isinstance(saved, SaveWrapUp)
        assert saved.note == NOTE


async def test_a_crash_in_a_call_loses_nothing_that_was_written(profile: TestProfile) -> None:
    async with seat(profile, ANNELIES) as desk:
        await desk.preview()
        await desk.connect()
        for _ in range(3):
            assert desk.run.state.script is not None
            await desk.run.desk.script(desk.run.state.script.choose("A").forward(3.0))
        assert desk.run.state.script is not None
        filled = desk.run.state.script.choose("B").fill("panels", "24")
        await desk.run.desk.script(filled)
        await desk.run.desk.note(NOTE)
        lost = desk.run.state.call
        assert lost is not None
    async with seat(profile, ANNELIES) as desk:
        await desk.run.open()
        state = desk.run.state
        assert desk.presence.now.state is AgentState.WRAP_UP
        assert state.restored
        assert state.contact == replace(ANNELIES, attempts=ANNELIES.attempts + 1)
        assert state.draft is not None
        assert state.draft.note == NOTE
        assert state.script is not None
        assert (state.script.current, state.script.letter) == ("installation", "B")
        assert state.script.field("panels") == "24"
        end = (await desk.delivered())[-1]
        assert isinstance(end, EndCall)
        assert (end.call_id, end.system_result) == (lost.id, SystemResult.UNAVAILABLE)
        await desk.run.desk.outcome("appointment")
        await desk.run.save()
        saved = (await desk.delivered())[-1]
        assert isinstance(saved, SaveWrapUp)
        assert (saved.call_id, saved.note) == (lost.id, NOTE)
        assert ("installation", "B") in saved.answers
        assert ("panels", "24") in saved.answers


async def test_a_crash_after_the_call_does_not_end_it_twice(profile: TestProfile) -> None:
    async with seat(profile, ANNELIES) as desk:
        await desk.preview()
        await desk.hang_up(await desk.connect())
        await desk.run.desk.note(NOTE)
    async with seat(profile, ANNELIES) as desk:
        await desk.run.open()
        assert desk.run.state.draft is not None
        assert desk.run.state.draft.note == NOTE
        assert [action.kind for action in await desk.delivered()] == ["start_call", "end_call"]


async def test_a_draft_of_an_unknown_call_is_left_alone(profile: TestProfile) -> None:
    async with seat(profile, ANNELIES) as desk:
        await desk.stores.calls.keep_draft(WrapUp(CallId("nobody"), note=NOTE))
        await desk.run.open()
        assert desk.presence.now.state is AgentState.NOT_READY
        assert desk.run.state.draft is None
