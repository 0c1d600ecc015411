"""The running theme: which palette is in force, and the switch between light and dark."""

from enum import StrEnum
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QToolTip

from ui.theme import fonts, type_scale
from ui.theme.high_contrast import high_contrast
from ui.theme.tokens import DARK, LIGHT, Palette


class Mode(StrEnum):
    """What the user chose; ``SYSTEM`` follows the desktop."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Theme(QObject):
    """One per process. ``changed`` fires after the application wears the new palette."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mode = Mode.LIGHT
        self._dark = False
        self._listens = False
        self._contrast: Palette | None = None

    @property
    def mode(self) -> Mode:
        """The chosen mode, ``SYSTEM`` included."""
        return self._mode

    @property
    def is_dark(self) -> bool:
        """Whether the dark palette is in force."""
        return self._dark

    @property
    def palette(self) -> Palette:
        """The palette in force; read it while painting, never keep it."""
        return self._contrast or (DARK if self._dark else LIGHT)

    def apply(self, app: QApplication, mode: Mode) -> None:
        """Dress the application; may be called again at any time to switch."""
        self._mode = mode
        if not self._listens:
            self._listens = True
            self._system = app.palette()
            hints = app.styleHints()
            hints.colorSchemeChanged.connect(self._follow_system)
            hints.accessibility().contrastPreferenceChanged.connect(self._follow_system)
        self._dark = mode is Mode.DARK or (mode is Mode.SYSTEM and _system_is_dark(app))
        # Someone who needs high contrast has chosen these colours for everything: our modes step back.
        self._contrast = high_contrast(self._system) if _wants_contrast(app) else None
        self._dress(app)

    def toggle(self, app: QApplication) -> None:
        """Go to the opposite of what is on screen now."""
        self.apply(app, Mode.LIGHT if self._dark else Mode.DARK)

    def _follow_system(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.apply(app, self._mode)

    def _dress(self, app: QApplication) -> None:
        # A style set by an earlier call is wrapped by the style sheet's own: setting Fusion again would
        # polish every widget twice.
        if app.property("callnexStyled") is None:
            app.setProperty("callnexStyled", True)
            app.setStyle(QStyleFactory.create("Fusion"))
            app.setFont(fonts.font(type_scale.BODY))
        app.setPalette(qt_palette(self.palette))
        QToolTip.setPalette(qt_palette(self.palette))
        QToolTip.setFont(fonts.font(type_scale.SMALL))
        self.changed.emit()


@cache
def theme() -> Theme:
    """The theme of this process."""
    return Theme()


def colors() -> Palette:
    """Short for ``theme().palette``, for paint events."""
    return theme().palette


def _system_is_dark(app: QApplication) -> bool:
    return app.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _wants_contrast(app: QApplication) -> bool:
    # The binding lets the accessibility hints die with a nameless parent: hold on to it while asking.
    hints = app.styleHints()
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def qt_palette(palette: Palette) -> QPalette:
    """A QPalette with the tokens, for what Qt itself paints (selection, placeholder, tooltips)."""
    role = QPalette.ColorRole
    made = QPalette()
    for target, value in (
        (role.Window, palette.canvas),
        (role.Base, palette.surface),
        (role.AlternateBase, palette.surface2),
        (role.Button, palette.surface),
        (role.WindowText, palette.text),
        (role.Text, palette.text),
        (role.ButtonText, palette.text),
        (role.PlaceholderText, palette.text3),
        (role.Highlight, palette.accent_tint2),
        (role.HighlightedText, palette.text),
        (role.ToolTipBase, palette.text),
        (role.ToolTipText, palette.surface),
        (role.Link, palette.accent_text),
        (role.Accent, palette.accent),
        (role.Mid, palette.line2),
        (role.Dark, palette.line_strong),
    ):
        made.setColor(target, QColor(value))
    for target in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, target, QColor(palette.text3))
    return made
