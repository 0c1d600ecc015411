"""The gallery renders everything it lists."""

from pathlib import Path

import pytest
import qasync
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from ui.gallery.registry import ENTRIES, Entry
from ui.gallery.render import SIZE, render
from ui.theme import Mode


def test_names_are_unique() -> None:
    names = [entry.name for entry in ENTRIES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_it_renders(
    themed: QApplication, qt_loop: qasync.QEventLoop, tmp_path: Path, entry: Entry, mode: Mode
) -> None:
    themed.setQuitOnLastWindowClosed(False)
    image = QImage(str(qt_loop.run_until_complete(render(themed, entry, mode, tmp_path))))
    assert image.size() == SIZE
    colours = {image.pixel(x, y) for x in range(0, SIZE.width(), 7) for y in range(0, SIZE.height(), 7)}
    assert len(colours) > 20
