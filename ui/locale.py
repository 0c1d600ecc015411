"""Numbers, times and telephone numbers as people read them, in the language of the interface."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

import phonenumbers
from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from app.domain.ids import Phone


def number(value: int) -> str:
    """``1250`` is "1,250" in English."""
    return QLocale().toString(value)


def duration(seconds: float) -> str:
    """``222`` is "03:42"; from an hour on "1:02:05". Negative counts as 0."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


def elapsed(seconds: float) -> str:
    """``222`` is "03:42"; from an hour on "1 h 02", which no second moves."""
    minutes = max(0, int(seconds)) // 60
    return f"{minutes // 60} h {minutes % 60:02d}" if minutes >= 60 else duration(seconds)


def talk_time(seconds: float) -> str:
    """``161`` is "2:41", below a minute "24 s"."""
    whole = max(0, round(seconds))
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02d}"


def in_zone(moment: datetime, zone: str | tzinfo | None = None) -> datetime:
    """The moment on the wall clock of a zone (IANA name); None is the zone of this computer."""
    return moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)


def time(moment: datetime, zone: str | tzinfo | None = None, *, seconds: bool = False) -> str:
    """ "14:32"; with seconds "14:32:07". Hours run to 24 in every language, as on a contact centre's wall."""
    return in_zone(moment, zone).strftime("%H:%M:%S" if seconds else "%H:%M")


def date(moment: datetime, zone: str | tzinfo | None = None) -> str:
    """ "12 Feb 2026"."""
    return _format(moment, zone, "d MMM yyyy")


def day(moment: datetime, zone: str | tzinfo | None = None) -> str:
    """ "Tue 14 Apr"."""
    return _format(moment, zone, "ddd d MMM").replace(".", "")


def day_and_time(moment: datetime, zone: str | tzinfo | None = None) -> str:
    """ "Thu 16 Apr 08:02"."""
    return f"{day(moment, zone)} {time(moment, zone)}"


def long_date(moment: datetime, zone: str | tzinfo | None = None) -> str:
    """ "Fri 17 Apr 2026"."""
    return _format(moment, zone, "ddd d MMM yyyy").replace(".", "")


def weekday(moment: datetime, zone: str | tzinfo | None = None) -> str:
    """ "Mon"."""
    return _format(moment, zone, "ddd").replace(".", "")


def size(count: int) -> str:
    """Bytes with SI units: ``4_100_000_000`` is "4.1 GB", ``31_000_000`` is "31 MB"."""
    scaled = float(count)
    while scaled >= 1000:
        scaled /= 1000
    digits = 1 if count >= 1000 and scaled < 9.95 else 0
    return QLocale().formattedDataSize(count, digits, QLocale.DataSizeFormat.DataSizeSIFormat)


def phone(value: Phone | str) -> str:
    """``+3256012345`` is "+32 56 01 23 45"; what is no number stays as it is."""
    try:
        parsed = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _format(moment: datetime, zone: str | tzinfo | None, pattern: str) -> str:
    local = in_zone(moment, zone)
    wall = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second))
    return QLocale().toString(wall, pattern)
