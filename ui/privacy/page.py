"""The Privacy and device page."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.keys import bind
from ui.paced import Paced
from ui.privacy.deletions import Deletions
from ui.privacy.history import History
from ui.privacy.holdings import Holdings
from ui.privacy.model import PrivacyModel
from ui.privacy.notice import Notice
from ui.privacy.person import Person
from ui.privacy.side import Side
from ui.privacy.state import PrivacyView
from ui.theme import type_scale
from ui.widgets import (
    Button,
    ButtonKind,
    Dialog,
    DialogText,
    Divider,
    Hint,
    Label,
    ScrollArea,
    Skeleton,
    Tabs,
)

STORED, RECEIPTS, NOTICE = "stored", "receipts", "notice"


class PrivacyPage(QWidget):
    """Three tabs: what is stored, the receipts of deletions and orders, and the policy's text."""

    def __init__(self, model: PrivacyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._holdings, self._deletions, self._side = Holdings(), Deletions(), Side()
        self._history, self._notice, self._person = History(), Notice(), Person()
        self._dialog: Dialog | None = None
        self._tabs = Tabs(
            (
                (STORED, self.tr("Stored data")),
                (RECEIPTS, self.tr("Receipts")),
                (NOTICE, self.tr("Privacy policy")),
            )
        )
        self._device = Label("", type_scale.SMALL, "text3")
        self._check_in = Button(self.tr("Check in now"), icon="refresh-cw", size=28)
        self._wipe = Button(
            self.tr("Wipe this workstation"), ButtonKind.DANGER_OUTLINE, icon="trash-2", size=28
        )
        self._wipe.setEnabled(False)
        for widget in (self._device, self._check_in, self._wipe):
            self._tabs.add_right(widget)
        self._stack = QStackedWidget()
        self._loading = Skeleton()
        for page in (self._stored(), self._history, self._notice, self._loading):
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(self._loading)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tabs)
        layout.addWidget(self._stack, 1)
        self._shown = Paced(
            (self._show_frame, self._show_holdings, self._show_deletions, self._show_side, self._show_texts),
            self,
        )
        self._connect()
        if model.view is not None:
            self._shown.begin()

    def hints(self) -> tuple[Hint, ...]:
        """Keys of this page for the hint bar."""
        return (
            Hint(("Ctrl", "1"), self.tr("stored data")),
            Hint(("Ctrl", "2"), self.tr("receipts")),
            Hint(("Ctrl", "3"), self.tr("privacy policy")),
            Hint(("F5",), self.tr("check in")),
            Hint(("Ctrl", "F"), self.tr("held about a person")),
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Measure when looked at."""
        super().showEvent(event)
        self.model.load()

    def _stored(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._holdings)
        column.addWidget(self._deletions)
        column.addWidget(self._person)
        column.addStretch(1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(ScrollArea(inner, keys=True), 1)
        row.addWidget(Divider(Qt.Orientation.Vertical))
        side = ScrollArea(self._side, keys=True)
        side.setFixedWidth(486)
        row.addWidget(side)
        return whole

    def _connect(self) -> None:
        self.model.changed.connect(self._shown.begin)
        self.model.busy.connect(lambda busy: self._check_in.setEnabled(not busy))
        self._tabs.chosen.connect(self.open_tab)
        self._check_in.clicked.connect(self.model.check_in)
        self._wipe.clicked.connect(self._ask_to_wipe)
        for number, key in enumerate((STORED, RECEIPTS, NOTICE), start=1):
            bind(self, f"Ctrl+{number}", partial(self.open_tab, key))
        bind(self, "F5", self._check_in.click)
        bind(self, "Ctrl+F", self._ask_about)
        self._side.log_wanted.connect(partial(self.open_tab, RECEIPTS))
        self._person.asked.connect(self.model.ask)
        self.model.answered.connect(self._person.show_answer)

    def open_tab(self, key: str) -> None:
        """Show one of the tabs."""
        self._tabs.set_current(key)
        if self.model.view is not None:
            self._stack.setCurrentIndex((STORED, RECEIPTS, NOTICE).index(key))

    def _ask_about(self) -> None:
        self.open_tab(STORED)
        self._person.focus_field()

    def _view(self) -> PrivacyView:
        assert self.model.view is not None, "parts are shown once there is a view"
        return self.model.view

    def _show_frame(self) -> None:
        self._device.setText(self.tr("Workstation {0}").format(self._view().device))
        self._wipe.setEnabled(True)
        self._stack.setCurrentIndex((STORED, RECEIPTS, NOTICE).index(self._tabs.current))

    def _show_holdings(self) -> None:
        self._holdings.show_lines(self._view().holdings, self._view().total)

    def _show_deletions(self) -> None:
        self._deletions.show_view(self._view())

    def _show_side(self) -> None:
        self._side.show_view(self._view())

    def _show_texts(self) -> None:
        self._history.show_lines(self._view().history)
        self._notice.show_text(self._view().notice, self._view().authority)

    def _ask_to_wipe(self) -> None:
        view = self.model.view
        if view is None:
            return
        unsent = self.tr("{0} unsent items stay sealed and are still delivered.").format(view.unsent)
        words = DialogText(
            title=self.tr("Wipe CallNex data on this workstation?"),
            text=self.tr("{0} recordings and {1} transcripts are destroyed here. {2}").format(
                view.recordings, view.transcripts, unsent if view.unsent else ""
            ),
            confirm=self.tr("Wipe"),
            cancel=self.tr("Keep data"),
            type_to_confirm=view.device,
        )
        self._dialog = Dialog(words, self)
        self._dialog.accepted.connect(self.model.wipe)
        self._dialog.open()
