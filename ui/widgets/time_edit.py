"""A time of day to type."""

from PySide6.QtCore import QEvent, QRectF, QSize, QTime
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractSpinBox, QSizePolicy, QTimeEdit, QWidget

from ui.theme import fonts, painting, type_scale
from ui.theme.dress import dress


class TimeEdit(QTimeEdit):
    """32 px, 24 hours; Up and Down change the part below the cursor."""

    def __init__(self, time: QTime, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(time, parent)
        dress(self)
        self.setDisplayFormat("HH:mm")
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFrame(False)
        self.setFont(fonts.font(type_scale.BODY))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)
        self.lineEdit().setProperty("focusRadius", -1)
        self.setProperty("focusRadius", -1)

    def sizeHint(self) -> QSize:
        """Five figures."""
        return QSize(68, 32)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the text the whole width: a styled spin box keeps room for buttons it does not show."""
        super().resizeEvent(event)
        self.lineEdit().setGeometry(self.rect().adjusted(7, 0, -2, 0))

    def changeEvent(self, event: QEvent) -> None:
        """Qt lays the text out anew with the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.lineEdit().setGeometry(self.rect().adjusted(7, 0, -2, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame; the text is the line edit's."""
        painter = QPainter(self)
        painting.field_frame(painter, QRectF(self.rect()), focused=self.hasFocus(), enabled=self.isEnabled())
