"""The left column: search, filters, list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.recordings.filters import Filters
from ui.recordings.state import ListView
from ui.theme import type_scale
from ui.widgets import (
    Button,
    ButtonKind,
    Divider,
    EmptyState,
    Label,
    RecordingList,
    SearchField,
    Sheet,
    SheetKind,
    Skeleton,
)

WIDTH = 312
NEAR_END_ROWS = 10
ROW = 76


class Finder(Sheet):
    """Signals: `searched(str)`, `narrowed(campaign, outcome)` ("" for all), `chosen(key)`, `near_end()`,
    `retried()`.
    """

    searched = Signal(str)
    narrowed = Signal(str, str)
    chosen = Signal(str)
    near_end = Signal()
    retried = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(SheetKind.PLAIN, parent=parent)
        self.setFixedWidth(WIDTH)
        self.search = SearchField(self.tr("Search transcripts"), keys=("Ctrl", "F"))
        self.search.setObjectName("search-recordings")
        self.filters = Filters()
        self._summary = Label("", type_scale.SMALL, "text3")
        self._beside = Label("", type_scale.SMALL, "text3")
        self.list = RecordingList()
        self.list.setObjectName("recording-list")
        self._nothing = QWidget()
        self._nothing_column = QVBoxLayout(self._nothing)
        self._nothing_column.setContentsMargins(16, 24, 16, 24)
        self._nothing_column.addStretch(1)
        self._waiting = QWidget()
        waiting = QVBoxLayout(self._waiting)
        waiting.setContentsMargins(4, 8, 4, 8)
        waiting.addWidget(Skeleton(8, circles=False))
        waiting.addStretch(1)
        self._stack = QStackedWidget()
        for part in (self.list, self._nothing, self._waiting):
            self._stack.addWidget(part)
        self._lay_out()
        self._connect()

    def show_list(self, view: ListView) -> None:
        """Replace the rows, or say why there are none."""
        self.filters.show_filters(view.campaigns, view.campaign, view.outcome)
        narrowed = bool(view.campaign or view.outcome)
        self._summary.setText(view.summary)
        self._summary.setVisible(narrowed)
        self._beside.setText(view.summary)
        self._beside.setVisible(not narrowed)
        if view.loading:
            self._stack.setCurrentWidget(self._waiting)
        elif view.error is not None:
            text = f"{view.error.next_step} ({view.error.code})"
            again = self._action(self.tr("Try again"))
            again.clicked.connect(self.retried)
            self._say("circle-alert", view.error.what, text, "danger", again)
        elif view.empty is not None:
            self._say_empty(view)
        else:
            self._stack.setCurrentWidget(self.list)
        self.list.set_items(view.rows)

    def clear(self) -> None:
        """Take every filter away; the words stay."""
        self.narrowed.emit("", "")

    def _say_empty(self, view: ListView) -> None:
        title, text = view.empty or ("", "")
        actions: list[Button] = []
        if view.campaign or view.outcome:
            clear = self._action(self.tr("Clear filters"))
            clear.clicked.connect(self.clear)
            actions.append(clear)
        if view.searching:
            kind = ButtonKind.GHOST if actions else ButtonKind.SECONDARY
            words = self._action(self.tr("Clear search"), kind)
            words.clicked.connect(self.search.clear)
            actions.append(words)
        self._say("search" if view.searching else "audio-lines", title, text, "text2", *actions)

    def _action(self, text: str, kind: ButtonKind = ButtonKind.SECONDARY) -> Button:
        return Button(text, kind, size=28)

    def _say(self, icon: str, title: str, text: str, tone: str, *actions: Button) -> None:
        while self._nothing_column.count() > 1:
            item = self._nothing_column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        empty = EmptyState(icon, title, text, tone=tone, parent=self._nothing)
        if actions:
            empty.add_actions(*actions)
        self._nothing_column.insertWidget(0, empty, 0, Qt.AlignmentFlag.AlignTop)
        self._stack.setCurrentWidget(self._nothing)

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
        top.setSpacing(8)
        top.addWidget(self.search)
        self.filters.put_beside(self._beside)
        top.addWidget(self.filters)
        top.addWidget(self._summary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(Divider())
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self.searched)
        self.filters.narrowed.connect(self.narrowed)
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(self.chosen)
        bar = self.list.verticalScrollBar()
        bar.valueChanged.connect(self._on_scroll)
        bar.rangeChanged.connect(lambda: self._on_scroll(bar.value()))

    def _on_scroll(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        if bar.maximum() - value < NEAR_END_ROWS * ROW:
            self.near_end.emit()
