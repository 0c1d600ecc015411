"""A progress bar of plain characters, for a line that is written again and again."""

PERCENT = 100
BAR = 24
"""Characters of the bar."""


def bar(percent: int) -> str:
    """Return ``[######..................]  25 %``; below 0 and above 100 it is empty and full."""
    shown = min(max(percent, 0), PERCENT)
    return f"[{('#' * (shown * BAR // PERCENT)).ljust(BAR, '.')}] {shown:3} %"
