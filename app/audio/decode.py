"""FLAC out of the encrypted store, as blocks of samples."""

from collections.abc import Iterator
from types import TracebackType
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import soundfile

from app.errors import UserFacing

Pcm = npt.NDArray[np.int16]


class _Kept:
    """Keeps the first exception of its blocks, to be raised where Python can handle it."""

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = self.error or error
        return True


class KeepsErrors:
    """A file-like for libsndfile, which swallows what Python raises inside it: the first error is kept.

    `check` raises it again; call it after every read.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._kept = _Kept()

    def check(self) -> None:
        """Raise what went wrong inside the calls so far, if anything did."""
        if self._kept.error is not None:
            raise self._kept.error

    def readinto(self, buffer: memoryview) -> int:
        """Fill the buffer; 0 at the end and after an error."""
        data = b""
        with self._kept:
            data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move; returns the position, 0 after an error."""
        with self._kept:
            return self._stream.seek(offset, whence)
        return 0

    def tell(self) -> int:
        """Return the position, 0 after an error."""
        with self._kept:
            return self._stream.tell()
        return 0

    def write(self, data: bytes) -> int:
        """Refuse: audio is decoded here, never changed. libsndfile asks that the method is there."""
        raise OSError("read-only")


class Decoder:
    """Decodes one recording; seekable, for one thread at a time. Closes `stream` when closed.

    Raises UserFacing AUD-103 when it cannot be decoded; what `stream` raises itself comes through.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._file = KeepsErrors(stream)
        try:
            self._sound = soundfile.SoundFile(self._file)
        except soundfile.SoundFileError as error:
            stream.close()
            self._file.check()
            raise _unreadable(error) from error

    def __enter__(self) -> "Decoder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def sample_rate(self) -> int:
        """Samples a second and channel."""
        return int(self._sound.samplerate)

    @property
    def channels(self) -> int:
        """Channels; 2 for a call."""
        return int(self._sound.channels)

    @property
    def frames(self) -> int:
        """Samples per channel in all."""
        return int(self._sound.frames)

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.frames / self.sample_rate

    def seek(self, frame: int) -> None:
        """Go to a sample; beyond the end means the end."""
        try:
            self._sound.seek(min(max(0, frame), self.frames))
        except soundfile.SoundFileError as error:
            self._file.check()
            raise _unreadable(error) from error
        self._file.check()

    def read(self, frames: int) -> Pcm:
        """Return the next int16 (n, channels), n <= frames; n is 0 at the end."""
        try:
            block: Pcm = self._sound.read(frames, dtype="int16", always_2d=True)
        except soundfile.SoundFileError as error:
            self._file.check()
            raise _unreadable(error) from error
        self._file.check()
        return block

    def blocks(self, frames: int) -> Iterator[Pcm]:
        """Yield int16 (n, channels) from here to the end, n = frames but for the last."""
        while len(block := self.read(frames)):
            yield block

    def close(self) -> None:
        """Close the decoder and the stream."""
        self._sound.close()
        self._stream.close()


def _unreadable(error: Exception) -> UserFacing:
    # The library's own message names the object it read from, which says nothing to a person.
    reason = error.error_string if isinstance(error, soundfile.LibsndfileError) else str(error)
    return UserFacing(
        "AUD-103",
        "This recording's audio cannot be read.",
        f"Fetch it from the platform again; IT may want to know why: {reason.rstrip('.')}.",
    )
