"""The five tones a state can have."""

from enum import StrEnum


class Tone(StrEnum):
    """Green, amber and red only ever mean state, and come with an icon or a word."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    OK = "ok"
    WARN = "warn"
    DANGER = "danger"
