"""What a signed-in person sees: the shell, and the lock that covers it while nobody is there."""

import asyncio
from collections.abc import Callable

from app.cli.pages import away_lock, build_shell
from app.cli.session import Session
from app.services.sign_in import SignIn
from ui import warm_up
from ui.away_lock import AwayLock
from ui.console import Console

ONE_FRAME_S = 0.016


class Inside:
    """Fills the window; `sign_out` is what the lock offers besides the password."""

    def __init__(self, window: Console, sign_out: Callable[[], None]) -> None:
        self._window = window
        self._sign_out = sign_out
        self._away: AwayLock | None = None

    async def open(self, session: Session, sign_in: SignIn) -> None:
        """Show the shell, then make what it would make only when it is asked for."""
        shell = await build_shell(session)
        self._window.show_screen(shell)
        self._away = away_lock(self._window, session, shell, sign_in, self._sign_out)
        # All in one go would keep a key waiting for longer than anyone should notice.
        for step in (warm_up.text_boxes, warm_up.pickers, shell.make_first, shell.open_first):
            await asyncio.sleep(ONE_FRAME_S)
            if self._window.screen_shown is shell:
                step()
        if self._window.screen_shown is shell:
            await session.tell_rebuilt()

    def lock(self) -> None:
        """Cover the window, once nothing is under way."""
        if self._away is not None:
            self._away.ask()

    def leave(self) -> None:
        """Nobody is signed in any more."""
        self._away = None
