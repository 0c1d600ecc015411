"""Raw samples to FLAC, piece by piece: an hour's call never lies in memory."""

import hashlib
import struct
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
import soundfile

BLOCK_FRAMES = 65_536
CHUNK_BYTES = 256 * 1024
_SAMPLE_BYTES = 2
_STREAMINFO = slice(8, 42)
"""Where the STREAMINFO block's body lies in every FLAC file (RFC 9639, 8.2)."""


class _Sink:
    """Takes what the encoder writes; its return to the header at the end is ignored, see `flac_chunks`."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._length = 0
        self._position = 0

    def write(self, data: bytes) -> int:
        """Append, unless the encoder has gone back to mend the header."""
        if self._position == self._length:
            self._pending += data
            self._length += len(data)
        self._position += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move the encoder's idea of where it is."""
        start = (0, self._position, self._length)[whence]
        self._position = start + offset
        return self._position

    def tell(self) -> int:
        """Return the encoder's idea of where it is."""
        return self._position

    def readinto(self, _buffer: memoryview) -> int:
        """Nothing can be read back; libsndfile asks that the method is there."""
        return 0

    def take(self) -> bytearray:
        """Return and forget what was written."""
        taken, self._pending = self._pending, bytearray()
        return taken


def flac_chunks(raw: BinaryIO, sample_rate: int, channels: int = 2) -> Iterator[bytes]:
    """Yield FLAC (16 bit) of interleaved little-endian int16 from a seekable stream, in ~256 KiB chunks.

    The encoder mends its header at the end, which an append-only file cannot take. The length and the MD5
    it would put there are plain facts of the raw samples, so the stream is read once before for them.
    A half sample at the end, left by a crash, is dropped. Raises ValueError when there is no sample: a FLAC
    file of nothing has no use. Blocking.
    """
    count, digest = _facts(raw, channels)
    if not count:
        raise ValueError("no audio to encode")
    raw.seek(0)
    sink, header, pending = _Sink(), True, bytearray()
    with soundfile.SoundFile(sink, "w", sample_rate, channels, "PCM_16", format="FLAC") as encoder:
        for data in _whole_frames(raw, channels):
            encoder.write(np.frombuffer(data, "<i2").reshape(-1, channels))
            pending += sink.take()
            if header and len(pending) >= _STREAMINFO.stop:
                pending, header = _with_facts(pending, count, digest), False
            if len(pending) >= CHUNK_BYTES:
                yield bytes(pending)
                pending.clear()
    pending += sink.take()
    yield bytes(_with_facts(pending, count, digest) if header else pending)


def _facts(raw: BinaryIO, channels: int) -> tuple[int, bytes]:
    """Return samples per channel and the MD5 FLAC keeps of them."""
    raw.seek(0)
    digest, size = hashlib.md5(usedforsecurity=False), 0
    for data in _whole_frames(raw, channels):
        digest.update(data)
        size += len(data)
    return size // (_SAMPLE_BYTES * channels), digest.digest()


def _whole_frames(raw: BinaryIO, channels: int) -> Iterator[bytes]:
    frame = _SAMPLE_BYTES * channels
    rest = b""
    while data := raw.read(BLOCK_FRAMES * frame):
        data = rest + data
        whole = len(data) - len(data) % frame
        rest = data[whole:]
        if whole:
            yield data[:whole]


def _with_facts(file: bytearray, count: int, digest: bytes) -> bytearray:
    """Fill in STREAMINFO: 36 bits of total samples, 128 of MD5."""
    info = bytearray(file[_STREAMINFO])
    info[13] = (info[13] & 0xF0) | (count >> 32 & 0x0F)
    info[14:18] = struct.pack(">I", count & 0xFFFFFFFF)
    info[18:34] = digest
    return file[: _STREAMINFO.start] + info + file[_STREAMINFO.stop :]
