"""A one-line text box that paints its own frame."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ui.theme import colors, fonts, icons, painting, type_scale
from ui.theme.dress import dress


class LineEdit(QLineEdit):
    """32 or 40 px high. ``managed`` values are the organisation's: read-only, selectable, with a padlock.

    ``quiet`` lightens the outline. ``icon`` stands at the left, ``trailing`` at the right: painted only,
    buttons are the caller's.
    """

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        size: int = 32,
        managed: bool = False,
        icon: str = "",
        trailing: str = "",
        quiet: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._size = size
        self._icon = "lock" if managed else icon
        self._trailing = trailing
        self._managed = managed
        self._quiet = quiet
        self._error = False
        self._right = 0
        self.setPlaceholderText(placeholder)
        self.setReadOnly(managed)
        self.setFrame(False)
        self.setFont(fonts.font(type_scale.LARGE if size == 40 else type_scale.BODY))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name or placeholder)
        self.setProperty("focusRadius", -1)
        self._set_margins()
        dress(self)
        self._dress()

    def set_error(self, on: bool) -> None:
        """Red outline and sign; the words stand below, see ``Field``."""
        self._error = on
        self._set_margins()
        self.update()

    def set_trailing(self, icon: str) -> None:
        """Another icon at the right, "" for none."""
        self._trailing = icon
        self._set_margins()
        self.update()

    def reserve_right(self, width: int) -> None:
        """Keep ``width`` px free at the right for a child such as a button or key caps."""
        self._right = width
        self._set_margins()

    def sizeHint(self) -> QSize:
        """Any width, the fixed height."""
        return QSize(160, self._size)

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters."""
        return QSize(56, self._size)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme: the text colour comes from the palette."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.EnabledChange):
            self._dress()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaint the outline."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Repaint the outline."""
        super().leaveEvent(event)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Managed values are short identifiers: take all of it."""
        if self._managed:
            self.selectAll()
            return
        super().mouseDoubleClickEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame and icons below, Qt's text above."""
        c = colors()
        painter = QPainter(self)
        open_field = self.isEnabled() and not self._managed
        area = QRectF(self.rect())
        painting.field_frame(
            painter,
            area,
            focused=self.hasFocus(),
            enabled=open_field,
            error=self._error,
            quiet=self._quiet,
        )
        side, pad = 16, 13 if self._size == 40 else 8 if self._managed else 10
        top = (self.height() - side) / 2
        if self._icon:
            icons.paint(painter, self._icon, pad, top, side, c.text3 if self._managed else c.text2)
        trailing = "circle-alert" if self._error else self._trailing
        if trailing:
            ink = c.danger if self._error else c.text3
            icons.paint(painter, trailing, self.width() - pad - side - self._right, top, side, ink)
        painter.end()
        super().paintEvent(event)

    def _set_margins(self) -> None:
        # QLineEdit itself adds 2 px before the text, so these are 2 less than the padding on screen.
        pad = 11 if self._size == 40 else 7
        beside_icon = 35 if self._size == 40 else 28 if self._managed else 31
        left = beside_icon if self._icon else pad
        right = pad + (22 if self._trailing or self._error else 0) + self._right
        self.setTextMargins(left, 0, right, 0)

    def _dress(self) -> None:
        c = colors()
        ink = c.text2 if self._managed or not self.isEnabled() else c.text
        wanted = self.palette()
        wanted.setColor(QPalette.ColorRole.Text, painting.qcolor(ink))
        wanted.setColor(QPalette.ColorRole.PlaceholderText, painting.qcolor(c.text3))
        wanted.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        if wanted != self.palette():
            self.setPalette(wanted)
