"""Says that the platform cannot be reached, what still works, and what waits."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.actions import OutboxItem
from app.domain.lease import Rung
from ui import locale
from ui.privacy.durations import spoken_time_left
from ui.shell_model import ShellView
from ui.theme import Tone, type_scale
from ui.widgets import Banner, Divider, Label, ListRow, Sheet, SheetKind

MOST_ROWS = 5
_ICONS = {
    "save_wrap_up": "pen-line",
    "put_mark": "message-square",
    "remove_mark": "message-square",
    "start_call": "phone",
    "end_call": "phone-off",
}


class OfflineBanner(QWidget):
    """Hidden while online. Signal: `retry()`."""

    retry = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._shown: tuple[object, ...] = ()
        self._body: QWidget | None = None
        self.hide()

    def show_view(self, view: ShellView) -> None:
        """Show or hide; rebuilt only when something it says has changed."""
        facts = (view.online, view.since if not view.online else None, view.items, self._locks(view))
        if facts == self._shown:
            return
        self._shown = facts
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.deleteLater()
            self._body = None
        if not view.online:
            self._body = self._make(view)
            self._layout.addWidget(self._body)
        self.setVisible(not view.online)

    def _make(self, view: ShellView) -> QWidget:
        body = Sheet(SheetKind.PLAIN)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        banner = Banner(
            Tone.WARN,
            "wifi-off",
            self.tr("No connection since {0}").format(locale.time(view.since)),
            self.tr(
                "You cannot dial now. You can still review and write notes. "
                "Everything is sent when the connection returns."
            ),
            action=self.tr("Try again"),
            stacked=True,
        )
        banner.acted.connect(self.retry)
        column.addWidget(banner)
        if view.items:
            heading = QVBoxLayout()
            heading.setContentsMargins(16, 6, 16, 6)
            heading.addWidget(Label(self.tr("Waiting to be sent"), type_scale.SMALL, "text2"))
            column.addLayout(heading)
            column.addWidget(Divider())
        for item in view.items[:MOST_ROWS]:
            column.addWidget(self._row(_ICONS.get(item.kind, "mail"), self._words(item), item.done_at))
        more = len(view.items) - MOST_ROWS
        if more > 0:
            words = self.tr("and {0} more").format(locale.number(more))
            column.addWidget(self._row("ellipsis", words, None))
        if locks := self._locks(view):
            column.addWidget(ListRow("lock", locks, tone="text3", height=36, line=True, margin=16))
        return body

    def _locks(self, view: ShellView) -> str:
        facts = view.device
        if facts is None or facts.lease is None or facts.rung is Rung.WARN:
            return ""  # not known, or said by a banner of its own
        left = spoken_time_left(facts.lease.locks_at - facts.now)
        return self.tr("Encrypted here. Locks in {0} without contact.").format(left)

    @staticmethod
    def _row(icon: str, words: str, at: datetime | None) -> ListRow:
        return ListRow(icon, words, locale.time(at) if at else "", height=32, line=True, margin=16)

    def _words(self, item: OutboxItem) -> str:
        what = {
            "save_wrap_up": self.tr("Outcome"),
            "put_mark": self.tr("Comment"),
            "remove_mark": self.tr("Comment deleted"),
            "start_call": self.tr("Call begun"),
            "end_call": self.tr("Call ended"),
        }.get(item.kind, "")
        return ", ".join(part for part in (what, item.title) if part)
