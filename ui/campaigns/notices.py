"""Lines between the strip and the columns: what stands in the way, what went wrong."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import Explanation
from ui.campaigns.state import NoticeView
from ui.theme import Tone
from ui.widgets import Banner


class Notices(QWidget):
    """At most two banners; ``intent(name)`` when the action of one is pressed, "dismiss" for an error."""

    intent = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[NoticeView | None, Explanation | None] = (None, None)
        self._banners: list[Banner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def show_view(self, notice: NoticeView | None, problem: Explanation | None) -> None:
        """Show other lines."""
        if (notice, problem) == self._shown:
            return
        self._shown = (notice, problem)
        for old in self._banners:
            self._column.removeWidget(old)
            old.deleteLater()
        self._banners = []
        if notice is not None:
            banner = Banner(notice.tone, notice.icon, notice.title, notice.text, action=notice.action)
            banner.acted.connect(lambda: self.intent.emit(notice.intent))
            self._banners.append(banner)
        if problem is not None:
            words = f"{problem.next_step}  {problem.code}"
            banner = Banner(Tone.DANGER, "circle-alert", problem.what, words, action=self.tr("Dismiss"))
            banner.acted.connect(lambda: self.intent.emit("dismiss"))
            self._banners.append(banner)
        for banner in self._banners:
            self._column.addWidget(banner)
        self.setVisible(bool(self._banners))
