"""An icon with a few words, such as "Synced 14:31"."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme import TextStyle, type_scale
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import Label
from ui.widgets.span import Span


class IconText(QWidget):
    """``tone`` colours both unless ``icon_tone`` is given; both name palette tokens."""

    def __init__(
        self,
        icon: str,
        text: str,
        tone: str = "text2",
        *,
        icon_tone: str = "",
        style: TextStyle = type_scale.SMALL,
        size: int = 16,
        gap: int = 6,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = IconLabel(icon, size, icon_tone or tone)
        self._label = Label(text, style, tone)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        layout.addWidget(self._icon)
        layout.addWidget(self._label)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_content(self, icon: str, text: str, tone: str = "", icon_tone: str = "") -> None:
        """Another state."""
        self._icon.set_icon(icon, icon_tone or tone)
        self._label.setText(text)
        if tone:
            self._label.set_tone(tone)

    def set_spans(self, spans: Sequence[Span]) -> None:
        """Words of different weight."""
        self._label.set_spans(spans)
