"""Takes stretches of sound out of samples, with short fades so that nothing clicks."""

import io
from collections.abc import Sequence
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from app.audio.decode import Decoder, Pcm
from app.domain.redaction import Silence

FADE_S = 0.02
"""Shorter than the margin around the words, so that a fade never plays a part of one."""
SAMPLE_BYTES = 2
_LOOK_FRAMES = 65_536


class Silenced:
    """Interleaved little-endian int16 as `raw` has it, but silent where it should be; seekable.

    Every channel is silenced: what one speaker says is heard, if softly, in the other one's microphone.
    """

    def __init__(self, raw: BinaryIO, rate: int, channels: int, silences: Sequence[Silence]) -> None:
        self._raw = raw
        self._rate = rate
        self._frame = channels * SAMPLE_BYTES
        self._silences = silences

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, whole frames of them; b"" at the end."""
        at = self._raw.tell() // self._frame
        data = self._raw.read(size - size % self._frame if size > 0 else size)
        whole = len(data) - len(data) % self._frame
        block = np.frombuffer(data[:whole], "<i2").reshape(-1, self._frame // SAMPLE_BYTES)
        return silenced(block, at, self._rate, self._silences).astype("<i2", copy=False).tobytes()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; returns the position in bytes."""
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        """Return the position in bytes."""
        return self._raw.tell()

    def readinto(self, buffer: memoryview) -> int:
        """Fill the buffer; 0 at the end."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def silenced(block: Pcm, at: int, rate: int, silences: Sequence[Silence]) -> Pcm:
    """Return int16 (n, channels) that begins at frame `at`, silent in every stretch."""
    gain = np.ones(len(block), np.float32)
    for one in silences:
        first, last = _frames(one, rate)
        if last > at and first < at + len(block):
            gain = np.minimum(gain, _gain(np.arange(at, at + len(block)), first, last, rate))
    if gain.min(initial=1.0) == 1.0:
        return block
    changed: Pcm = np.rint(block * gain[:, np.newaxis]).astype(np.int16)
    return changed


def is_silent(decoder: Decoder, silences: Sequence[Silence]) -> bool:
    """Whether a recording has nothing left in these stretches; stops at the first sound."""
    for one in silences:
        first, last = _frames(one, decoder.sample_rate)
        fade = round(FADE_S * decoder.sample_rate)
        decoder.seek(first + fade)
        left = last - fade - (first + fade)
        while left > 0 and len(block := decoder.read(min(left, _LOOK_FRAMES))):
            if block.any():
                return False
            left -= len(block)
    return True


def _frames(one: Silence, rate: int) -> tuple[int, int]:
    return max(0, int(one.start_s * rate)), int(np.ceil(one.end_s * rate))


def _gain(frames: npt.NDArray[np.intp], first: int, last: int, rate: int) -> npt.NDArray[np.float32]:
    fade = max(1, min(round(FADE_S * rate), (last - first) // 2))
    # At the very beginning there is nothing to fade from.
    rises = [first - 1 if first == 0 else first, 0 if first == 0 else first + fade, last - fade, last]
    gain: npt.NDArray[np.float32] = np.interp(frames, rises, [1.0, 0.0, 0.0, 1.0]).astype(np.float32)
    return gain


class Samples:
    """A decoder's samples as a stream of interleaved little-endian int16; seekable, for one thread."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self._frame = decoder.channels * SAMPLE_BYTES
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; b"" at the end."""
        frames = self._decoder.frames if size < 0 else size // self._frame
        data = self._decoder.read(frames).astype("<i2", copy=False).tobytes()
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; returns the position in bytes."""
        start = (0, self._at, self._decoder.frames * self._frame)[whence]
        self._decoder.seek((start + offset) // self._frame)
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        """Return the position in bytes."""
        return self._at
