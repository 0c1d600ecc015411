"""A text box of several lines."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from ui.theme import fonts, painting, type_scale
from ui.theme.dress import dress


class TextArea(QWidget):
    """A framed plain-text box, line height 20 px; ``edit`` is the box itself.

    Signals: ``changed(str)`` on every keystroke, ``submitted()`` on Ctrl+Enter.
    """

    changed = Signal(str)
    submitted = Signal()

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        height: int = 84,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.edit = QTextEdit(self)
        dress(self.edit)
        self.edit.setAcceptRichText(False)
        self.edit.setTabChangesFocus(True)
        self.edit.setFrameShape(QTextEdit.Shape.NoFrame)
        self.edit.viewport().setAutoFillBackground(False)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(name or placeholder)
        self.edit.setFont(fonts.font(type_scale.BODY))
        self.edit.document().setDocumentMargin(0)
        self.edit.setProperty("focusRadius", -1)
        self.edit.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 7, 5, 7)
        layout.addWidget(self.edit)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.edit)
        self.set_text(text)
        self.edit.textChanged.connect(lambda: self.changed.emit(self.text))

    @property
    def text(self) -> str:
        """What is in the box."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text; the cursor goes to its end."""
        self.edit.setPlainText(text)
        form = QTextBlockFormat()
        form.setLineHeight(type_scale.BODY.line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = self.edit.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(form)
        self.edit.document().clearUndoRedoStacks()
        self.edit.moveCursor(QTextCursor.MoveOperation.End)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter submits; focus changes repaint the frame."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.submitted.emit()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame."""
        focused = self.edit.hasFocus()
        painting.field_frame(QPainter(self), QRectF(self.rect()), focused=focused, enabled=self.isEnabled())
