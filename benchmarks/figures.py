"""What was asked, what was measured, and whether that will do."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

WIDTHS = (46, 12, 12)


@dataclass(frozen=True)
class Figure:
    """One line of the table. `at_most` None: told beside the others, nothing is asked of it."""

    name: str
    measured: float
    unit: str
    at_most: float | None = None
    detail: str = ""

    @property
    def good(self) -> bool:
        """Whether it is what was asked."""
        return self.at_most is None or self.measured <= self.at_most


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as lines for a terminal."""
    lines = [_line("", "asked", "measured", "")]
    for figure in figures:
        asked = "-" if figure.at_most is None else f"<= {figure.at_most:g} {figure.unit}"
        verdict = "" if figure.good else "TOO MUCH  "
        lines.append(
            _line(figure.name, asked, f"{figure.measured:.2f} {figure.unit}", verdict + figure.detail)
        )
    return "\n".join(lines)


def write(figures: Sequence[Figure], path: Path) -> None:
    """Write the figures as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([{**asdict(f), "good": f.good} for f in figures], indent=2) + "\n", "utf-8")


def _line(name: str, asked: str, measured: str, rest: str) -> str:
    columns = (text.ljust(width) for text, width in zip((name, asked, measured), WIDTHS, strict=True))
    return f"{'  '.join(columns)}  {rest}".rstrip()
