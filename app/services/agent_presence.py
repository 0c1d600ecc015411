"""What the agent is doing now, moved along the domain's state machine."""

from app.domain.agent_state import IN_CALL, AgentState, NotAllowed, NotReadyReason, Presence
from app.errors import UserFacing
from app.ports.clock import Clock
from app.services.listeners import Listeners


class AgentPresence:
    """One per signed-in agent; begins not ready. `heard` is told of every move and of a pause asked for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._presence = Presence(AgentState.NOT_READY, clock.now())
        self._pause_after: NotReadyReason | None = None
        self.heard: Listeners[Presence] = Listeners()

    @property
    def now(self) -> Presence:
        """The state, since when, and why if not ready."""
        return self._presence

    @property
    def pause_after(self) -> NotReadyReason | None:
        """Why the agent wants to stop once the call is settled; None: goes on to the next."""
        return self._pause_after

    @property
    def in_call(self) -> bool:
        """Whether a line is up or being dialled."""
        return self._presence.state in IN_CALL

    def move(self, state: AgentState, reason: NotReadyReason | None = None) -> None:
        """Move to `state`; raises UserFacing STA-101 where the state machine has no such move."""
        try:
            self._presence = self._presence.to(state, self._clock.now(), reason)
        except NotAllowed as error:
            raise UserFacing(
                "STA-101",
                f"That is not possible while you are in state “{self._presence.state.value}”.",
                "Finish what you are doing first.",
            ) from error
        if state is AgentState.NOT_READY:
            self._pause_after = None
        self.heard.tell(self._presence)

    def pause(self, reason: NotReadyReason) -> None:
        """Stop now, or once the call is settled: a pause never cuts a call or a wrap-up."""
        if self.in_call or self._presence.state is AgentState.WRAP_UP:
            self._pause_after = reason
            self.heard.tell(self._presence)
        else:
            self.move(AgentState.NOT_READY, reason)

    def stay(self) -> None:
        """Take back a pause that was asked for during a call."""
        self._pause_after = None
        self.heard.tell(self._presence)
