"""The type scale: size and line height in logical px, weight 400-600, letter spacing in px."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextStyle:
    """One line of the scale; ``mono`` picks the monospaced family."""

    size: int
    line: int
    weight: int = 400
    spacing: float = 0.0
    mono: bool = False


FIGURE = TextStyle(28, 32, 600, -0.6)
TIMER = TextStyle(24, 32, 600, -0.4)
SUBJECT = TextStyle(20, 28, 600, -0.2)
SPOKEN = TextStyle(17, 28)
TITLE = TextStyle(15, 20, 600)
PHONE = TextStyle(15, 20, 500)
TRANSCRIPT = TextStyle(14, 24)
LARGE = TextStyle(14, 20)
LARGE_MEDIUM = TextStyle(14, 20, 500)
LARGE_STRONG = TextStyle(14, 20, 600)
BODY = TextStyle(13, 20)
BODY_MEDIUM = TextStyle(13, 20, 500)
BODY_STRONG = TextStyle(13, 20, 600)
CELL = TextStyle(13, 16)
CELL_MEDIUM = TextStyle(13, 16, 500)
CELL_STRONG = TextStyle(13, 16, 600)
SMALL = TextStyle(12, 16)
SMALL_MEDIUM = TextStyle(12, 16, 500)
SMALL_STRONG = TextStyle(12, 16, 600)
TINY = TextStyle(11, 16)
TINY_MEDIUM = TextStyle(11, 16, 500)
TINY_STRONG = TextStyle(11, 16, 600)
COUNT = TextStyle(10, 12, 600)
MONO = TextStyle(12, 16, mono=True)
