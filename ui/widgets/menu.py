"""Menus with icons, ticks and key caps."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from ui.theme import colors, icons, painting, type_scale
from ui.theme.dress import dress


class Menu(QMenu):
    """Items 28 px high on a rounded surface. ``add_item`` returns the QAction; connect to ``triggered``."""

    def __init__(self, *, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        dress(self)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(title)

    def add_item(
        self,
        text: str,
        *,
        icon: str = "",
        keys: Sequence[str] = (),
        checked: bool = False,
        danger: bool = False,
    ) -> QAction:
        """Append an item; the key caps are printed only, the page owns the shortcuts."""
        action = self.addAction(text)
        action.setProperty("lucide", icon)
        action.setProperty("caps", tuple(keys))
        action.setProperty("danger", danger)
        if checked:
            action.setCheckable(True)
            action.setChecked(True)
        return action

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface, then each item."""
        c = colors()
        painter = QPainter(self)
        painting.box(painter, QRectF(self.rect()), 8, c.surface, c.line2)
        for action in self.actions():
            area = QRectF(self.actionGeometry(action))
            if action.isSeparator():
                painter.fillRect(
                    QRectF(area.left(), area.center().y(), area.width(), 1), painting.qcolor(c.line)
                )
            else:
                self._paint_item(painter, action, area)

    def _paint_item(self, painter: QPainter, action: QAction, area: QRectF) -> None:
        c = colors()
        if action.isChecked():
            painting.box(painter, area, 6, c.accent_tint)
        elif action is self.activeAction() and action.isEnabled():
            painting.box(painter, area, 6, c.hover)
        ink = c.accent_text if action.isChecked() else c.danger if action.property("danger") else c.text
        ink = ink if action.isEnabled() else c.text3
        sign_ink = ink if action.isChecked() or action.property("danger") else c.text2
        middle = area.center().y()
        icon = action.property("lucide")
        left = area.left() + 8
        if icon:
            icons.paint(painter, icon, left, middle - 8, 16, sign_ink)
            left += 24
        words = QRectF(left, area.top(), area.right() - left, area.height())
        painting.text(painter, words, action.text().replace("&", ""), type_scale.BODY, ink)
        caps = tuple(action.property("caps") or ())
        right = area.right() - 8
        if caps:
            start = right - painting.keys_width(caps)
            painting.paint_keys(painter, start, middle - 9, caps, c.text2, c.line2)
        elif action.isChecked():
            icons.paint(painter, "check", right - 16, middle - 8, 16, ink)
