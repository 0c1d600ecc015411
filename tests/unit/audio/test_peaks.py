import io
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.audio.decode import Decoder
from app.audio.peaks import FACTOR, SAMPLES_PER_PEAK, Peaks, PeaksBuilder, peaks_of
from tests.unit.audio.sounds import RATE, Pcm, flac, noise, silence, tone


def built(pcm: Pcm, cuts: list[int] | None = None) -> Peaks:
    builder = PeaksBuilder(RATE, pcm.shape[1])
    for block in np.split(pcm, sorted(min(cut, len(pcm)) for cut in cuts or [])):
        builder.add(block)
    return builder.finish()


@given(
    frames=st.integers(1, 5_000),
    channels=st.sampled_from([1, 2]),
    cuts=st.lists(st.integers(0, 5_000), max_size=6),
    seed=st.integers(0, 50),
)
def test_the_finest_level_is_the_extremes_of_every_group_however_it_came(
    frames: int, channels: int, cuts: list[int], seed: int
) -> None:
    pcm = noise(frames, seed, channels)
    level = built(pcm, cuts).levels[0]
    groups = [pcm[at : at + SAMPLES_PER_PEAK] for at in range(0, frames, SAMPLES_PER_PEAK)]
    assert np.array_equal(level[..., 0], np.stack([group.min(axis=0) for group in groups]))
    assert np.array_equal(level[..., 1], np.stack([group.max(axis=0) for group in groups]))


def test_each_level_covers_the_one_below() -> None:
    levels = built(noise(1_000_000)).levels
    assert len(levels) > 2
    for below, above in pairwise(levels):
        for at in range(len(above)):
            group = below[at * FACTOR : (at + 1) * FACTOR]
            assert np.array_equal(above[at, :, 0], group[..., 0].min(axis=0))
            assert np.array_equal(above[at, :, 1], group[..., 1].max(axis=0))


@settings(deadline=None)
@given(
    start=st.floats(-1, 11), length=st.floats(0.001, 12), width=st.integers(1, 400), seed=st.integers(0, 5)
)
def test_no_sample_of_a_column_is_outside_what_is_drawn(
    start: float, length: float, width: int, seed: int
) -> None:
    pcm = noise(10 * RATE, seed)
    columns = built(pcm).columns(start, start + length, width)
    assert columns.shape == (width, 2, 2)
    edges = (start + np.arange(width + 1) * length / width) * RATE
    for column in range(width):
        inside = pcm[max(0, int(np.ceil(edges[column]))) : max(0, int(np.floor(edges[column + 1])))]
        if len(inside):
            assert (columns[column, :, 0] <= inside.min(axis=0)).all()
            assert (columns[column, :, 1] >= inside.max(axis=0)).all()


def test_columns_are_tight_where_the_sound_changes() -> None:
    pcm = np.concatenate([silence(5), tone(440, 5)])
    columns = built(pcm).columns(0, 10, 100)
    assert not columns[:49].any()
    assert (columns[51:99, 0, 1] > 9000).all()


def test_outside_the_recording_nothing_is_drawn() -> None:
    columns = built(noise(RATE)).columns(-1, 2, 30)
    assert not columns[:9].any()
    assert columns[11:19].all()
    assert not columns[21:].any()


@pytest.mark.parametrize(
    ("samples_per_pixel", "level"), [(0, 0), (255, 0), (256, 0), (1023, 0), (1024, 1), (4096, 2), (1e9, 2)]
)
def test_the_level_never_has_less_than_a_peak_a_pixel(samples_per_pixel: float, level: int) -> None:
    peaks = built(noise(1_500_000))
    assert len(peaks.levels) == 3
    assert peaks.level_for(samples_per_pixel) == level


@given(frames=st.integers(0, 3_000), channels=st.sampled_from([1, 2]))
def test_bytes_and_back(frames: int, channels: int) -> None:
    peaks = built(noise(frames, 1, channels))
    again = Peaks.from_bytes(peaks.to_bytes())
    assert (again.frames, again.channels, again.sample_rate) == (frames, channels, RATE)
    assert all(np.array_equal(a, b) for a, b in zip(peaks.levels, again.levels, strict=True))


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda b: b + b"\0", lambda b: b"X" + b[1:], lambda b: b[:9]]
)
def test_other_bytes_are_refused(spoil) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="peaks"):
        Peaks.from_bytes(spoil(built(noise(1000)).to_bytes()))


def test_an_hour_takes_two_megabytes() -> None:
    assert len(built(silence(3600)).to_bytes()) < 2_000_000


def test_a_wave_is_in_minus_one_to_one() -> None:
    wave = built(noise(10_000)).wave(1)
    assert wave.dtype == np.float32
    assert wave.shape == (40, 2)
    assert wave.min() >= -1
    assert wave.max() < 1


def test_peaks_of_a_file_are_those_of_its_samples() -> None:
    pcm = noise(300_000)
    with Decoder(io.BytesIO(flac(pcm))) as decoder:
        assert np.array_equal(peaks_of(decoder).levels[0], built(pcm).levels[0])
