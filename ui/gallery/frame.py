"""The frame around a page, over memory: the same shell as in the console."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.people import User
from app.ports.clock import Clock
from app.services.agent_presence import AgentPresence
from app.services.synchronise import SyncState
from ui.operations import Operations
from ui.pages import PageSpec
from ui.shell import Shell
from ui.shell_model import ShellActions, ShellModel

PATIENCE_S = 5
_DESTINATIONS = (
    ("campaigns", "Campaigns", "megaphone", "C"),
    ("recordings", "Recordings", "audio-lines", "R"),
    ("transcription", "Transcription", "captions", "T"),
    ("privacy", "Privacy and device", "shield-check", "P"),
)


@dataclass(frozen=True)
class Frame:
    """Who works, and what the frame asks. `presence` is None for people who take no calls."""

    user: User
    presence: AgentPresence | None
    actions: ShellActions
    operations: Operations
    clock: Clock

    async def around(self, pages: Mapping[str, QWidget], sync: SyncState) -> Shell:
        """Return the frame with the first of `pages` open, once all it shows is known.

        A destination that `pages` does not have stands in the rail, and is empty when it is visited.
        """
        model = ShellModel(self.user, self.presence, self.actions, self.operations, self.clock)
        shell = Shell(model, [self._spec(row, pages) for row in self._destinations()])
        model.setParent(shell)
        shell.open_page(next(iter(pages)))
        model.start()
        model.on_sync(sync)
        async with asyncio.timeout(PATIENCE_S):
            # Asked of the line and the outbox in the background: there is no event to wait for.
            while not model.view.sound or (not sync.online and len(model.view.items) < sync.waiting):  # noqa: ASYNC110
                await asyncio.sleep(0)
        return shell

    def _destinations(self) -> tuple[tuple[str, str, str, str], ...]:
        return _DESTINATIONS if self.presence is not None else _DESTINATIONS[1:]

    @staticmethod
    def _spec(row: tuple[str, str, str, str], pages: Mapping[str, QWidget]) -> PageSpec:
        key, title, icon, letter = row
        return PageSpec(key, title, icon, letter, lambda: pages[key] if key in pages else QWidget())


def stage(shell: Shell) -> None:
    """Show the frame at the size of a picture without putting it on a screen."""
    shell.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    shell.setFixedSize(1440, 900)
    shell.show()
