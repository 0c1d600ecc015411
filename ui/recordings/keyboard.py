"""Keys of a page on which many widgets have keys of their own."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QSlider, QWidget

from ui.keys import bind, bind_single

HAVE_ARROWS = (QAbstractItemView, QComboBox, QSlider)


class Keyboard(QObject):
    """Bound to `owner`: active while it is shown. `single` keys are silent in text fields, `chords` are not.

    Up and Down call `turn(-1)` and `turn(1)` unless the widget in focus moves by arrows itself. Space presses
    a focused button first and calls `space` otherwise.
    """

    def __init__(
        self,
        owner: QWidget,
        single: Mapping[str, Callable[[], None]],
        chords: Mapping[str, Callable[[], None]],
        space: Callable[[], None],
        turn: Callable[[int], None],
    ) -> None:
        super().__init__(owner)
        self._space = space
        for key, act in single.items():
            bind_single(owner, key, act)
        for keys, act in chords.items():
            bind(owner, keys, act)
        bind_single(owner, "Space", self._press_or_space)
        self._arrows = [
            bind_single(owner, key, partial(turn, step)) for key, step in (("Up", -1), ("Down", 1))
        ]
        for arrow in self._arrows:
            arrow.setAutoRepeat(True)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def _press_or_space(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton) and focused.isEnabled():
            focused.click()
        elif isinstance(focused, QComboBox):
            focused.showPopup()
        else:
            self._space()

    def _on_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        for arrow in self._arrows:
            arrow.setEnabled(not isinstance(now, HAVE_ARROWS))
