"""The part of the presenter that moves in the script."""

from collections.abc import Callable

from app.domain.script_run import ScriptRun
from app.ports.clock import Clock
from app.services.run_campaign import RunCampaign
from ui.campaigns.presenter import Presenter


class ScriptModel:
    """Every move is kept with the call at once; without a call the script can only be read."""

    def __init__(self, presenter: Presenter, run: RunCampaign, clock: Clock) -> None:
        self._presenter = presenter
        self._run = run
        self._clock = clock
        self.pressed_on = False
        """Whether the agent tried to go on past a required field."""

    def answer(self, letter: str) -> None:
        """Choose an answer."""
        self._move(lambda run: run.choose(letter))

    def fill(self, key: str, text: str) -> None:
        """Write into a field."""
        self._move(lambda run: run.fill(key, text))

    def back(self) -> None:
        """One step back."""
        self._move(lambda run: run.back())

    def forward(self) -> None:
        """Next step; required fields first."""
        state = self._run.state
        if state.script is None or state.call is None:
            return
        if state.script.missing:
            self.pressed_on = True
            self._presenter.render()
            return
        at = self._seconds_into_call()
        self._move(lambda run: run.forward(at))

    def language(self, code: str) -> None:
        """Read the script in another language."""
        state = self._run.state
        if state.campaign is not None and state.script is not None:
            script = state.script.in_language(state.campaign.script(code))
            self._presenter.ask(self._run.desk.script(script))

    def _move(self, move: Callable[[ScriptRun], ScriptRun]) -> None:
        state = self._run.state
        if state.script is not None and state.call is not None:
            self.pressed_on = False
            self._presenter.ask(self._run.desk.script(move(state.script)))

    def _seconds_into_call(self) -> float | None:
        call = self._run.state.call
        if call is None or call.answered_at is None:
            return None
        return ((call.ended_at or self._clock.now()) - call.answered_at).total_seconds()
