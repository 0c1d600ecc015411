"""Search boxes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.button import Button
from ui.widgets.button_face import ButtonKind
from ui.widgets.key_cap import KeyCap
from ui.widgets.line_edit import LineEdit


class SearchField(LineEdit):
    """A looking glass, a clear button while there is text, key caps while there is none.

    ``quiet`` is for the top bar. Signals: ``searched(str)`` on every edit, ``textChanged`` and
    ``returnPressed`` as QLineEdit's. Escape clears first and leaves second.
    """

    searched = Signal(str)

    def __init__(
        self,
        placeholder: str,
        text: str = "",
        *,
        keys: Sequence[str] = (),
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(placeholder=placeholder, icon="search", quiet=quiet, parent=parent)
        self._caps = KeyCap(*keys, parent=self)
        self._clear = Button(
            "", ButtonKind.GHOST, size=28, icon="x", name=self.tr("Clear search"), parent=self
        )
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.clicked.connect(self.clear)
        self.textChanged.connect(self._on_text)
        self.setText(text)
        self._show_parts()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears, or lets the page take the focus back when there is nothing to clear."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the parts at the right."""
        super().resizeEvent(event)
        caps = self._caps.sizeHint()
        self._caps.setGeometry(self.width() - caps.width() - 8, (self.height() - 18) // 2, caps.width(), 18)
        self._clear.setGeometry(self.width() - 28 - 2, (self.height() - 28) // 2, 28, 28)

    def _on_text(self, text: str) -> None:
        self._show_parts()
        self.searched.emit(text)

    def _show_parts(self) -> None:
        filled = bool(self.text())
        self._clear.setVisible(filled)
        self._caps.setVisible(not filled)
        self.reserve_right(28 if filled else self._caps.sizeHint().width() + 8)
