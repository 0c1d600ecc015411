"""The idle lock: covers the window while nobody is there, never during a call or its wrap-up.

The keys stay open behind it, as a call that goes on needs them; what ends the keys is the lease, an order or
signing out.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.agent_state import IN_CALL, AgentState, NotReadyReason
from app.domain.people import User
from app.errors import Explanation
from app.ports.clock import Clock
from app.services.agent_presence import AgentPresence
from ui.console import Console
from ui.input_watch import InputWatch
from ui.operations import Operations, run_query
from ui.state_screens.away import AwayScreen, AwayView

LOOK_EVERY_MS = 1000
MOST_TRIES = 5
BUSY = IN_CALL | {AgentState.WRAP_UP}


@dataclass(frozen=True)
class AwayActions:
    """`limit_s`: seconds without input, by policy. `unlock` raises UserFacing for a wrong password.

    `ended` is called after too many wrong passwords: the session has to end.
    """

    limit_s: Callable[[], float]
    unlock: Callable[[str], Coroutine[Any, Any, None]]
    ended: Callable[[], None]


class AwayLock(QObject):
    """One per signed-in person. Signal: `waiting()` when it was asked for during a call and has to wait."""

    waiting = Signal()

    def __init__(
        self,
        window: Console,
        user: User,
        presence: AgentPresence | None,
        actions: AwayActions,
        operations: Operations,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._user = user
        self._presence = presence
        self._actions = actions
        self._operations = operations
        self._clock = clock
        self._input = InputWatch(clock.boot_seconds, self)
        self._screen: AwayScreen | None = None
        self._asked = False
        self._tries = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @property
    def locked(self) -> bool:
        """Whether the window is covered."""
        return self._screen is not None

    def ask(self) -> None:
        """Lock now, or as soon as the call at hand is settled."""
        self._asked = True
        self.look()
        if not self.locked:
            self.waiting.emit()

    def look(self) -> None:
        """Lock if it is time."""
        due = self._asked or self._input.quiet_s >= self._actions.limit_s()
        if due and not self.locked and not self._busy():
            self._lock()

    def _busy(self) -> bool:
        return self._presence is not None and self._presence.now.state in BUSY

    def _lock(self) -> None:
        self._asked, self._tries = False, 0
        since = self._clock.now()
        if self._presence is not None:
            if self._presence.now.state is not AgentState.NOT_READY:
                self._presence.pause(NotReadyReason.BREAK)
            since = self._presence.now.since
        self._screen = AwayScreen(AwayView(self._user, since, paused=self._presence is not None))
        self._screen.unlock.connect(self._try)
        self._screen.sign_out.connect(self._actions.ended)
        self._window.cover(self._screen)

    def _try(self, password: str) -> None:
        if self._screen is not None:
            self._screen.busy()
            run_query(
                self._operations,
                self._actions.unlock(password),
                done=lambda _: self._unlocked(),
                failed=self._refused,
                title=self.tr("Unlocking"),
            )

    def _unlocked(self) -> None:
        self._screen = None
        self._input.touch()
        self._window.uncover()

    def _refused(self, error: Explanation) -> None:
        self._tries += 1
        if self._tries >= MOST_TRIES:
            self._actions.ended()
        elif self._screen is not None:
            self._screen.refused(error)
