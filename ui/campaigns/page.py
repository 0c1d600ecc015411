"""The Campaigns page: strip, three columns, call bar."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.campaigns.call_bar import CallBar
from ui.campaigns.contact_column import ContactColumn
from ui.campaigns.middle import Middle
from ui.campaigns.model import CampaignsModel
from ui.campaigns.notices import Notices
from ui.campaigns.progress_strip import ProgressStrip
from ui.campaigns.script_column import ScriptColumn
from ui.campaigns.wrap_up_column import WrapUpColumn
from ui.keys import bind, bind_single
from ui.paced import Paced
from ui.widgets import Divider, Hint

LETTERS = "ABCDEF"
DIGITS = "123456789"
NARROW = 1360 - 88
"""Width of the page, in px, below which the window counts as narrow: 1360 less the rail."""


class CampaignsPage(QWidget):
    """Renders ``model.view``; every intent goes to the model."""

    def __init__(self, model: CampaignsModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setProperty("focusRadius", -1)
        self.strip = ProgressStrip()
        self.notices = Notices()
        self.contact = ContactColumn()
        self.script = ScriptColumn()
        self.wrap_up = WrapUpColumn()
        self.bar = CallBar()
        self.middle = Middle()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._columns())
        self._stack.addWidget(self.middle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.strip, self.notices):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        column.addWidget(self.bar)
        self._connect()
        self._bind_keys()
        self._shown = Paced(
            (self._show_frame, self._show_contact, self._show_script, self._show_wrap_up), self
        )
        model.changed.connect(self._shown.begin)
        model.levels.connect(self.bar.set_levels)
        model.setParent(self)
        # Not a method of the model: it is gone by then, and the run goes on without this page.
        self.destroyed.connect(model.forgetter())
        model.start()

    def hints(self) -> tuple[Hint, ...]:
        """What the hint bar shows on this page."""
        return (
            Hint(("A", "F"), self.tr("answer"), through=True),
            Hint(("1", "9"), self.tr("outcome"), through=True),
            Hint(("N",), self.tr("notes")),
            Hint(("Esc",), self.tr("leave a field")),
            Hint(("F9",), self.tr("ready / pause")),
        )

    def shortcuts(self) -> tuple[Hint, ...]:
        """The keys that are printed on a control."""
        return (
            Hint(("F2",), self.tr("dial")),
            Hint(("F3",), self.tr("mute")),
            Hint(("F4",), self.tr("hold")),
            Hint(("F8",), self.tr("hang up")),
            Hint(("Enter",), self.tr("next step of the script")),
            Hint(("Alt", "←"), self.tr("step back")),
            Hint(("/",), self.tr("objections")),
            Hint(("Ctrl", "1"), self.tr("outcome 1 to 9 from inside a field")),
            Hint(("Ctrl", "Enter"), self.tr("save and next contact")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves a field; what was typed stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.setFocus()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what can be folded in a narrow window."""
        narrow = event.size().width() < NARROW
        for part in (self.strip, self.contact, self.bar):
            part.set_narrow(narrow)

    def _columns(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.contact)
        row.addWidget(Divider(Qt.Orientation.Vertical))
        row.addWidget(self.script, 1)
        row.addWidget(Divider(Qt.Orientation.Vertical))
        row.addWidget(self.wrap_up)
        return box

    def _connect(self) -> None:
        model, script, wrap_up, bar = self.model, self.script, self.wrap_up, self.bar
        self.strip.chosen.connect(model.choose_campaign)
        self.contact.copied.connect(lambda text: QGuiApplication.clipboard().setText(text))
        self.notices.intent.connect(self._intend)
        self.middle.intent.connect(self._intend)
        script.answered.connect(model.script.answer)
        script.filled.connect(model.script.fill)
        script.forward.connect(model.script.forward)
        script.back.connect(model.script.back)
        script.language.connect(model.script.language)
        wrap_up.outcome.connect(model.outcome)
        wrap_up.noted.connect(model.note)
        wrap_up.saved.connect(self._save)
        wrap_up.callback.suggested.connect(lambda key: model.callbacks.at(datetime.fromisoformat(key)))
        wrap_up.callback.dated.connect(model.callbacks.on_day)
        wrap_up.callback.timed.connect(model.callbacks.at_time)
        wrap_up.callback.personal.connect(model.callbacks.personal)
        bar.dial.connect(model.dial)
        bar.mute.connect(model.toggle_mute)
        bar.hold.connect(model.toggle_hold)
        bar.hang_up.connect(model.hang_up)

    def _bind_keys(self) -> None:
        model = self.model
        bind(self, "F2", model.dial)
        bind(self, "F3", model.toggle_mute)
        bind(self, "F4", model.toggle_hold)
        bind(self, "F8", model.hang_up)
        bind(self, "Ctrl+Return", self._save)
        bind(self, "Ctrl+Enter", self._save)
        bind(self, "Alt+Left", model.script.back)
        bind(self, "Return", self._enter)
        bind(self, "Enter", self._enter)
        bind_single(self, "/", self.script.focus_objections)
        bind_single(self, "N", self.wrap_up.focus_notes)
        for letter in LETTERS:
            bind_single(self, letter, partial(model.script.answer, letter))
        for digit in DIGITS:
            bind_single(self, digit, partial(model.outcome_digit, digit))
            bind(self, f"Ctrl+{digit}", partial(model.outcome_digit, digit))

    def _enter(self) -> None:
        """A focused button comes first, then the script."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()
        else:
            self.model.script.forward()

    def _save(self) -> None:
        if self.model.view.wrap_up.can_save:
            self.model.save()

    def _intend(self, intent: str) -> None:
        act = {
            "ready": self.model.ready,
            "next": self.model.next_contact,
            "dismiss": self.model.dismiss_problem,
        }
        act[intent]()

    def _show_frame(self) -> None:
        view = self.model.view
        self.strip.show_view(view.strip)
        self.notices.show_view(view.notice, view.problem)
        self.bar.show_view(view.bar)
        self.middle.show_view(view.empty, view.loading)

    def _show_contact(self) -> None:
        view = self.model.view
        has_contact = view.contact is not None and view.script is not None
        self._stack.setCurrentIndex(0 if has_contact else 1)
        self.contact.show_view(view.contact if has_contact else None)

    def _show_script(self) -> None:
        view = self.model.view
        if view.script is not None and view.contact is not None:
            self.script.show_view(view.script)

    def _show_wrap_up(self) -> None:
        self.wrap_up.show_view(self.model.view.wrap_up)
