import io

import numpy as np
import pytest

from app.audio.decode import Decoder
from app.errors import EnvironmentFault, UserFacing
from tests.unit.audio.sounds import RATE, flac, noise, tone


def test_blocks_are_the_samples_that_were_encoded() -> None:
    pcm = noise(50_001)
    with Decoder(io.BytesIO(flac(pcm))) as decoder:
        assert (decoder.sample_rate, decoder.channels, decoder.frames) == (RATE, 2, 50_001)
        blocks = list(decoder.blocks(4096))
    assert [len(block) for block in blocks[:-1]] == [4096] * 12
    assert np.array_equal(np.concatenate(blocks), pcm)


@pytest.mark.parametrize("frame", [0, 1, 4095, 31_999, 50_000])
def test_seeking_lands_on_the_sample(frame: int) -> None:
    pcm = noise(50_001)
    with Decoder(io.BytesIO(flac(pcm))) as decoder:
        decoder.seek(frame)
        assert np.array_equal(decoder.read(100), pcm[frame : frame + 100])


def test_seeking_beyond_the_end_means_the_end() -> None:
    with Decoder(io.BytesIO(flac(tone(440, 1)))) as decoder:
        decoder.seek(10**9)
        assert len(decoder.read(10)) == 0


def test_closing_closes_the_stream() -> None:
    stream = io.BytesIO(flac(tone(440, 1)))
    Decoder(stream).close()
    assert stream.closed


def test_what_is_not_audio_is_said_with_a_next_step() -> None:
    stream = io.BytesIO(b"this is not audio at all" * 100)
    with pytest.raises(UserFacing) as caught:
        Decoder(stream)
    assert caught.value.explanation.code == "AUD-103"
    assert stream.closed


class Failing(io.BytesIO):
    """Fails from a moment on, as a disk does."""

    broken = False

    def read(self, size: int | None = -1, /) -> bytes:
        if self.broken:
            raise EnvironmentFault("STO-205", "The disk failed.", "Call IT.")
        return super().read(size)


def test_an_error_of_the_store_is_not_swallowed_as_the_end_of_the_recording() -> None:
    stream = Failing(flac(noise(200_000)))
    with Decoder(stream) as decoder:
        decoder.read(1000)
        stream.broken = True
        with pytest.raises(EnvironmentFault, match="STO-205"):
            for _ in decoder.blocks(10_000):
                pass


def test_an_error_of_the_store_while_opening_is_not_called_bad_audio() -> None:
    stream = Failing(flac(tone(440, 1)))
    stream.broken = True
    with pytest.raises(EnvironmentFault, match="STO-205"):
        Decoder(stream)
