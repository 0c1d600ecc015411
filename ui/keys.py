"""Shortcuts that stay out of the way of typing."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


def typing() -> bool:
    """Whether a text field that can be written in has the focus."""
    focused = QApplication.focusWidget()
    fields = (QLineEdit, QTextEdit, QPlainTextEdit)
    return isinstance(focused, fields) and not focused.isReadOnly()


def bind(owner: QWidget, keys: str, act: Callable[[], None]) -> QShortcut:
    """Call ``act`` on ``keys`` while ``owner`` is visible in the active window, wherever the focus is."""
    shortcut = QShortcut(QKeySequence(keys), owner)
    shortcut.setAutoRepeat(False)
    shortcut.activated.connect(act)
    return shortcut


def bind_single(owner: QWidget, key: str, act: Callable[[], None]) -> QShortcut:
    """Like ``bind`` for a key that is also a character: never while a text field has the focus."""

    def unless_typing() -> None:
        if not typing():
            act()

    return bind(owner, key, unless_typing)


def bind_enter(owner: QWidget, act: Callable[[], None]) -> None:
    """Call ``act`` on Enter; a focused button comes first."""

    def press() -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()
        else:
            act()

    for keys in ("Return", "Enter"):
        bind(owner, keys, press)
