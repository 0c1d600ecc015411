"""What the frame around the pages shows: the agent's state, the platform's state, sound, what waits."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Changes
from app.domain.actions import OutboxItem
from app.domain.agent_state import AgentState, NotReadyReason, Presence
from app.domain.people import User
from app.errors import Explanation
from app.ports.clock import Clock
from app.services.agent_presence import AgentPresence
from app.services.device_facts import DeviceFacts
from app.services.synchronise import SyncState
from ui import locale
from ui.operations import Operations, run_op, run_query
from ui.widgets import PillLook, PillState

TICK_MS = 1000

_LOOKS = {
    AgentState.READY: PillLook.READY,
    AgentState.PREVIEW: PillLook.PREVIEW,
    AgentState.DIALLING: PillLook.DIALLING,
    AgentState.RINGING: PillLook.DIALLING,
    AgentState.ON_CALL: PillLook.LIVE,
    AgentState.ON_HOLD: PillLook.LIVE,
    AgentState.WRAP_UP: PillLook.WRAP_UP,
    AgentState.NOT_READY: PillLook.IDLE,
}


@dataclass(frozen=True)
class ShellView:
    """The frame's facts. `pill` is None for people who take no calls."""

    pill: PillState | None
    state: AgentState | None
    online: bool
    since: datetime
    synced_at: datetime | None
    waiting: int
    sound: str
    device: DeviceFacts | None = None
    items: tuple[OutboxItem, ...] = field(default=())


@dataclass(frozen=True)
class ShellActions:
    """What the frame can set off."""

    ready: Callable[[], Coroutine[Any, Any, Changes]]
    pause: Callable[[NotReadyReason], None]
    sign_out: Callable[[], Coroutine[Any, Any, Changes]]
    retry: Callable[[], None]
    waiting: Callable[[], Coroutine[Any, Any, tuple[OutboxItem, ...]]]
    sound: Callable[[], Coroutine[Any, Any, str]]
    lock: Callable[[], None] = lambda: None


class ShellModel(QObject):
    """Signals: `changed(ShellView)` on news and once a second while a timer runs."""

    changed = Signal(object)

    def __init__(
        self,
        user: User,
        presence: AgentPresence | None,
        actions: ShellActions,
        operations: Operations,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.user = user
        self.operations = operations
        self._presence = presence
        self._actions = actions
        self._clock = clock
        self._sync: SyncState | None = None
        self._device: DeviceFacts | None = None
        self._sound = ""
        self._items: tuple[OutboxItem, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._announce)
        self._forget: Callable[[], None] = lambda: None
        if presence is not None:
            self._forget = presence.heard.add(lambda _: self._announce())

    @property
    def view(self) -> ShellView:
        """The facts now."""
        sync, now = self._sync, self._clock.now()
        presence = self._presence.now if self._presence is not None else None
        return ShellView(
            pill=self._pill(presence, now) if presence is not None else None,
            state=presence.state if presence is not None else None,
            online=sync.online if sync is not None else True,
            since=sync.since if sync is not None else now,
            synced_at=sync.last_synced_at if sync is not None else None,
            waiting=sync.waiting if sync is not None else 0,
            sound=self._sound,
            device=self._device,
            items=self._items,
        )

    def start(self) -> None:
        """Begin to tick, and ask what there is to hear with."""
        self._timer.start()
        run_query(self.operations, self._actions.sound(), done=self._on_sound, failed=self._no_sound)
        self._announce()

    def stop(self) -> None:
        """No tick and no news any more."""
        self._timer.stop()
        self._forget()

    def on_sync(self, state: SyncState) -> None:
        """The platform's state moved."""
        self._sync = state
        if state.online:
            self._items = ()
            self._announce()
        else:
            run_query(self.operations, self._actions.waiting(), done=self._on_items)

    def on_device(self, facts: DeviceFacts) -> None:
        """The lease was looked at again."""
        self._device = facts
        self._announce()

    def toggle_ready(self) -> None:
        """Ready from a pause, a break from ready (F9)."""
        if self._presence is None:
            return
        if self._presence.now.state is AgentState.NOT_READY or self._presence.pause_after is not None:
            self.go_ready()
        else:
            self.pause(NotReadyReason.BREAK)

    def go_ready(self) -> None:
        """Take contacts from now on."""
        run_op(self.operations, self._actions.ready(), title=self.tr("Going ready"))

    def pause(self, reason: NotReadyReason) -> None:
        """Stop taking contacts."""
        self._actions.pause(reason)

    def sign_out(self) -> None:
        """End the session."""
        run_op(self.operations, self._actions.sign_out(), title=self.tr("Signing out"))

    def lock(self) -> None:
        """Cover the window until the password is given."""
        self._actions.lock()

    def retry(self) -> None:
        """Try the platform again now."""
        self._actions.retry()

    def reason_words(self, reason: NotReadyReason) -> str:
        """Return a reason as people say it."""
        return {
            NotReadyReason.BREAK: self.tr("Break"),
            NotReadyReason.LUNCH: self.tr("Lunch"),
            NotReadyReason.MEETING: self.tr("Meeting"),
            NotReadyReason.TRAINING: self.tr("Training"),
            NotReadyReason.COACHING: self.tr("Coaching"),
            NotReadyReason.TECHNICAL: self.tr("Technical"),
        }[reason]

    def _pill(self, presence: Presence, now: datetime) -> PillState:
        names = {
            AgentState.READY: self.tr("Ready"),
            AgentState.PREVIEW: self.tr("Preview"),
            AgentState.DIALLING: self.tr("Dialling"),
            AgentState.RINGING: self.tr("Ringing"),
            AgentState.ON_CALL: self.tr("On call"),
            AgentState.ON_HOLD: self.tr("On hold"),
            AgentState.WRAP_UP: self.tr("Wrap-up"),
            AgentState.NOT_READY: self.tr("Not ready"),
        }
        name, short = names[presence.state], ""
        if presence.reason is not None:
            short = self.reason_words(presence.reason)
            name = self.tr("{0}, {1}").format(name, short.lower())
        elapsed = (now - presence.since).total_seconds()
        return PillState(_LOOKS[presence.state], name, locale.elapsed(elapsed), short=short)

    def _on_sound(self, name: str) -> None:
        self._sound = name
        self._announce()

    def _no_sound(self, error: Explanation) -> None:
        self._on_sound(error.what)

    def _on_items(self, items: tuple[OutboxItem, ...]) -> None:
        self._items = items
        self._announce()

    def _announce(self) -> None:
        self.changed.emit(self.view)
