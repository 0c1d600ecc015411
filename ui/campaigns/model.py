"""Presenter of the Campaigns page: owns its view state, turns intents into use cases."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Changes
from app.domain.agent_state import AgentState, Presence
from app.domain.campaign import DiallingMode
from app.domain.ids import CampaignId
from app.errors import Explanation
from app.ports.clock import Clock
from app.services.run_campaign import RunCampaign
from ui.campaigns.callback_model import CallbackModel
from ui.campaigns.contact_words import ContactWords
from ui.campaigns.script_model import ScriptModel
from ui.campaigns.script_words import ScriptWords
from ui.campaigns.state import RunView
from ui.campaigns.words import RunWords, is_wrap_up_problem
from ui.campaigns.wrap_up_words import WrapUpWords
from ui.operations import Operations, run_op, run_query

ORIGIN = "campaigns"
RECHECK_S = 30
"""The calling window closes while a contact is on screen: the verdict is worked out again this often."""


class CampaignsModel(QObject):
    """``changed`` says that ``view`` is new; ``levels(agent dB, customer dB, round trip ms or None)``."""

    changed = Signal()
    levels = Signal(float, float, object)

    def __init__(
        self, run: RunCampaign, operations: Operations, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.run = run
        self._operations = operations
        self._clock = clock
        self._contact_words = ContactWords(self)
        self._script_words = ScriptWords(self)
        self._wrap_up_words = WrapUpWords(self)
        self._words = RunWords(self._contact_words, self)
        self._problem: Explanation | None = None
        self._saving = self._loading = False
        self.script = ScriptModel(self, run, clock)
        self.callbacks = CallbackModel(self, run)
        self._seconds = 0
        self.view = RunView()
        self._ticks = QTimer(self)
        self._ticks.setInterval(1000)
        self._ticks.timeout.connect(self._tick)
        self._removers = [
            run.board.changes.add(operations.bridge.publish),
            run.board.heard.add(lambda _: self.render()),
            run.presence.heard.add(self._on_presence),
            run.board.levels.add(
                lambda levels: self.levels.emit(levels.agent_db, levels.customer_db, levels.round_trip_ms)
            ),
        ]
        operations.bridge.changed.connect(self._on_changes)

    def start(self) -> None:
        """Load everything; called once the page exists."""
        self._ticks.start()
        self._loading = True
        self.render()
        run_op(self._operations, self.run.open(), done=lambda _: self._loaded(), failed=self._fail)

    def forgetter(self) -> Callable[[], None]:
        """Return what makes the run forget this model; it outlives the model."""
        removers = self._removers

        def forget() -> None:
            for remove in removers:
                remove()

        return forget

    def choose_campaign(self, key: str) -> None:
        """Run another campaign."""
        self._do(self.run.choose(CampaignId(key)))

    def ready(self) -> None:
        """Go ready."""
        self._do(self.run.ready())

    def next_contact(self) -> None:
        """Take another contact."""
        self._do(self.run.next())

    def dial(self) -> None:
        """Place the call; everything about it arrives through the board."""
        if not self.view.bar.dial_reason:
            self.dismiss_problem()
            self.ask(self.run.dial())

    def toggle_mute(self) -> None:
        """Mute or unmute."""
        if self.view.bar.live:
            self.ask(self.run.calls.mute(not self.view.bar.muted))

    def toggle_hold(self) -> None:
        """Hold or take back."""
        if self.view.bar.live:
            self.ask(self.run.calls.hold(not self.view.bar.held))

    def hang_up(self) -> None:
        """End the call."""
        if self.view.bar.can_hang_up:
            self.ask(self.run.calls.hang_up())

    def outcome(self, key: str) -> None:
        """Choose an outcome."""
        if self.view.wrap_up.writable:
            self.dismiss_problem()
            self.ask(self.run.desk.outcome(key))

    def outcome_digit(self, digit: str) -> None:
        """Choose the outcome on a digit key."""
        for item in self.view.wrap_up.outcomes:
            if item.digit == digit:
                self.outcome(item.key)

    def note(self, text: str) -> None:
        """Write the note, at every keystroke."""
        self.ask(self.run.desk.note(text))

    def save(self) -> None:
        """Settle the call and go on to the next contact."""
        if self._saving:
            return
        self._saving = True
        self.render()
        run_op(self._operations, self.run.save(), done=lambda _: self._saved(), failed=self._not_saved)

    def _saved(self) -> None:
        self._saving = False
        self.callbacks.typed = ""
        self.dismiss_problem()
        if self.run.presence.now.state is AgentState.READY and self.run.state.offline_since is None:
            self.next_contact()

    def _not_saved(self, why: Explanation) -> None:
        self._saving = False
        self._fail(why)

    def _loaded(self) -> None:
        self._loading = False
        self.render()

    def _on_presence(self, presence: Presence) -> None:
        """In progressive dialling a contact in preview is dialled at once, if the rules allow it."""
        self.render()
        campaign = self.run.state.campaign
        progressive = campaign is not None and campaign.mode is DiallingMode.PROGRESSIVE
        if progressive and presence.state is AgentState.PREVIEW:
            self.dial()

    def _do(self, work: Coroutine[Any, Any, Changes]) -> None:
        self.dismiss_problem()
        run_op(self._operations, work, failed=self._fail)

    def ask(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a use case that broadcasts nothing; its errors are shown on the page."""
        run_query(self._operations, work, done=lambda _: None, failed=self._fail)

    def _fail(self, why: Explanation) -> None:
        self._loading = False
        self._problem = why
        self.render()

    def dismiss_problem(self) -> None:
        """The person has read it, or does something else."""
        self._problem = None
        self.render()

    def _on_changes(self, changes: Changes) -> None:
        if changes.campaigns or changes.contacts or changes.calls or changes.policy:
            self.ask(self.run.refresh())

    def _tick(self) -> None:
        self._seconds += 1
        if self._seconds % RECHECK_S == 0 and self.run.state.call is None:
            self.ask(self._recheck())
        self.render()

    async def _recheck(self) -> None:
        await self.run.check()

    def render(self) -> None:
        """Work the view out again and say so if it is another one."""
        state, now, presence = self.run.state, self._clock.now(), self.run.presence.now
        beside_save = self._problem if is_wrap_up_problem(self._problem) else None
        view = RunView(
            strip=self._words.strip(state),
            contact=self._contact_words.view(state, now),
            script=self._script_words.view(state, self.run.user, self.script.pressed_on),
            wrap_up=self._wrap_up_words.view(
                state,
                now,
                typed_time=self.callbacks.typed,
                saving=self._saving,
                error=beside_save,
                pausing=self.run.presence.pause_after is not None,
            ),
            bar=self._words.bar(state, presence, now),
            empty=None if self._loading else self._words.empty(state, presence),
            notice=self._words.notice(state),
            problem=None if beside_save is not None else self._problem,
            loading=self._loading,
        )
        if view != self.view:
            self.view = view
            self.changed.emit()
