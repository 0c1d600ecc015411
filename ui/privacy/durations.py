"""Durations in words."""

from datetime import timedelta

import isodate
from PySide6.QtCore import QCoreApplication, QLocale


def _tr(text: str, count: int) -> str:
    return QCoreApplication.translate("Durations", text, "", count).replace("%n", QLocale().toString(count))


def spoken_duration(duration: str) -> str:
    """Return an ISO 8601 duration as "90 days", "2 years" or "1 year 6 months"."""
    parsed = isodate.parse_duration(duration, as_timedelta_if_possible=False)
    hours = parsed.tdelta.seconds // 3600
    parts = (
        (int(parsed.years), "%n years", "%n year"),
        (int(parsed.months), "%n months", "%n month"),
        (parsed.tdelta.days, "%n days", "%n day"),
        (hours, "%n hours", "%n hour"),
    )
    words = [_tr(one if count == 1 else many, count) for count, many, one in parts if count]
    return " ".join(words) or _tr("%n days", 0)


def spoken_time_left(left: timedelta) -> str:
    """Return what is left in its two largest units: "6 d 17 h", "3 h 20 min", "0 min" when over."""
    minutes = max(0, int(left.total_seconds() // 60))
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return _tr("%n d", days) + (" " + _tr("%n h", hours) if hours else "")
    if hours:
        return _tr("%n h", hours) + (" " + _tr("%n min", rest) if rest else "")
    return _tr("%n min", rest)
