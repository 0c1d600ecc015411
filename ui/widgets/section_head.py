"""The title of a block, with a quiet note and something at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme import TextStyle, type_scale
from ui.widgets.label import Label


class SectionHead(QWidget):
    """``note`` follows the title, ``right`` stands at the other end; ``add_right`` takes widgets there."""

    def __init__(
        self,
        title: str,
        note: str = "",
        right: str = "",
        *,
        style: TextStyle = type_scale.SMALL_STRONG,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = Label(title, style)
        self.note = Label(note, type_scale.SMALL, "text3")
        self.right = Label(right, type_scale.SMALL, "text3", align=Qt.AlignmentFlag.AlignRight)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.title)
        self._row.addWidget(self.note)
        self._row.addStretch(1)
        self._row.addWidget(self.right)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add(self, widget: QWidget) -> None:
        """Right after the title and the note, e.g. a key cap."""
        self._row.insertWidget(self._row.indexOf(self.note) + 1, widget)

    def add_right(self, widget: QWidget) -> None:
        """At the right end."""
        self._row.addWidget(widget)
