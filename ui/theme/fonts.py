"""Bundled families, loaded once, and fonts of the type scale with tabular figures."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from resources import font_files
from ui.theme.type_scale import TextStyle

SANS = "Inter"
MONOSPACED = "JetBrains Mono"


@cache
def load() -> tuple[str, ...]:
    """Register the bundled fonts with Qt; needs a QGuiApplication. Returns the families found."""
    families: list[str] = []
    for path in font_files():
        found = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
        if not found:
            raise RuntimeError(f"Qt could not read the bundled font {path.name}")
        families += found
    return tuple(dict.fromkeys(families))


@cache
def font(style: TextStyle) -> QFont:
    """The QFont of one style. Shared: copy it before you change it."""
    load()
    made = QFont(MONOSPACED if style.mono else SANS)
    made.setPixelSize(style.size)
    made.setWeight(QFont.Weight(style.weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    if style.spacing:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, style.spacing)
    return made
