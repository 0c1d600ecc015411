"""How long the workstation may still go without contact."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import TextStyle, colors, painting, type_scale


@dataclass(frozen=True, slots=True)
class LeaseView:
    """Shares 0-1 along the lease: now, when it locks, when it wipes; labels are ready-made words.

    ``lines`` adds a second line below each label (dates). Without labels only the 12 px bar shows.
    """

    now: float
    locks: float
    wipes: float = 1.0
    labels: tuple[str, str, str] = ("", "", "")
    lines: tuple[str, str, str] = ("", "", "")


class LeaseBar(QWidget):
    """12 px bar: time used and time left before the lock in green, locked in amber, wipe in red.

    Once ``now`` is past ``locks`` the used part is slate: the data is locked already.
    """

    def __init__(self, lease: LeaseView, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lease = lease
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_lease(lease)

    def set_lease(self, lease: LeaseView) -> None:
        """Show another moment."""
        self._lease = lease
        self.setAccessibleName(self.tr("Lease"))
        spoken = [f"{label} {line}".strip() for label, line in zip(lease.labels, lease.lines, strict=True)]
        self.setAccessibleDescription(", ".join(filter(None, spoken)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Bar (with 4 px above and below for the marks), and up to two lines of 14 px."""
        lines = (14 if any(self._lease.labels) else 0) + (14 if any(self._lease.lines) else 0)
        return QSize(240, 22 + lines if lines else 12)

    def minimumSizeHint(self) -> QSize:
        """Room for the labels."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bar, marks, labels."""
        c = colors()
        painter = QPainter(self)
        marks_out = 4 if any(self._lease.labels) else 0
        bar = QRectF(0, marks_out, self.width(), 12)
        locked = self._lease.now >= self._lease.locks
        painting.box(painter, bar, 6, c.warn_tint)
        painter.save()
        painter.setClipRect(QRectF(0, 0, self.width() * self._lease.locks, self.height()))
        painting.box(painter, bar, 6, c.wave_cust_dim if locked else c.ok_fill)
        painter.restore()
        inks = (c.text, c.warn_fill, c.danger_fill)
        shares = (self._lease.now, self._lease.locks, self._lease.wipes)
        for index, (share, ink) in enumerate(zip(shares, inks, strict=True)):
            if index == 0 and (locked or not marks_out):
                continue
            left = min(max(0.0, share * self.width() - 1.5), self.width() - 3.0)
            height = 12 + (8 if marks_out else 0)
            painter.fillRect(QRectF(round(left), 0, 3, height), painting.qcolor(ink))
        self._paint_labels(painter, (c.text, c.warn, c.danger))

    def _paint_labels(self, painter: QPainter, inks: tuple[str, str, str]) -> None:
        shares = (self._lease.now, self._lease.locks, self._lease.wipes)
        for index, share in enumerate(shares):
            self._line(painter, share, 22, self._lease.labels[index], type_scale.TINY_STRONG, inks[index])
            self._line(painter, share, 36, self._lease.lines[index], type_scale.TINY, colors().text3)

    def _line(
        self, painter: QPainter, share: float, top: float, word: str, style: TextStyle, ink: str
    ) -> None:
        width = painting.text_width(word, style)
        left = min(max(0.0, share * self.width() - width / 2), self.width() - width)
        painting.text(painter, QRectF(left, top, width, 14), word, style, ink)
