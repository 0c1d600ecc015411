from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.voice.sound import PAUSE_S, ComfortNoise, FileSource, open_sound
from app.voice.timeline import FRAME, RATE_HZ, Pcm


def write_tone(path: Path, hz: float, rate: int, seconds: float) -> Path:
    wave = 0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)
    soundfile.write(path, wave, rate)
    return path


def taken(source: FileSource, seconds: float) -> Pcm:
    return np.concatenate([source.take() for _ in range(round(seconds * RATE_HZ / FRAME))])


def pitch(pcm: Pcm) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(pcm * np.hanning(len(pcm))))) * RATE_HZ / len(pcm))


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_a_file_of_any_rate_is_heard_at_its_pitch_and_again_from_the_start(tmp_path: Path, rate: int) -> None:
    source = FileSource(write_tone(tmp_path / "a.wav", 500, rate, 1.0))
    sound = taken(source, 3.0)
    source.close()
    for second in range(3):
        part = sound[second * RATE_HZ + 2 * FRAME : (second + 1) * RATE_HZ - 3 * FRAME]
        assert pitch(part) == pytest.approx(500, abs=2)


def test_a_folder_is_played_by_name_with_pauses_to_answer_in(tmp_path: Path) -> None:
    write_tone(tmp_path / "b.flac", 900, 16_000, 1.0)
    write_tone(tmp_path / "a.flac", 300, 16_000, 1.0)
    (tmp_path / "notes.txt").write_text("no sound")
    source = FileSource(tmp_path)
    first = taken(source, 1.1)[: RATE_HZ - 3 * FRAME]
    pause = taken(source, PAUSE_S - 0.2)
    second = taken(source, 1.3)[round(0.2 * RATE_HZ) : round(0.9 * RATE_HZ)]
    source.close()
    assert pitch(first) == pytest.approx(300, abs=2)
    assert not pause.any()
    assert pitch(second) == pytest.approx(900, abs=2)


def test_what_cannot_be_played_is_known_before_the_call(tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_bytes(b"no sound")
    with pytest.raises(soundfile.SoundFileError):
        FileSource(tmp_path / "x.wav")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileNotFoundError):
        FileSource(tmp_path / "empty")
    with pytest.raises(soundfile.SoundFileError):
        open_sound("", "", str(tmp_path / "nowhere.wav"))


def test_comfort_noise_is_far_below_speech_and_not_nothing() -> None:
    noise = ComfortNoise().take().astype(np.float64)
    assert noise.shape == (FRAME,)
    assert -70 < 10 * np.log10(np.mean(noise**2) / 32768**2) < -55
