"""Nothing here, or something went wrong: what, why and what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import type_scale
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import Label


class EmptyState(QWidget):
    """Icon 24 at the left, title, one sentence, then what ``add`` and ``add_actions`` bring.

    ``tone`` names the icon's palette token: ``text2`` for empty, ``ok`` for done, ``danger`` for an error.
    """

    def __init__(
        self, icon: str, title: str, text: str, *, tone: str = "text2", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = Label(title, type_scale.TITLE, wrap=True)
        self._text = Label(text, type_scale.BODY, "text2", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(IconLabel(icon, 24, tone), 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        self._column.setSpacing(5)
        self._column.addWidget(self._title)
        self._column.addWidget(self._text)
        row.addLayout(self._column, 1)
        self.setAccessibleName(f"{title}. {text}")

    def set_message(self, title: str, text: str) -> None:
        """Other words."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title}. {text}")

    def add(self, widget: QWidget, gap: int = 8) -> None:
        """Below the words."""
        self._column.addSpacing(gap)
        self._column.addWidget(widget)

    def add_actions(self, *widgets: QWidget) -> None:
        """At most two buttons side by side."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        self._column.addSpacing(7)
        self._column.addLayout(row)
