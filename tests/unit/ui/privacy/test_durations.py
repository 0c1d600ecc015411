from datetime import timedelta

import pytest

from ui.privacy.durations import spoken_duration, spoken_time_left


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        ("P90D", "90 days"),
        ("P1D", "1 day"),
        ("P7Y", "7 years"),
        ("P1Y6M", "1 year 6 months"),
        ("PT24H", "1 day"),
        ("PT6H", "6 hours"),
        ("PT0S", "0 days"),
    ],
)
def test_durations_as_people_say_them(duration: str, words: str) -> None:
    assert spoken_duration(duration) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=6, hours=17, minutes=59), "6 d 17 h"),
        (timedelta(days=29), "29 d"),
        (timedelta(hours=3, minutes=20, seconds=59), "3 h 20 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(seconds=59), "0 min"),
        (timedelta(days=-2), "0 min"),
    ],
)
def test_what_is_left_in_its_two_largest_units(left: timedelta, words: str) -> None:
    assert spoken_time_left(left) == words
