"""Sounds whose every property is known."""

import io

import numpy as np
import numpy.typing as npt
import soundfile

Pcm = npt.NDArray[np.int16]
RATE = 16_000


def tone(hz: float, seconds: float, level: float = 0.3) -> Pcm:
    """Return a stereo tone, int16 (n, 2); the right channel is softer."""
    wave = level * 32767 * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE)
    return np.stack([wave, wave / 2], axis=1).astype(np.int16)


def silence(seconds: float) -> Pcm:
    return np.zeros((round(seconds * RATE), 2), np.int16)


def noise(frames: int, seed: int = 1, channels: int = 2) -> Pcm:
    return np.random.default_rng(seed).integers(-32768, 32768, (frames, channels)).astype(np.int16)


def flac(pcm: Pcm) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, pcm, RATE, "PCM_16", format="FLAC")
    return file.getvalue()


def pitch(pcm: Pcm) -> float:
    """Return the loudest frequency of the left channel in Hz."""
    left = pcm[:, 0] * np.hanning(len(pcm))
    return float(np.argmax(np.abs(np.fft.rfft(left))) * RATE / len(pcm))
