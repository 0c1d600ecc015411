"""The left column: search, filters, list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.recordings.state import ListView
from ui.theme import type_scale
from ui.widgets import (
    Button,
    Divider,
    EmptyState,
    Label,
    RecordingList,
    SearchField,
    SelectBox,
    Sheet,
    SheetKind,
)

WIDTH = 312
NEAR_END_ROWS = 10


class Finder(Sheet):
    """Signals: `searched(str)`, `narrowed(campaign, outcome)` ("" for all), `chosen(key)`, `near_end()`."""

    searched = Signal(str)
    narrowed = Signal(str, str)
    chosen = Signal(str)
    near_end = Signal()
    retried = Signal()

    def __init__(self, outcomes: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(SheetKind.SIDE, parent=parent)
        self.setFixedWidth(WIDTH)
        self.search = SearchField(self.tr("Search transcripts"), keys=("Ctrl", "F"))
        self.search.setObjectName("search-recordings")
        self._campaign = SelectBox((("", self.tr("All campaigns")),), "", name=self.tr("Campaign"))
        self._outcome = SelectBox((("", self.tr("All outcomes")), *outcomes), "", name=self.tr("Outcome"))
        self._summary = Label("", type_scale.SMALL, "text3")
        self.list = RecordingList()
        self.list.setObjectName("recording-list")
        self._nothing = QWidget()
        self._nothing_column = QVBoxLayout(self._nothing)
        self._nothing_column.setContentsMargins(16, 24, 16, 24)
        self._nothing_column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._nothing)
        self._lay_out()
        self._connect()

    def set_campaigns(self, campaigns: Sequence[tuple[str, str]]) -> None:
        """Offer these campaigns as filters."""
        self._campaign.set_items((("", self.tr("All campaigns")), *campaigns))

    def show_list(self, view: ListView) -> None:
        """Replace the rows, or say why there are none."""
        if view.error is not None:
            self._say("circle-alert", view.error.what, view.error.next_step, retry=True)
            return
        self._summary.setText(view.summary)
        if view.empty is not None:
            self._say("search", *view.empty)
        else:
            self._stack.setCurrentWidget(self.list)
        self.list.set_items(view.rows)

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self._campaign, 1)
        filters.addWidget(self._outcome, 1)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
        top.setSpacing(8)
        top.addWidget(self.search)
        top.addLayout(filters)
        top.addWidget(self._summary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(Divider())
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self.searched)
        self._campaign.chosen.connect(self._narrow)
        self._outcome.chosen.connect(self._narrow)
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(self.chosen)
        self.list.verticalScrollBar().valueChanged.connect(self._on_scroll)

    def _narrow(self) -> None:
        self.narrowed.emit(self._campaign.current, self._outcome.current)

    def _on_scroll(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        if bar.maximum() - value < NEAR_END_ROWS * 76:
            self.near_end.emit()

    def _say(self, icon: str, title: str, text: str, *, retry: bool = False) -> None:
        while self._nothing_column.count() > 1:
            item = self._nothing_column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        empty = EmptyState(icon, title, text)
        if retry:
            again = Button(self.tr("Try again"), size=28)
            again.clicked.connect(self.retried)
            empty.add_actions(again)
        self._nothing_column.insertWidget(0, empty, 0, Qt.AlignmentFlag.AlignTop)
        self._stack.setCurrentWidget(self._nothing)
