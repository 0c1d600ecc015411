"""When recordings go in the next thirty days."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.privacy.section import Section
from ui.privacy.state import PrivacyView
from ui.theme import type_scale
from ui.widgets import BarChart, Label, Legend

CHART_HEIGHT = 190


class Deletions(QWidget):
    """A stacked bar a day, by rule; a sentence where nothing is due."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        section = Section(self.tr("Upcoming deletions"))
        section.after.setText(self.tr("recordings with their transcripts, next 30 days"))
        self._legend = Legend()
        section.head.addWidget(self._legend)
        self._chart = BarChart(name=self.tr("Upcoming deletions"))
        self._none = Label(
            self.tr("Nothing is due in the next 30 days."), type_scale.SMALL, "text3", wrap=True
        )
        self._chart.setFixedHeight(CHART_HEIGHT)
        section.add(self._chart)
        section.add(self._none)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(section)

    def show_view(self, view: PrivacyView) -> None:
        """Replace every bar."""
        due = any(sum(bar.values) for bar in view.bars)
        self._chart.set_data(view.series, view.bars)
        self._legend.set_items(view.legend)
        self._chart.setVisible(due)
        self._legend.setVisible(due)
        self._none.setVisible(not due)
