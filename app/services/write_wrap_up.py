"""Keep what the agent writes about a call, at every keystroke, before it is settled."""

import asyncio
from dataclasses import replace

from app.domain.call import Callback, WrapUp
from app.domain.outcome import CALLBACKS
from app.domain.script_run import ScriptRun
from app.ports.clock import Clock
from app.ports.stores import CallStore
from app.services.run_state import RunBoard


class WriteWrapUp:
    """Each method changes the board at once and returns when the change is durable."""

    def __init__(self, board: RunBoard, calls: CallStore, clock: Clock) -> None:
        self._board = board
        self._calls = calls
        self._clock = clock
        self.lock = asyncio.Lock()
        """Held while the draft is written or the call is settled, so that neither undoes the other."""

    async def note(self, text: str) -> None:
        """Write the note."""
        await self._write(note=text)

    async def outcome(self, key: str) -> None:
        """Choose an outcome; leaving the callbacks drops the time that was agreed."""
        campaign, draft = self._board.state.campaign, self._board.state.draft
        option = None if campaign is None else campaign.outcome(key)
        if draft is None or option is None:
            return
        keep = option.outcome_class in CALLBACKS
        await self._write(outcome=key, callback=draft.callback if keep else None)

    async def callback(self, callback: Callback | None) -> None:
        """Agree on a time."""
        await self._write(callback=callback)

    async def script(self, run: ScriptRun) -> None:
        """Note where the script is and what was answered."""
        self._board.put(script=run)
        await self._write(answers=run.answers())

    async def _write(self, **changes: object) -> None:
        draft = self._board.state.draft
        if draft is None:
            return
        draft = replace(draft, **changes)  # type: ignore[arg-type]
        self._board.put(draft=draft)
        async with self.lock:
            await self._keep(draft)

    async def _keep(self, draft: WrapUp) -> None:
        """A later keystroke has this one inside it, and a settled call has no draft any more."""
        latest = self._board.state.draft
        if latest is not draft:
            return
        await self._calls.keep_draft(draft)
        if self._board.state.draft is draft:
            self._board.put(saved_at=self._clock.now())
