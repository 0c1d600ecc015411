"""The strip above the columns: campaign, how far it is, the agent's day."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.campaigns.campaign_button import CampaignButton
from ui.campaigns.state import StripView
from ui.theme import colors, painting, type_scale
from ui.widgets import Label, Legend, Menu, Span, StackedProgress


class ProgressStrip(QWidget):
    """44 px. ``chosen(key)`` when another campaign is picked."""

    chosen = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(44)
        self._view = StripView()
        self._narrow = False
        self.picker = CampaignButton()
        self.picker.clicked.connect(self._open)
        self._bar = StackedProgress(name=self.tr("Progress of the campaign"))
        self._bar.setFixedWidth(240)
        self._done = Label("", type_scale.BODY, "text2")
        self._legend = Legend()
        self._day = Label("", type_scale.SMALL, "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.setSpacing(16)
        for widget in (self.picker, self._bar, self._done, self._legend):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._day)

    def show_view(self, view: StripView) -> None:
        """Show other figures."""
        if view == self._view:
            return
        self._view = view
        self.picker.setText(view.title)
        known = bool(view.done)
        for widget in (self._bar, self._done, self._legend):
            widget.setVisible(known)
        self._bar.set_parts(view.parts, view.total)
        self._done.set_spans(_spans(view.done))
        self.set_narrow(self._narrow)
        self._legend.set_items([(part.color, f"{part.label} {part.value:g}") for part in view.parts])
        self._day.set_spans(_spans(view.day))

    def set_narrow(self, narrow: bool) -> None:
        """In a narrow window the bar's parts are told by its description alone."""
        self._narrow = narrow
        self._legend.setVisible(bool(self._view.done) and not narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line below."""
        area = self.rect()
        QPainter(self).fillRect(0, area.bottom(), area.width(), 1, painting.qcolor(colors().line))

    def _open(self) -> None:
        menu = Menu(title=self.tr("Campaigns"), parent=self)
        menu.aboutToHide.connect(menu.deleteLater)
        for choice in self._view.choices:
            words = f"{choice.label} · {choice.note}" if choice.note else choice.label
            action = menu.add_item(words, icon="megaphone", checked=choice.key == self._view.current)
            action.setEnabled(not choice.note)
            action.triggered.connect(lambda _=False, key=choice.key: self.chosen.emit(key))
        menu.popup(self.mapToGlobal(self.picker.geometry().bottomLeft()))


def _spans(runs: Sequence[tuple[str, bool]]) -> list[Span]:
    return [Span(text, 600 if bold else 0, "text" if bold else "") for text, bold in runs]
