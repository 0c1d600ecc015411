"""Raw samples seen as a WAV file, for readers that want a header."""

import io
import struct
from typing import BinaryIO

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")


class WavView:
    """A read-only WAV file: a header in memory, then the interleaved little-endian int16 of `raw`."""

    def __init__(self, raw: BinaryIO, rate: int, channels: int) -> None:
        frame = 2 * channels
        size = raw.seek(0, io.SEEK_END)
        self._size = size - size % frame
        self._raw = raw
        self._head = _HEADER.pack(
            b"RIFF", _HEADER.size - 8 + self._size, b"WAVE", b"fmt ", 16, 1, channels, rate, rate * frame,
            frame, 16, b"data", self._size,
        )  # fmt: skip
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; b"" at the end."""
        end = len(self._head) + self._size
        stop = end if size < 0 else min(end, self._at + size)
        data = self._head[self._at : stop]
        if stop > len(self._head):
            start = max(self._at, len(self._head))
            self._raw.seek(start - len(self._head))
            data += self._raw.read(stop - start)
        self._at += len(data)
        return data

    def readinto(self, buffer: memoryview) -> int:
        """Fill the buffer; 0 at the end."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; returns the position."""
        start = (0, self._at, len(self._head) + self._size)[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        """Return the position."""
        return self._at

    def close(self) -> None:
        """Close the samples."""
        self._raw.close()
