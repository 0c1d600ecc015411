"""One destination of the rail."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from ui.theme import colors, icons, painting, type_scale


class RailItem(QToolButton):
    """80 x 56 px, 68 when the label needs two lines. ``set_count`` shows a number on the icon."""

    def __init__(self, icon: str, label: str, *, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._lines = _two_lines(label)
        self._count = 0
        self.setText(label)
        self.setCheckable(True)
        self.setFixedSize(80, 56 if len(self._lines) == 1 else 68)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusRadius", 8)
        self.setToolTip(f"{label} ({keys})" if keys else label)
        self.setAccessibleName(label)

    def set_count(self, count: int) -> None:
        """Number waiting there; 0 hides it."""
        self._count = count
        self.setAccessibleDescription(self.tr("%n waiting", "", count) if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Fixed."""
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon over label, on a tint when selected."""
        c = colors()
        painter = QPainter(self)
        if self.isChecked():
            painting.box(painter, QRectF(self.rect()), 8, c.accent_tint)
        elif self.underMouse():
            painting.box(painter, QRectF(self.rect()), 8, c.pressed)
        ink = c.accent_text if self.isChecked() else c.text2
        lift = len(self._lines) - 1
        icons.paint(painter, self._icon, 30, 9 - lift, 20, ink)
        style = type_scale.TINY_STRONG if self.isChecked() else type_scale.TINY
        for row, line in enumerate(self._lines):
            area = QRectF(0, 33 - lift + row * 14, 80, 14)
            painting.text(painter, area, line, style, ink, painting.ALIGN_CENTER)
        if self._count:
            self._paint_count(painter)

    def _paint_count(self, painter: QPainter) -> None:
        c = colors()
        shown = str(self._count) if self._count < 100 else "99+"
        width = max(16.0, painting.text_width(shown, type_scale.COUNT) + 8)
        area = QRectF(62 - width if width > 20 else 46, 4, width, 16)
        painting.box(painter, area, 8, c.accent)
        painting.text(painter, area, shown, type_scale.COUNT, c.on_accent, painting.ALIGN_CENTER)


def _two_lines(label: str) -> list[str]:
    """Break a label that does not fit: as much as possible stays on the first line."""
    if painting.text_width(label, type_scale.TINY_STRONG) <= 78 or " " not in label:
        return [label]
    words = label.split()
    cuts = [[" ".join(words[:i]), " ".join(words[i:])] for i in range(1, len(words))]
    fitting = [cut for cut in cuts if painting.text_width(cut[0], type_scale.TINY_STRONG) <= 78]
    return (fitting or cuts[:1])[-1]
