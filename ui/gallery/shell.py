"""The frame itself: without the platform, and with an error that no page shows."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.lease import Lease, Rung
from app.errors import Explanation
from app.services.device_facts import DeviceFacts
from ui.gallery.campaign_facts import NOW, POLICY
from ui.gallery.campaigns import AgentDesk
from ui.gallery.frame import stage
from ui.pages import shortcuts_of
from ui.shell_model import ShellModel
from ui.shortcut_sheet import ShortcutSheet


async def offline() -> QWidget:
    """The platform has been out of reach for a while, and a call waits for it."""
    desk = AgentDesk()
    page = await desk.page()
    await desk.preview(page)
    await desk.talk(page)
    await desk.hang_up(page)
    page.model.save()
    await desk.until(lambda: desk.run.state.nobody_left)
    desk.platform.online = False
    return await desk.framed(page)


async def lease_warns() -> QWidget:
    """No contact for days: the first rung of the ladder, and the platform is still out of reach."""
    desk = AgentDesk()
    desk.platform.online = False
    shell = await desk.framed(await desk.page())
    lease = Lease.of(POLICY.lease, NOW - timedelta(days=5, hours=7))
    model = shell.findChild(ShellModel)
    assert isinstance(model, ShellModel)
    model.on_device(DeviceFacts(NOW, lease=lease, rung=Rung.WARN))
    return shell


async def failed() -> QWidget:
    """Something went wrong that belongs to no page."""
    desk = AgentDesk()
    shell = await desk.framed(await desk.page())
    stage(shell)
    desk.operations.failed.emit(
        Explanation("STO-203", "The disk is full.", "Free some space; nothing you wrote is lost.")
    )
    return shell


async def shortcuts() -> QWidget:
    """Every key of the page and of the window (F1)."""
    desk = AgentDesk()
    page = await desk.page()
    shell = await desk.framed(page)
    stage(shell)
    sheet = ShortcutSheet(shortcuts_of(page), shell)
    # Inside the picture instead of over it: a window of its own is not in what is drawn.
    sheet.setWindowFlags(Qt.WindowType.Widget)
    sheet.setGeometry(shell.rect())
    sheet.show()
    return shell


STATES: tuple[tuple[str, Callable[[], Coroutine[Any, Any, QWidget]]], ...] = (
    ("07-offline", offline),
    ("07-lease-warns", lease_warns),
    ("07-error", failed),
    ("07-shortcuts", shortcuts),
)
