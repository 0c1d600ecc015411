"""Who is being called, and whether they may be."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.campaigns.contact_fold import FOLDED, ContactFold
from ui.campaigns.contact_sections import Checks, ContactSection, Facts, Head, History, Score
from ui.campaigns.state import ContactView
from ui.widgets import Divider, ScrollArea, Sheet, SheetKind

WIDTH = 304


class ContactColumn(Sheet):
    """304 px, 56 in a narrow window. ``copied(number)`` when the number is put on the clipboard."""

    copied = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(SheetKind.SIDE, parent=parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Contact"))
        self._view: ContactView | None = None
        self._narrow = self._unfolded = False
        head = Head()
        head.copied.connect(self.copied)
        self._sections: tuple[ContactSection, ...] = (head, Checks(), Facts(), Score(), History())
        self._lines = tuple(Divider() for _ in self._sections[1:])
        self._scroll = ScrollArea()
        self._scroll.setWidget(self._stacked())
        self._fold = ContactFold()
        self._fold.unfolded.connect(self._unfold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._fold)
        layout.addWidget(self._scroll)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """In a narrow window only a strip shows, until it is unfolded."""
        self._narrow = narrow
        folded = narrow and not self._unfolded
        self._fold.show_view(self._view, narrow, folded)
        self._scroll.setVisible(not folded)
        self.setFixedWidth(FOLDED if folded else WIDTH)

    def show_view(self, view: ContactView | None) -> None:
        """Show another contact, from the top; of the same one only what has changed is built again."""
        if view == self._view:
            return
        same = view is not None and self._view is not None and view.phone == self._view.phone
        self._view = view
        self._unfolded = self._unfolded and same
        self.set_narrow(self._narrow)
        for section in self._sections:
            section.show_view(view)
        for line, section in zip(self._lines, self._sections[1:], strict=True):
            line.setHidden(section.isHidden())
        if not same:
            self._scroll.verticalScrollBar().setValue(0)

    def _unfold(self) -> None:
        self._unfolded = not self._unfolded
        self.set_narrow(self._narrow)

    def _stacked(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(self._sections[0])
        for line, section in zip(self._lines, self._sections[1:], strict=True):
            line.hide()
            column.addWidget(line)
            column.addWidget(section)
        column.addStretch(1)
        return content
