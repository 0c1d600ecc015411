"""Every page of the gallery renders in both themes, with something on it and no window but its own."""

from pathlib import Path

import pytest
import qasync
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.support.windows import windows_shown
from ui.gallery.registry import ENTRIES, Entry
from ui.gallery.render import SIZE, render
from ui.theme import Mode


def test_names_are_unique() -> None:
    names = [entry.name for entry in ENTRIES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_it_renders(
    themed: QApplication, qt_loop: qasync.QEventLoop, tmp_path: Path, entry: Entry, mode: Mode
) -> None:
    themed.setQuitOnLastWindowClosed(False)
    with windows_shown(themed) as windows:
        image = QImage(str(qt_loop.run_until_complete(render(themed, entry, mode, tmp_path))))
    assert image.size() == SIZE
    colours = {image.pixel(x, y) for x in range(0, SIZE.width(), 7) for y in range(0, SIZE.height(), 7)}
    assert len(colours) > 20
    # A child shown before it has a parent is a window of its own: on a real screen it flashes.
    assert [type(window).__name__ for window in windows[1:]] == []
