import math

import numpy as np
import pytest

from app.audio.loudness import audible, dbfs, seconds_heard
from tests.unit.audio.sounds import RATE, silence, tone


def test_level_of_a_full_scale_sine_is_three_db_down() -> None:
    assert dbfs(tone(1000, 1, level=1.0)[:, :1]) == pytest.approx(-3.01, abs=0.01)


def test_silence_and_nothing_have_no_level() -> None:
    assert dbfs(silence(1)) == -math.inf
    assert dbfs(np.zeros(0, np.int16)) == -math.inf


def test_only_what_is_louder_than_the_line_is_heard() -> None:
    hiss = (np.random.default_rng(1).standard_normal((2 * RATE, 2)) * 25).astype(np.int16)
    sound = np.concatenate([hiss, tone(300, 1.5), silence(1)])
    assert seconds_heard(sound, RATE) == pytest.approx(1.5)


def test_one_channel_is_enough() -> None:
    sound = tone(300, 1)
    sound[:, 0] = 0
    assert audible(sound, RATE).all()
    assert not audible(sound[:, 0], RATE).any()


def test_a_short_last_window_counts_by_itself() -> None:
    sound = np.concatenate([silence(0.02), tone(300, 0.005)])
    assert audible(sound, RATE).tolist() == [False, True]
    assert audible(sound[:0], RATE).tolist() == []
