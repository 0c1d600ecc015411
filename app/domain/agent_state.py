"""What an agent is doing. Network and lock are separate from it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AgentState(StrEnum):
    """States of an agent; sign-in lands in NOT_READY."""

    NOT_READY = "not_ready"
    READY = "ready"
    PREVIEW = "preview"
    DIALLING = "dialling"
    RINGING = "ringing"
    ON_CALL = "on_call"
    ON_HOLD = "on_hold"
    WRAP_UP = "wrap_up"


class NotReadyReason(StrEnum):
    """Why an agent is not ready."""

    BREAK = "break"
    LUNCH = "lunch"
    MEETING = "meeting"
    TRAINING = "training"
    COACHING = "coaching"
    TECHNICAL = "technical"


TRANSITIONS: dict[AgentState, frozenset[AgentState]] = {
    AgentState.NOT_READY: frozenset({AgentState.READY}),
    AgentState.READY: frozenset({AgentState.NOT_READY, AgentState.PREVIEW}),
    AgentState.PREVIEW: frozenset({AgentState.NOT_READY, AgentState.READY, AgentState.DIALLING}),
    AgentState.DIALLING: frozenset({AgentState.RINGING, AgentState.ON_CALL, AgentState.WRAP_UP}),
    AgentState.RINGING: frozenset({AgentState.ON_CALL, AgentState.WRAP_UP}),
    AgentState.ON_CALL: frozenset({AgentState.ON_HOLD, AgentState.WRAP_UP}),
    AgentState.ON_HOLD: frozenset({AgentState.ON_CALL, AgentState.WRAP_UP}),
    AgentState.WRAP_UP: frozenset({AgentState.NOT_READY, AgentState.READY, AgentState.DIALLING}),
}
"""WRAP_UP -> DIALLING is a redial of the same contact."""

IN_CALL = frozenset({AgentState.DIALLING, AgentState.RINGING, AgentState.ON_CALL, AgentState.ON_HOLD})


class NotAllowed(ValueError):
    """A state change that the agent state machine does not have."""


@dataclass(frozen=True)
class Presence:
    """An agent's state, since when, and the reason if not ready."""

    state: AgentState
    since: datetime
    reason: NotReadyReason | None = None

    def to(self, state: AgentState, now: datetime, reason: NotReadyReason | None = None) -> "Presence":
        """Return the presence after moving to `state`; raises NotAllowed when there is no such move."""
        if state not in TRANSITIONS[self.state] and state != self.state:
            raise NotAllowed(f"{self.state} -> {state}")
        return Presence(state, now, reason if state is AgentState.NOT_READY else None)
