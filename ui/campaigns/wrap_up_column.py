"""How the call ended, in one key, with a note that is never lost."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.campaigns.callback_box import CallbackBox
from ui.campaigns.state import WrapUpView
from ui.theme import type_scale
from ui.widgets import (
    Button,
    ButtonKind,
    Divider,
    KeyCap,
    Label,
    OutcomeItem,
    OutcomeList,
    ScrollArea,
    Sheet,
    SheetKind,
    TextArea,
)

WIDTH = 336


class WrapUpColumn(Sheet):
    """336 px. ``outcome(key)``, ``noted(text)`` on every keystroke, ``saved()``."""

    outcome = Signal(str)
    noted = Signal(str)
    saved = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(SheetKind.SIDE, parent=parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Wrap-up"))
        self._view = WrapUpView()
        self._items: tuple[OutcomeItem, ...] = ()
        self.outcomes = OutcomeList(name=self.tr("Outcome"))
        self.outcomes.chosen.connect(self.outcome)
        self.callback = CallbackBox()
        self._callback_line = Divider()
        self.notes = TextArea(name=self.tr("Notes"), placeholder=self.tr("What should the next one know?"))
        self.notes.changed.connect(self.noted)
        self.notes.submitted.connect(self.saved)
        self._saved = Label("", type_scale.SMALL, "text3", align=Qt.AlignmentFlag.AlignRight)
        self._saved.setObjectName("note-saved")
        self._reason = Label("", type_scale.SMALL, "text3", wrap=True, align=Qt.AlignmentFlag.AlignHCenter)
        self.save = Button(
            self.tr("Save and next contact"), ButtonKind.PRIMARY, size=40, keys=("Ctrl", "Enter")
        )
        self.save.setObjectName("save-and-next")
        self.save.setAccessibleName(self.tr("Save and next contact"))
        self.save.clicked.connect(self.saved)
        self._scroll = ScrollArea()
        self._lay_out()

    def focus_notes(self) -> None:
        """Put the focus into the notes and bring them on screen."""
        self._scroll.ensureWidgetVisible(self.notes)
        self.notes.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_view(self, view: WrapUpView) -> None:
        """Show another state; a note being typed is not touched."""
        if view.outcomes != self._items:
            self._items = view.outcomes
            self.outcomes.set_items(view.outcomes)
        if self.outcomes.current != view.outcome:
            self.outcomes.set_current(view.outcome)
        self.outcomes.setEnabled(view.writable)
        self.callback.show_view(view.callback)
        self._callback_line.setVisible(view.callback is not None)
        other_call = view.call != self._view.call
        if (other_call or not self.notes.edit.hasFocus()) and self.notes.text != view.note:
            with QSignalBlocker(self.notes):
                self.notes.set_text(view.note)
        self.notes.setEnabled(view.writable)
        self._saved.setText(view.saved)
        self._reason.setText(view.error or view.reason)
        self._reason.set_tone("danger" if view.error else "text3")
        self._reason.setVisible(bool(view.error or view.reason))
        if self.save.text() != view.save_label and view.save_label:
            self.save.setText(view.save_label)
        self.save.setEnabled(view.can_save)
        self._view = view

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._titled(self.tr("Outcome"), self._hint()))
        listed = QHBoxLayout()
        listed.setContentsMargins(8, 0, 8, 8)
        listed.addWidget(self.outcomes)
        column.addLayout(listed)
        column.addWidget(self._callback_line)
        column.addWidget(self.callback)
        column.addWidget(Divider())
        column.addWidget(self._titled(self.tr("Notes"), self._saved, KeyCap("N")))
        padded = QVBoxLayout()
        padded.setContentsMargins(16, 0, 16, 0)
        padded.setSpacing(0)
        padded.addWidget(self.notes)
        column.addLayout(padded)
        column.addStretch(1)
        self._scroll.setWidget(content)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(8)
        foot.addWidget(self._reason)
        foot.addWidget(self.save)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addLayout(foot)

    def _hint(self) -> Label:
        return Label(
            self.tr("can change until saved"), type_scale.SMALL, "text3", align=Qt.AlignmentFlag.AlignRight
        )

    @staticmethod
    def _titled(title: str, right: Label, caps: KeyCap | None = None) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(16, 14, 16, 8)
        row.setSpacing(8)
        row.addWidget(Label(title, type_scale.SMALL_STRONG))
        if caps is not None:
            row.addWidget(caps)
        row.addWidget(right, 1)
        return box
