"""A date to type or pick."""

from PySide6.QtCore import QDate, QLocale, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDateEdit, QSizePolicy, QWidget

from ui.theme import colors, fonts, icons, painting, type_scale
from ui.theme.dress import dress


class DateEdit(QDateEdit):
    """32 px, in the format of the UI language ("Fri 17 Apr 2026"); the calendar opens from its icon."""

    def __init__(self, date: QDate, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(date, parent)
        dress(self)
        self.setLocale(QLocale())
        self.setDisplayFormat("ddd d MMM yyyy")
        self.setCalendarPopup(True)
        self.setFrame(False)
        self.setFont(fonts.font(type_scale.BODY))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)
        self.lineEdit().setProperty("focusRadius", -1)
        self.setProperty("focusRadius", -1)

    def sizeHint(self) -> QSize:
        """Room for the longest date and the icon."""
        return QSize(144, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame and icon; the text is the line edit's."""
        painter = QPainter(self)
        painting.field_frame(painter, QRectF(self.rect()), focused=self.hasFocus(), enabled=self.isEnabled())
        icons.paint(
            painter, "calendar-clock", self.width() - 25, (self.height() - 16) / 2, 16, colors().text2
        )
