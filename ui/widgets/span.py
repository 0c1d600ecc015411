"""A run of text with its own weight and colour."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a label. ``tone`` names a palette token (``text3``, ``ok`` ...), "" keeps the label's."""

    text: str
    weight: int = 0
    tone: str = ""
