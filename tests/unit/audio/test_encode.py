import hashlib
import io

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from app.audio.encode import CHUNK_BYTES, flac_chunks
from tests.unit.audio.sounds import RATE, Pcm, noise, tone


def encoded(pcm: Pcm, tail: bytes = b"") -> bytes:
    channels = pcm.shape[1]
    return b"".join(flac_chunks(io.BytesIO(pcm.tobytes() + tail), RATE, channels))


@given(frames=st.integers(1, 20_000), channels=st.sampled_from([1, 2]), seed=st.integers(0, 100))
def test_round_trip_is_bit_exact(frames: int, channels: int, seed: int) -> None:
    pcm = noise(frames, seed, channels)
    decoded, rate = soundfile.read(io.BytesIO(encoded(pcm)), dtype="int16", always_2d=True)
    assert rate == RATE
    assert np.array_equal(decoded.reshape(-1, channels), pcm)


def test_the_header_says_how_long_it_is_and_which_samples_it_has() -> None:
    pcm = noise(123_457)
    file = encoded(pcm)
    total = int.from_bytes(file[18:26], "big") & (1 << 36) - 1
    assert file[:4] == b"fLaC"
    assert total == 123_457
    assert file[26:42] == hashlib.md5(pcm.tobytes()).digest()


def test_a_half_sample_left_by_a_crash_is_dropped() -> None:
    pcm = tone(440, 1)
    decoded, _ = soundfile.read(io.BytesIO(encoded(pcm, b"\1\2\3")), dtype="int16")
    assert np.array_equal(decoded, pcm)


class Sips(io.BytesIO):
    """Returns less than was asked for, as a raw stream may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 1, 1001))


def test_short_reads_split_no_sample() -> None:
    pcm = noise(3_000)
    file = b"".join(flac_chunks(Sips(pcm.tobytes()), RATE))
    assert np.array_equal(soundfile.read(io.BytesIO(file), dtype="int16")[0], pcm)


class OneRead(io.BytesIO):
    """Remembers the largest piece that was asked for."""

    largest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0, "the whole stream was asked for at once"
        self.largest = max(self.largest, size)
        return super().read(size)


def test_neither_side_holds_the_whole_call() -> None:
    raw = OneRead(noise(2_000_000).tobytes())
    sizes = [len(chunk) for chunk in flac_chunks(raw, RATE)]
    assert sum(sizes) > 7_000_000
    assert max(sizes) < 2 * CHUNK_BYTES + raw.largest
    assert raw.largest <= 262_144


def test_one_sample_is_a_whole_file_and_nothing_is_refused() -> None:
    assert soundfile.info(io.BytesIO(encoded(noise(1)))).frames == 1
    with pytest.raises(ValueError, match="no audio"):
        encoded(noise(0), b"\1\2")
