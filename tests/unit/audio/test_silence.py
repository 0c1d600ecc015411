"""Stretches taken out of samples: nothing of them is left, nothing beside them changes, nothing clicks."""

import io
from typing import BinaryIO, cast

import numpy as np
import pytest
import soundfile

from app.audio.decode import Decoder
from app.audio.silence import FADE_S, Samples, Silenced, is_silent, silenced
from app.audio.wav_view import WavView
from app.domain.recording import Speaker
from app.domain.redaction import Silence

RATE = 8000
LOUD = np.full((RATE * 3, 2), 12_000, np.int16)
ONE = Silence(Speaker.CUSTOMER, 1.0, 2.0)


def whole(read: int, *found: Silence) -> "np.ndarray[tuple[int, ...], np.dtype[np.int16]]":
    stream = Silenced(io.BytesIO(LOUD.tobytes()), RATE, 2, found)  # type: ignore[arg-type]
    data = b"".join(iter(lambda: stream.read(read), b""))
    return np.frombuffer(data, "<i2").reshape(-1, 2)


@pytest.mark.parametrize("read", [-1, 4000, 4001, 65_536])
def test_however_it_is_read_the_stretch_is_silent_on_both_channels(read: int) -> None:
    if read < 0:
        stream = Silenced(cast("BinaryIO", io.BytesIO(LOUD.tobytes())), RATE, 2, [ONE])
        sound = np.frombuffer(stream.read(), "<i2").reshape(-1, 2)
    else:
        sound = whole(read, ONE)
    fade = round(FADE_S * RATE)
    assert len(sound) == len(LOUD)
    assert not sound[RATE + fade : 2 * RATE - fade].any()
    assert np.array_equal(sound[:RATE], LOUD[:RATE])
    assert np.array_equal(sound[2 * RATE :], LOUD[2 * RATE :])
    assert np.abs(np.diff(sound[:, 0].astype(int))).max() <= 12_000 / fade + 1


def test_at_the_beginning_there_is_no_fade_to_hear_and_the_end_may_lie_behind_the_audio() -> None:
    sound = whole(4096, Silence(Speaker.AGENT, 0.0, 0.5), Silence(Speaker.AGENT, 2.5, 9.0))
    assert not sound[: round(0.48 * RATE)].any()
    assert not sound[round((2.5 + FADE_S) * RATE) :].any()


def test_untouched_blocks_are_the_same_array() -> None:
    assert silenced(LOUD[:100], 0, RATE, [ONE]) is not None
    block = LOUD[:100]
    assert silenced(block, 0, RATE, [ONE]) is block


def decoder(sound: "np.ndarray[tuple[int, ...], np.dtype[np.int16]]") -> Decoder:
    file = io.BytesIO()
    soundfile.write(file, sound, RATE, format="FLAC")
    file.seek(0)
    return Decoder(file)


def test_whether_it_is_silent_already() -> None:
    with decoder(LOUD) as loud:
        assert not is_silent(loud, [ONE])
        assert is_silent(loud, [])
    with decoder(whole(4096, ONE)) as quiet:
        assert is_silent(quiet, [ONE])
        assert not is_silent(quiet, [ONE, Silence(Speaker.AGENT, 2.4, 2.6)])


def test_a_decoder_as_a_stream_of_samples() -> None:
    with decoder(LOUD) as source:
        stream = Samples(source)
        assert stream.seek(0, io.SEEK_END) == LOUD.nbytes
        stream.seek(400)
        assert stream.tell() == 400
        assert stream.read(8) == LOUD.tobytes()[400:408]
        stream.seek(0)
        assert stream.read() == LOUD.tobytes()
        assert stream.read(4) == b""


def test_raw_samples_are_a_wav_file_to_a_reader() -> None:
    raw = cast("BinaryIO", io.BytesIO(LOUD.tobytes() + b"\x01"))
    view = WavView(raw, RATE, 2)
    with soundfile.SoundFile(view) as sound:
        assert (sound.samplerate, sound.channels, sound.frames) == (RATE, 2, len(LOUD))
        sound.seek(RATE)
        assert np.array_equal(sound.read(10, dtype="int16"), LOUD[:10])
        assert np.array_equal(sound.read(dtype="int16"), LOUD[RATE + 10 :])
    view.close()
    assert raw.closed
