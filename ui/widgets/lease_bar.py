"""How long the workstation may still go without contact."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import TextStyle, colors, painting, type_scale


@dataclass(frozen=True, slots=True)
class LeaseView:
    """Shares 0-1 along the lease: now, when it locks, when it wipes; labels are ready-made words.

    ``lines`` adds a second line below each label (dates). Without labels only the 12 px bar shows. Past the
    lock the first label stands at the left end: say there when the last contact was.
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
        lease, quiet = self._lease, colors().text3
        shares = (lease.now, lease.locks, lease.wipes)
        locked = lease.now >= lease.locks
        firsts, seconds = [], []
        for index, share in enumerate(shares):
            # Past the lock "now" has no place of its own: the first label tells where the bar began.
            began = index == 0 and locked
            style, ink = (type_scale.TINY, quiet) if began else (type_scale.TINY_STRONG, inks[index])
            at = 0.0 if began else share
            firsts.append((at, lease.labels[index], style, ink))
            seconds.append((at, lease.lines[index], type_scale.TINY, quiet))
        self._line(painter, 22, firsts)
        self._line(painter, 36, seconds)

    def _line(self, painter: QPainter, top: float, words: list[tuple[float, str, TextStyle, str]]) -> None:
        """Words centred on their marks, pushed apart where they would touch."""
        free = 0.0
        for share, word, style, ink in words:
            width = painting.text_width(word, style)
            left = min(max(free, share * self.width() - width / 2), self.width() - width)
            painting.text(painter, QRectF(left, top, width, 14), word, style, ink)
            free = left + width + (12 if word else 0)
