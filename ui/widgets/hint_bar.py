"""The keys of a page, along its lower edge."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import colors, painting, type_scale
from ui.widgets.icon_text import IconText
from ui.widgets.key_cap import KeyCap
from ui.widgets.label import Label


@dataclass(frozen=True, slots=True)
class Hint:
    """``Hint(("A", "D"), "answer", through=True)`` reads "A - D answer"."""

    keys: tuple[str, ...]
    text: str
    through: bool = False


class HintBar(QWidget):
    """28 px high; ``note`` with an icon stands at the right."""

    def __init__(
        self,
        hints: Sequence[Hint] = (),
        *,
        note: str = "",
        icon: str = "lock",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setFixedHeight(28)
        self.setAccessibleName(self.tr("Shortcuts"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 1, 16, 0)
        self._row.setSpacing(16)
        self._row.addStretch(1)
        self._note = IconText(icon, note, "text3", icon_tone="text3", style=type_scale.TINY, size=14, gap=6)
        self._row.addWidget(self._note)
        self._note.setVisible(bool(note))
        self._hints: list[QWidget] = []
        self.set_hints(hints)

    def set_hints(self, hints: Sequence[Hint]) -> None:
        """Other hints, e.g. after the state of a call changed."""
        for old in self._hints:
            self._row.removeWidget(old)
            old.deleteLater()
        self._hints = [_hint(hint) for hint in hints]
        for index, made in enumerate(self._hints):
            self._row.insertWidget(index, made)

    def set_note(self, icon: str, text: str) -> None:
        """Other words at the right."""
        self._note.set_content(icon, text, "text3")
        self._note.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface with a line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), painting.qcolor(colors().surface))
        painter.fillRect(0, 0, self.width(), 1, painting.qcolor(colors().line))


def _hint(hint: Hint) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for index, key in enumerate(hint.keys):
        if index and hint.through:
            row.addWidget(Label("–", type_scale.TINY, "text3"))
        row.addWidget(KeyCap(key))
    row.addWidget(Label(hint.text, type_scale.TINY, "text3"))
    return made
