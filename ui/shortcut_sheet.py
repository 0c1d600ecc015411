"""Every shortcut of the page and of the window."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ui.theme import type_scale
from ui.widgets import Dialog, DialogText, Hint, KeyCap, Label


class ShortcutSheet(Dialog):
    """A dialog with one line a shortcut."""

    def __init__(self, page: Sequence[Hint], window: QWidget) -> None:
        super().__init__(_words(), window)
        everywhere = (
            Hint(("F9",), self.tr("ready or pause")),
            Hint(("G", "…"), self.tr("go to a page by its letter")),
            Hint(("Ctrl", "L"), self.tr("lock the window")),
            Hint(("Ctrl", "Shift", "L"), self.tr("light or dark")),
            Hint(("F1",), self.tr("this list")),
        )
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 12, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        known = {hint.keys for hint in page}
        for row, hint in enumerate((*page, *(hint for hint in everywhere if hint.keys not in known))):
            grid.addWidget(_keys(hint), row, 0)
            grid.addWidget(Label(hint.text, type_scale.BODY), row, 1)
        self.card.add(body)
        # Nothing is confirmed here: one button, and it is the one that Escape presses.
        self.card.confirm.hide()
        self.card.cancel.setFocus()


def _keys(hint: Hint) -> QWidget:
    if not hint.through:
        return KeyCap(*hint.keys)
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    first, last = hint.keys
    for widget in (KeyCap(first), Label("–", type_scale.TINY, "text3"), KeyCap(last)):
        row.addWidget(widget)
    row.addStretch(1)
    return made


def _words() -> DialogText:
    def tr(text: str) -> str:
        return QCoreApplication.translate("ShortcutSheet", text)

    return DialogText(tr("Shortcuts"), "", tr("Close"), tr("Close"))
