"""What tables show, as plain values."""

from dataclasses import dataclass

from ui.theme import Tone
from ui.widgets.button_face import ButtonKind


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Tones name palette tokens except ``badge``, which makes the text a badge of that tone.

    ``second`` is a quieter line below, ``after`` quieter words behind the text. ``progress`` (0-1) puts a bar
    before the text, ``bar`` px wide (0: as wide as the cell leaves). ``spark`` is a trend. ``button`` makes
    the text a button.
    """

    text: str = ""
    second: str = ""
    after: str = ""
    tone: str = "text"
    weight: int = 400
    small: bool = False
    icon: str = ""
    icon_tone: str = "text2"
    badge: Tone | None = None
    progress: float | None = None
    bar: int = 0
    bar_tone: str = "accent"
    spark: tuple[float, ...] = ()
    button: ButtonKind | None = None

    def spoken(self) -> str:
        """For a screen reader."""
        return " ".join(filter(None, (self.text, self.second, self.after)))


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in px, 0 takes what is left. Numbers and buttons stand at the right."""

    title: str
    width: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """``key`` comes back in the signals. ``group`` rows show their first cell across the whole table."""

    key: str
    cells: tuple[Cell, ...]
    group: bool = False
