"""The contact in a narrow window: who, whether they may be called, and what to mind."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.campaigns.state import ContactView
from ui.theme import Tone
from ui.widgets import Avatar, Button, ButtonKind, IconLabel

FOLDED = 56
_INKS = {Tone.OK: "ok", Tone.DANGER: "danger", Tone.WARN: "warn"}


class ContactFold(QWidget):
    """A strip of signs, each with its words in the tooltip; ``unfolded()`` when all of it is wanted."""

    unfolded = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[ContactView | None, bool, bool] | None = None
        self._signs: list[QWidget] = []
        self._toggle = Button("", ButtonKind.GHOST, size=28, icon="chevron-right", name=self.tr("Contact"))
        self._toggle.clicked.connect(self.unfolded)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(12)
        self._column.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)

    def show_view(self, view: ContactView | None, narrow: bool, folded: bool) -> None:
        """Show the signs while folded; while unfolded only the way back."""
        if (view, narrow, folded) == self._shown:
            return
        self._shown = (view, narrow, folded)
        self.setVisible(narrow)
        self._toggle.set_icon("chevron-right" if folded else "chevron-left")
        for old in self._signs:
            self._column.removeWidget(old)
            old.deleteLater()
        self._signs = self._make(view) if view is not None and folded else []
        self._column.setStretch(self._column.count() - 1, 1 if folded else 0)
        for index, sign in enumerate(self._signs, start=1):
            self._column.insertWidget(index, sign, 0, Qt.AlignmentFlag.AlignHCenter)

    def _make(self, view: ContactView) -> list[QWidget]:
        parts = view.name.split()
        initials = (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper()
        signs: list[QWidget] = [Avatar(initials, 32, name=f"{view.name}, {view.phone}")]
        for badge in view.badges:
            if badge.icon:
                signs.append(IconLabel(badge.icon, 16, _INKS.get(badge.tone, "text2"), name=badge.text))
        for row in view.checks:
            words = f"{row.title}, {row.right}" if row.right else row.title
            signs.append(IconLabel(row.icon, 16, row.tone, name=words))
        return signs
