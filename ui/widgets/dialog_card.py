"""The inside of a dialog."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import colors, painting, type_scale
from ui.widgets.button import Button
from ui.widgets.button_face import ButtonKind
from ui.widgets.field import Field
from ui.widgets.label import Label


@dataclass(frozen=True, slots=True)
class DialogText:
    """Words of a dialog. ``type_to_confirm`` makes it destructive: that name must be typed first."""

    title: str
    text: str
    confirm: str
    cancel: str = ""
    type_to_confirm: str = ""
    danger: bool = False


class DialogCard(QFrame):
    """400 px wide, 20 px padding, actions at the right. ``add`` puts content between words and actions."""

    confirmed = Signal()
    cancelled = Signal()

    def __init__(self, words: DialogText, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setFixedWidth(400)
        self.setAccessibleName(words.title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(21, 21, 21, 21)
        layout.setSpacing(4)
        layout.addWidget(Label(words.title, type_scale.TITLE, wrap=True))
        if words.text:
            layout.addWidget(Label(words.text, type_scale.BODY, "text2", wrap=True))
        self._content = QVBoxLayout()
        layout.addLayout(self._content)
        self.field: Field | None = None
        if words.type_to_confirm:
            self.field = Field(self.tr("Type {0} to confirm").format(words.type_to_confirm))
            layout.addSpacing(8)
            layout.addWidget(self.field)
            self.field.changed.connect(self._check)
        layout.addSpacing(12)
        layout.addLayout(self._actions(words))

    def add(self, widget: QWidget) -> None:
        """Content between the words and the actions."""
        self._content.addWidget(widget)

    @property
    def destructive(self) -> bool:
        """Whether Enter must do nothing."""
        return bool(self._words.type_to_confirm) or self._words.danger

    def focus_first(self) -> None:
        """Put the focus where the dialog starts: in its field, or on the safe button."""
        (self.field or (self.cancel if self.destructive else self.confirm)).setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface with an outline."""
        painting.box(QPainter(self), QRectF(self.rect()), 12, colors().surface, colors().line2)

    def _actions(self, words: DialogText) -> QHBoxLayout:
        self.cancel = Button(words.cancel or self.tr("Cancel"), keys=("Esc",))
        self.confirm = Button(words.confirm, ButtonKind.DANGER if self.destructive else ButtonKind.PRIMARY)
        self.confirm.setEnabled(not words.type_to_confirm)
        self.cancel.clicked.connect(self.cancelled)
        self.confirm.clicked.connect(self.confirmed)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.confirm)
        return row

    def _check(self, typed: str) -> None:
        self.confirm.setEnabled(typed.strip() == self._words.type_to_confirm)
