"""Positions inside a recording as text."""


def clock(ms: int, *, tenths: bool = False) -> str:
    """``156400`` is "2:36", with tenths "2:36.4"; from an hour on "1:02:36"."""
    seconds, rest = divmod(max(0, ms), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    shown = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"{shown}.{rest // 100}" if tenths else shown
