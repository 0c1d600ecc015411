"""A text box for secrets with an eye to look at what was typed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.button import Button
from ui.widgets.button_face import ButtonKind
from ui.widgets.line_edit import LineEdit


class PasswordEdit(LineEdit):
    """Dots until the eye is pressed. The text is never offered to input methods or the clipboard history."""

    def __init__(
        self, *, placeholder: str = "", size: int = 40, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(placeholder=placeholder, size=size, name=name, parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        self.setInputMethodHints(
            hints | Qt.InputMethodHint.ImhNoAutoUppercase | Qt.InputMethodHint.ImhHiddenText
        )
        self._eye = Button(
            "", ButtonKind.GHOST, size=28, icon="eye", name=self.tr("Show password"), parent=self
        )
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._reveal)
        self.reserve_right(30)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the eye at the right."""
        super().resizeEvent(event)
        self._eye.setGeometry(self.width() - 28 - 7, (self.height() - 28) // 2, 28, 28)

    def _reveal(self, on: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        name = self.tr("Hide password") if on else self.tr("Show password")
        self._eye.setAccessibleName(name)
        self._eye.setToolTip(name)
        self._eye.set_icon("eye-off" if on else "eye")
