"""The privacy policy's text, and whom to complain to."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import type_scale
from ui.widgets import Label


class Notice(QWidget):
    """Plain paragraphs, as the signed policy carries them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = Label("", type_scale.BODY, wrap=True)
        self._authority = Label("", type_scale.BODY, "text2", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        layout.addWidget(Label(self.tr("Privacy policy"), type_scale.SUBJECT))
        layout.addWidget(self._text)
        layout.addWidget(Label(self.tr("Where to complain"), type_scale.BODY_STRONG))
        layout.addWidget(self._authority)
        layout.addStretch(1)
        self.setMaximumWidth(760)

    def show_text(self, text: str, authority: str) -> None:
        """Replace both texts."""
        self._text.setText(text or self.tr("No policy received yet. Check in to receive it."))
        self._authority.setText(authority)
