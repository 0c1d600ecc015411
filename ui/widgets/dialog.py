"""A question that stops the window behind it."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.theme import painting
from ui.widgets.dialog_card import DialogCard, DialogText
from ui.widgets.focus_ring import FocusRing


class Dialog(QDialog):
    """A card on a scrim over ``window``. Use ``open()`` and the signals ``accepted`` and ``rejected``.

    It deletes itself when it closes. Escape rejects. In a destructive dialog Enter does nothing.
    """

    def __init__(self, words: DialogText, window: QWidget) -> None:
        super().__init__(window)
        self.card = DialogCard(words)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.title)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        layout = QVBoxLayout(self)
        layout.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)
        self.card.confirmed.connect(self.accept)
        self.card.cancelled.connect(self.reject)
        FocusRing(self)
        window.window().installEventFilter(self)
        self._cover()
        self.card.focus_first()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the window."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._cover()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter confirms a harmless dialog only; Escape always rejects."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.card.destructive and self.card.confirm.isEnabled():
                self.accept()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The scrim, and a soft shadow under the card."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), painting.qcolor("#000000", 0.32))
        painting.shadow(painter, QRectF(self.card.geometry()), 12, blur=24, down=8, strength=0.10)

    def _cover(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.window().geometry())
