"""A setting that the organisation has set."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import TextStyle, type_scale
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import Label


class LockedValue(QWidget):
    """A padlock and the value as text: never a grey switch."""

    def __init__(
        self, text: str, style: TextStyle = type_scale.BODY, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(IconLabel("lock", 14, "text3", name=self.tr("Set by your organisation")))
        layout.addWidget(Label(text, style))
