"""Tokens, fonts, icons and the running theme."""

from ui.theme.theme import Mode, Theme, colors, theme
from ui.theme.tokens import DARK, LIGHT, Palette
from ui.theme.tone import Tone
from ui.theme.type_scale import TextStyle

__all__ = ["DARK", "LIGHT", "Mode", "Palette", "TextStyle", "Theme", "Tone", "colors", "theme"]
