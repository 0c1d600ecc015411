"""Two moments that no request reaches on purpose: a refusal half-way, and an end while a hint waits."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.actions import SignedAction, StartCall
from app.domain.ids import ActionKey, CallId, CampaignId, ContactId, EnrolmentId, UserId
from app.reference_platform import actions, audit, clock
from app.reference_platform.caller import Caller
from app.reference_platform.doing import Doing, Refusal, RefusedAction
from app.reference_platform.event_routes import stream_hints
from app.reference_platform.state import State
from app.reference_platform.tables import audit as audit_table
from tests.unit.reference_platform.things_made import caller


def test_what_a_handler_wrote_before_it_refused_does_not_stay(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_way(doing: Doing, _: Any) -> None:
        audit.note(doing.connection, "handler", "half way")
        raise RefusedAction(Refusal.UNKNOWN_CALL)

    monkeypatch.setitem(actions.HANDLERS, StartCall, half_way)
    now = datetime.now(UTC)
    start = StartCall(CallId("c"), CampaignId("c"), ContactId("c"), now)
    signed = SignedAction(ActionKey("key"), EnrolmentId("device"), UserId("user"), now, start)
    with state.database.write() as connection:
        result = actions.settle(connection, caller(), signed)
    assert (result.accepted, result.reason) == (False, Refusal.UNKNOWN_CALL)
    with state.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(audit_table)).scalar_one() == 0


@pytest.mark.anyio
async def test_a_hint_given_before_the_end_is_still_told(state: State) -> None:
    person = caller()
    listener = Caller(
        person.enrolment_id, person.person, "family", clock.now().replace(year=2999), frozenset()
    )
    stream = stream_hints(state, listener)
    assert await anext(stream) == ": listening\n\n"
    state.hub.contact("device")
    state.hub.contact("another device")
    state.hub.close_family("family")
    turn = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(turn.set_result, None)
    await turn  # callbacks run in order: the hint and the end have been noted now
    assert [said async for said in stream] == ["event: contact\ndata: {}\n\n"]
    assert not state.hub.listeners
