"""The campaign being run, as a button that opens the others."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import colors, icons, painting, type_scale

_WIDEST = 280


class CampaignButton(QAbstractButton):
    """Name and a chevron, 28 px high; long names elide at 280 px and show whole in the tooltip."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Campaign"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("focusRadius", 6)

    def setText(self, text: str) -> None:
        """Show another campaign."""
        super().setText(text)
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as the name, within limits."""
        width = ceil(painting.text_width(self.text(), type_scale.BODY_STRONG))
        return QSize(min(width, _WIDEST) + 24, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, then chevron."""
        c = colors()
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            painting.box(painter, QRectF(self.rect()).adjusted(-6, 0, 0, 0), 6, c.hover)
        words = QRectF(0, 0, self.width() - 24, self.height())
        painting.text(painter, words, self.text(), type_scale.BODY_STRONG, c.text, elide=True)
        icons.paint(painter, "chevron-down", self.width() - 16, self.height() / 2 - 7, 14, c.text2)
