"""One overlay per window that rings the focused widget when the keyboard moved the focus."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from ui.theme import painting

_MARGIN = 4


class FocusRing(QWidget):
    """Install with ``FocusRing(window)``. Widgets say how round they are: property ``focusRadius`` in px.

    -1 means that the widget shows its own focus (fields, lists). A widget whose ring should hug a part of
    it has ``focus_rect() -> QRectF``.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    @property
    def target(self) -> QWidget | None:
        """The widget inside the ring, None while no ring shows."""
        return self._target

    def ring(self, target: QWidget | None) -> None:
        """Put the ring around a widget of this window, or take it away."""
        for watched in self._watched:
            watched.removeEventFilter(self)
        self._watched = []
        self._target = target
        if target is None:
            self.hide()
            return
        widget: QWidget | None = target
        while widget is not None and widget is not self.parentWidget():
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the target when it or anything around it moves."""
        moves = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
        if event.type() in moves:
            self._follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring, cut where a scroll area cuts its target."""
        if self._target is None:
            return
        painter = QPainter(self)
        painter.setClipRect(self._visible_part())
        radius = self._target.property("focusRadius")
        inner = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painting.focus_ring(painter, inner, float(radius) if radius is not None else 6.0)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        window = self.parentWidget()
        inside = new is not None and window is not None and window.isAncestorOf(new)
        by_keyboard = (
            inside
            and new is not None
            and new.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        )
        own = new is not None and new.property("focusRadius") == -1
        self.ring(new if by_keyboard and not own else None)

    def _follow(self) -> None:
        window, target = self.parentWidget(), self._target
        if window is None or target is None or not target.isVisible():
            self.hide()
            return
        hug = getattr(target, "focus_rect", None)
        area = hug().toRect() if callable(hug) else target.rect()
        area.translate(target.mapTo(window, QPoint(0, 0)))
        self.setGeometry(area.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))
        self.raise_()
        self.show()

    def _visible_part(self) -> QRect:
        part = self.rect()
        for widget in self._watched[1:]:
            around = widget.parentWidget()
            if isinstance(around, QAbstractScrollArea) and around.viewport() is widget:
                part &= widget.rect().translated(self.mapFromGlobal(widget.mapToGlobal(QPoint(0, 0))))
        return part
