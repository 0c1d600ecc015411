"""A message across the whole width."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Tone, colors, painting, type_scale
from ui.widgets.button import Button
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import Label


class Banner(QFrame):
    """Tint, icon, title, sentence and at most one action.

    ``stacked`` puts the sentence below the title, otherwise both stand on one 44 px line. ``rounded`` is for
    banners inside a column. Signal: ``acted()``.
    """

    acted = Signal()

    def __init__(
        self,
        tone: Tone,
        icon: str,
        title: str,
        text: str = "",
        *,
        action: str = "",
        stacked: bool = False,
        rounded: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone, self._rounded = tone, rounded
        ink = tone.value if tone is not Tone.ACCENT else "accent_text"
        ink = "text2" if tone is Tone.NEUTRAL else ink
        self._title = Label(title, type_scale.BODY_STRONG if text else type_scale.SMALL_MEDIUM, ink)
        self._text = Label(text, type_scale.SMALL if stacked else type_scale.BODY, "text2", wrap=stacked)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop if stacked else Qt.AlignmentFlag.AlignVCenter
        self._row.addWidget(IconLabel(icon, 16, ink), 0, top)
        self._add_words(stacked, bool(text))
        self._button = Button(action, size=28)
        self._button.clicked.connect(self.acted)
        self._row.addWidget(self._button, 0, top)
        # Only now: shown before it has a parent it would be a window of its own for a moment.
        self._button.setVisible(bool(action))
        self._row.setContentsMargins(*((16, 12, 16, 12) if stacked else (12 if rounded else 16, 0, 12, 0)))
        if not stacked:
            self.setFixedHeight(36 if rounded else 44)
        self.setAccessibleName(f"{title} {text}".strip())

    def set_message(self, title: str, text: str = "") -> None:
        """Other words, same tone."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title} {text}".strip())

    def add_widget(self, widget: QWidget) -> None:
        """Put something at the right, e.g. a padlock with the policy's revision."""
        self._row.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tint."""
        tint = painting.tone_colors(self._tone)[1]
        painter = QPainter(self)
        if self._rounded:
            painting.box(painter, self.rect().toRectF(), 6, tint)
            return
        painter.fillRect(self.rect(), painting.qcolor(tint))
        painter.fillRect(0, self.height() - 1, self.width(), 1, painting.qcolor(colors().line))

    def _add_words(self, stacked: bool, has_text: bool) -> None:
        if stacked:
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(self._title)
            column.addWidget(self._text)
            self._row.addLayout(column, 1)
            return
        self._row.addWidget(self._title, 0 if has_text else 1)
        self._row.addWidget(self._text, 1 if has_text else 0)
        self._text.setVisible(has_text)
