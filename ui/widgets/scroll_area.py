"""What is higher than its place, scrolled up and down."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.theme.dress import dress


class ScrollArea(QScrollArea):
    """No frame and no ground of its own; the content is as wide as the area.

    ``keys``: whether it takes the focus, so that the arrows scroll it.
    """

    def __init__(self, content: QWidget | None = None, *, keys: bool = False) -> None:
        super().__init__()
        # The bar alone: the content would wear it too.
        dress(self.verticalScrollBar())
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        if not keys:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if content is not None:
            self.setWidget(content)

    def setWidget(self, widget: QWidget) -> None:
        """Put the content in; Qt would give it a ground."""
        super().setWidget(widget)
        widget.setAutoFillBackground(False)
