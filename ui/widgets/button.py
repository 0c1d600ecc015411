"""Push buttons of every kind, with key caps inside."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.widgets.button_face import ButtonFace, ButtonKind, ButtonState


class Button(QPushButton):
    """Height 28, 32 or 40 px. Without text it is square and ``name`` says what it does. Never elided."""

    def __init__(
        self,
        text: str = "",
        kind: ButtonKind = ButtonKind.SECONDARY,
        *,
        size: int = 32,
        icon: str = "",
        keys: Sequence[str] = (),
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._face = ButtonFace(text, kind, size, icon, tuple(keys))
        wide = (
            QSizePolicy.Policy.Minimum if text and kind is not ButtonKind.LINK else QSizePolicy.Policy.Fixed
        )
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setProperty("focusRadius", 4 if kind is ButtonKind.LINK else 6)
        if name:
            self.setAccessibleName(name)
            self.setToolTip(name)
        if keys:
            self.setAccessibleDescription("+".join(keys))
        if kind is ButtonKind.LINK:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def kind(self) -> ButtonKind:
        """How it looks."""
        return self._face.kind

    def setText(self, text: str) -> None:
        """Other words; the button grows with them."""
        super().setText(text)
        self._change(text=text)

    def set_icon(self, icon: str) -> None:
        """Another bundled icon, "" for none."""
        self._change(icon=icon)

    def set_kind(self, kind: ButtonKind) -> None:
        """Another kind; the size stays."""
        self._change(kind=kind)

    def sizeHint(self) -> QSize:
        """Wide enough for icon, whole text and key caps."""
        return QSize(self._face.width(), self._face.height())

    def minimumSizeHint(self) -> QSize:
        """The size hint: a button never elides."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The face, in the present state."""
        state = ButtonState(self.isEnabled(), self.underMouse(), self.isDown(), self.isChecked())
        self._face.paint(QPainter(self), QRectF(self.rect()), state)

    def _change(
        self, *, text: str | None = None, icon: str | None = None, kind: ButtonKind | None = None
    ) -> None:
        old = self._face
        self._face = replace(
            old,
            text=old.text if text is None else text,
            icon=old.icon if icon is None else icon,
            kind=kind or old.kind,
        )
        self.updateGeometry()
        self.update()
