"""The agent state machine."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from app.domain.agent_state import TRANSITIONS, AgentState, NotAllowed, NotReadyReason, Presence

T0 = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
T1 = T0 + timedelta(minutes=5)


def test_a_whole_call_and_back() -> None:
    presence = Presence(AgentState.NOT_READY, T0)
    for state in (
        AgentState.READY,
        AgentState.PREVIEW,
        AgentState.DIALLING,
        AgentState.RINGING,
        AgentState.ON_CALL,
        AgentState.ON_HOLD,
        AgentState.ON_CALL,
        AgentState.WRAP_UP,
        AgentState.READY,
    ):
        presence = presence.to(state, T1)
    assert presence == Presence(AgentState.READY, T1)


@pytest.mark.parametrize(("here", "there"), list(product(AgentState, AgentState)))
def test_only_the_listed_moves_exist(here: AgentState, there: AgentState) -> None:
    presence = Presence(here, T0)
    if there is here or there in TRANSITIONS[here]:
        assert presence.to(there, T1).state is there
    else:
        with pytest.raises(NotAllowed):
            presence.to(there, T1)


def test_a_reason_belongs_to_not_ready_alone() -> None:
    paused = Presence(AgentState.READY, T0).to(AgentState.NOT_READY, T1, NotReadyReason.LUNCH)
    assert paused.reason is NotReadyReason.LUNCH
    assert paused.to(AgentState.READY, T1, NotReadyReason.LUNCH).reason is None


def test_a_call_in_progress_cannot_be_left_for_a_break() -> None:
    for state in (AgentState.DIALLING, AgentState.RINGING, AgentState.ON_CALL, AgentState.ON_HOLD):
        assert AgentState.NOT_READY not in TRANSITIONS[state]
