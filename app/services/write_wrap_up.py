"""Keep what the agent writes about a call, at every keystroke, before it is settled."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from app.domain.call import Callback, WrapUp
from app.domain.outcome import CALLBACKS
from app.domain.script_run import ScriptRun
from app.ports.clock import Clock
from app.ports.stores import CallStore
from app.services.run_state import RunBoard


class WriteWrapUp:
    """Each method changes the board before it returns; awaiting what it returns makes that durable.

    So the next key finds the board as the last one left it, however fast they come.
    """

    def __init__(self, board: RunBoard, calls: CallStore, clock: Clock) -> None:
        self._board = board
        self._calls = calls
        self._clock = clock
        self.lock = asyncio.Lock()
        """Held while the draft is written or the call is settled, so that neither undoes the other."""

    def note(self, text: str) -> Coroutine[Any, Any, None]:
        """Write the note."""
        return self._write(note=text)

    def outcome(self, key: str) -> Coroutine[Any, Any, None]:
        """Choose an outcome of the campaign; leaving the callbacks drops the time that was agreed."""
        campaign, draft = self._board.state.campaign, self._board.state.draft
        option = None if campaign is None else campaign.outcome(key)
        if draft is None or option is None:
            return self._keep(draft)
        keep = option.outcome_class in CALLBACKS
        return self._write(outcome=key, callback=draft.callback if keep else None)

    def callback(self, callback: Callback | None) -> Coroutine[Any, Any, None]:
        """Agree on a time."""
        return self._write(callback=callback)

    def script(self, run: ScriptRun) -> Coroutine[Any, Any, None]:
        """Note where the script is and what was answered."""
        self._board.put(script=run)
        return self._write(answers=run.answers())

    def _write(self, **changes: Any) -> Coroutine[Any, Any, None]:
        draft = self._board.state.draft
        if draft is not None:
            draft = replace(draft, **changes)
            self._board.put(draft=draft)
        return self._keep(draft)

    async def _keep(self, draft: WrapUp | None) -> None:
        async with self.lock:
            # A later key has this one inside it, and a settled call has no draft any more.
            if draft is None or self._board.state.draft is not draft:
                return
            await self._calls.keep_draft(draft)
            if self._board.state.draft is draft:
                self._board.put(saved_at=self._clock.now())
