from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale

from app.domain.ids import Phone
from ui import locale

NOON = datetime(2026, 4, 14, 12, 32, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> object:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


def test_durations() -> None:
    assert [locale.duration(s) for s in (-1, 0, 222.9, 3725)] == ["00:00", "00:00", "03:42", "1:02:05"]
    shown = [locale.elapsed(s) for s in (-1, 222, 3599, 3600, 3725)]
    assert shown == ["00:00", "03:42", "59:59", "1 h 00", "1 h 02"]
    assert [locale.talk_time(s) for s in (24, 161)] == ["24 s", "2:41"]


def test_times_are_those_of_the_zone() -> None:
    assert locale.time(NOON, "Europe/Brussels") == "14:32"
    assert locale.time(NOON, "Europe/London", seconds=True) == "13:32:07"
    assert locale.day(NOON, "Europe/Brussels") == "Tue 14 Apr"
    assert locale.date(NOON, "Europe/Brussels") == "14 Apr 2026"


def test_dates_follow_the_language() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.Dutch, QLocale.Country.Belgium))
    assert locale.day(NOON, "Europe/Brussels") == "di 14 apr"


def test_phone_numbers() -> None:
    assert locale.phone(Phone("+3256123456")) == "+32 56 12 34 56"
    assert locale.phone("anonymous") == "anonymous"


def test_sizes_and_numbers() -> None:
    assert locale.size(4_100_000_000) == "4.1 GB"
    assert [locale.size(n) for n in (31_000_000, 9_960, 999)] == ["31 MB", "10 kB", "999 bytes"]
    assert locale.size(0) == "0 bytes"
    assert locale.number(1250) == "1,250"
