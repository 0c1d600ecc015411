"""A labelled text box with a note, an error and, where the organisation set it, a padlock."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import type_scale
from ui.widgets.label import Label
from ui.widgets.line_edit import LineEdit
from ui.widgets.password_edit import PasswordEdit


class Field(QWidget):
    """Label above, box, error below. ``note`` stands at the right of the label.

    Signals: ``changed(str)`` on every edit, ``submitted()`` on Enter. The box itself is ``edit``.
    """

    changed = Signal(str)
    submitted = Signal()

    def __init__(
        self,
        label: str,
        text: str = "",
        *,
        placeholder: str = "",
        size: int = 32,
        note: str = "",
        managed: bool = False,
        password: bool = False,
        icon: str = "",
        trailing: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.edit: LineEdit = (
            PasswordEdit(placeholder=placeholder, size=size, name=label)
            if password
            else LineEdit(
                text,
                placeholder=placeholder,
                size=size,
                managed=managed,
                icon=icon,
                trailing=trailing,
                name=label,
            )
        )
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        title = Label(label, type_scale.SMALL_MEDIUM, "text2")
        title.setBuddy(self.edit)
        self._head.addWidget(title, 1)
        self._note: Label | None = None
        self.set_note(note)
        self._error = Label("", type_scale.SMALL, "danger", wrap=True)
        self._error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if label:
            layout.addLayout(self._head)
        layout.addWidget(self.edit)
        layout.addWidget(self._error)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self.changed)
        self.edit.returnPressed.connect(self.submitted)

    @property
    def text(self) -> str:
        """What is in the box."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Replace what is in the box."""
        self.edit.setText(text)

    def set_note(self, note: str) -> None:
        """Say something at the right of the label, "" to clear."""
        if self._note is None and note:
            self._note = Label("", type_scale.SMALL, "text3", align=Qt.AlignmentFlag.AlignRight)
            self._head.addWidget(self._note)
        if self._note is not None:
            self._note.setText(note)

    def set_error(self, message: str) -> None:
        """Say below what is wrong, "" to clear. The typed text stays."""
        self._error.setText(message)
        self._error.setVisible(bool(message))
        self.edit.set_error(bool(message))
        self.edit.setAccessibleDescription(message)

    def add_action(self, widget: QWidget) -> None:
        """Put a link at the right of the label."""
        self._head.addWidget(widget, 0, Qt.AlignmentFlag.AlignRight)
