"""Opens the console's window over a workstation."""

from app.cli.desk import Desk, DeskOptions
from app.cli.workstation import Workstation
from ui.console import Console


async def open_window(workstation: Workstation, options: DeskOptions) -> Desk:
    """Return the desk of an open window that already shows where things stand."""
    window = Console()
    desk = Desk(workstation, window, options)
    window.show()
    await desk.start()
    return desk
