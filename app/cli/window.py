"""Opens the console's window: its first page at once, and all that lies behind it once it is loaded."""

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.cli.garbage import begin_to_collect
from app.cli.options import DeskOptions, Place
from ui.bridge import Bridge
from ui.console import Console
from ui.operations import Operations
from ui.sign_in.model import SignInActions, SignInModel
from ui.sign_in.page import SignInPage
from ui.sign_in.view import SignInView
from ui.task_set import TaskSet

if TYPE_CHECKING:
    from app.cli.desk import Desk
    from app.cli.workstation import Workstation
    from app.services.sign_in import SignedIn

FIRST_PAINTING_S = 0.03


class Entrance:
    """The first page. It takes keys before the desk is there; what is asked of it waits for the desk."""

    def __init__(self, window: Console, options: DeskOptions, enrolled: bool) -> None:
        """`enrolled`: which of its forms will very likely be right."""
        self.window = window
        self.options = options
        self.tasks = TaskSet()
        self.operations = Operations(Bridge(window), self.tasks, window)
        self.desk: asyncio.Future[Desk] = asyncio.get_running_loop().create_future()
        self.model = SignInModel(
            SignInActions(self._facts, self._enrol, self._sign_in), self.operations, window
        )
        self.model.expect(enrolled)
        window.show_screen(SignInPage(self.model, options.server, options.device_name))

    async def _facts(self) -> SignInView:
        return await (await asyncio.shield(self.desk)).read_facts()

    async def _enrol(self, url: str, code: str, device_name: str) -> None:
        await (await asyncio.shield(self.desk)).enrol(url, code, device_name)

    async def _sign_in(self, email: str, password: str) -> "SignedIn":
        return await (await asyncio.shield(self.desk)).sign_in(email, password)


async def open_window(place: Place, options: DeskOptions) -> "Desk":
    """Return the desk of an open window that already shows where things stand."""
    window = Console()
    asked_to_close: list[bool] = []
    window.closing.connect(lambda: asked_to_close.append(True))
    entrance = Entrance(window, options, enrolled=place.paths.device.trust.exists())
    window.show()
    # Beside a thread that loads modules the first painting would take many times as long.
    await asyncio.sleep(FIRST_PAINTING_S)
    workstation, version = await asyncio.to_thread(_load, place)
    from app.cli.desk import Desk

    QCoreApplication.setApplicationVersion(version)
    desk = Desk(workstation, entrance)
    await desk.start()
    entrance.desk.set_result(desk)
    if asked_to_close:
        window.close()
    return desk


def _load(place: Place) -> "tuple[Workstation, str]":
    """Load the rest of the console, on a thread since its modules are many files; returns its version too."""
    from importlib.metadata import version

    import anyio
    import httpcore  # noqa: F401
    from phonenumbers import PhoneMetadata

    import app.cli.desk  # noqa: F401
    from app.cli.workstation import Workstation

    # httpx and anyio would load the rest of themselves at the first request, while a page is painted.
    anyio.run(anyio.sleep, 0)
    # Numbering plans are modules, one a country, read from disk at the first number shown.
    PhoneMetadata.load_all()
    begin_to_collect()
    return Workstation(place), version("callnex-agent-console")
