"""Turn gallery entries into PNG files."""

import asyncio
import inspect
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from ui.gallery.registry import Entry
from ui.theme import Mode, theme

SIZE = QSize(1440, 900)
SETTLE_S = 0.15
PATIENCE_S = 5


async def render(app: QApplication, entry: Entry, mode: Mode, folder: Path) -> Path:
    """Render one entry at 1440 x 900 px and return the file written."""
    theme().apply(app, mode)
    made = entry.factory()
    page = await made if inspect.iscoroutine(made) else made
    assert isinstance(page, QWidget)
    page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    page.setFixedSize(SIZE)
    page.show()
    # Labels that wrap ask for their height only after the first layout gave them a width, and a page that
    # measures when it is shown takes a moment.
    await asyncio.sleep(SETTLE_S)
    await _idle()
    target = folder / f"{entry.name}{'-dark' if mode is Mode.DARK else ''}.png"
    image = grab(page)
    page.close()
    page.deleteLater()
    await asyncio.sleep(0)
    if not image.save(str(target)):
        raise OSError(f"cannot write {target}")
    return target


async def _idle() -> None:
    """Wait for what the page asked when it was shown: nothing of it may outlive the page."""
    if asked := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(asked, timeout=PATIENCE_S)


def grab(page: QWidget) -> QImage:
    """The widget as an image at device pixel ratio 1."""
    image = QImage(page.size(), QImage.Format.Format_RGB32)
    page.render(image)
    return image
