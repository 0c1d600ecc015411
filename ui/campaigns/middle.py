"""What stands in place of the columns when there is no contact."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.campaigns.state import EmptyView
from ui.widgets import Button, ButtonKind, EmptyState, Skeleton

_WIDTH = 380


class Middle(QWidget):
    """An empty state or, while loading, grey rows; ``intent(name)`` when its button is pressed."""

    intent = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[EmptyView | None, bool] | None = None
        self._content: QWidget | None = None
        # No alignment here: a layout item that is aligned is not asked for its height at its width.
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(self._row)
        column.addStretch(1)

    def show_view(self, view: EmptyView | None, loading: bool) -> None:
        """Show another state."""
        if (view, loading) == self._shown:
            return
        self._shown = (view, loading)
        if self._content is not None:
            self._row.removeWidget(self._content)
            self._content.deleteLater()
            self._content = None
        if loading:
            self._content = Skeleton(4, circles=False)
        elif view is not None:
            self._content = self._empty(view)
        if self._content is not None:
            self._content.setFixedWidth(_WIDTH)
            self._row.insertWidget(1, self._content)

    def _empty(self, view: EmptyView) -> EmptyState:
        made = EmptyState(view.icon, view.title, view.text, tone=view.tone)
        if view.action:
            kind = ButtonKind.PRIMARY if view.intent == "ready" else ButtonKind.SECONDARY
            button = Button(view.action, kind, keys=view.keys)
            button.setAccessibleName(view.action)
            button.clicked.connect(lambda: self.intent.emit(view.intent))
            made.add_actions(button)
        return made
