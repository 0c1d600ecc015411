"""Reads a recording's samples, block by block, from an encoded stream that is decrypted as it is read."""

from typing import BinaryIO

import soundfile

from app.errors import UserFacing

LONGEST_S = 12 * 3600
"""A recording that claims to be longer is not one."""
RATES_HZ = range(4000, 192_001)


class _Remembering:
    """A stream that keeps the error which libsndfile, being C, would swallow."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except Exception as error:
            self.error = error
            raise

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


class AudioSource:
    """The samples of one recording, from any format libsndfile reads."""

    def __init__(self, stream: BinaryIO) -> None:
        """Read the header; raises UserFacing when this is no audio, and what the stream itself raises."""
        self._stream = _Remembering(stream)
        try:
            self._sound = soundfile.SoundFile(self._stream)
        except soundfile.LibsndfileError as fault:
            self._raise_own()
            raise UserFacing(
                "TRN-101", "This is not an audio file that can be read.", "Fetch the recording again."
            ) from fault
        self._check()

    @property
    def rate(self) -> int:
        """Frames a second."""
        return int(self._sound.samplerate)

    @property
    def channels(self) -> int:
        """1 or 2."""
        return int(self._sound.channels)

    @property
    def duration_s(self) -> float:
        """Length in seconds, as the header has it."""
        return float(self._sound.frames) / self.rate

    def go_to(self, at_s: float) -> float:
        """Continue from a time in seconds; returns the time of the next frame exactly."""
        frame = min(int(at_s * self.rate), int(self._sound.frames))
        self._sound.seek(frame)
        return frame / self.rate

    def read(self, seconds: float) -> bytes:
        """Return the next interleaved int16 samples, b"" where the audio ends or breaks off.

        Where it breaks off, libsndfile gives nothing of what it was asked for: so it is asked for little.
        """
        steps = [self.rate] * int(seconds) + [int(seconds % 1 * self.rate)]
        pieces = []
        for frames in filter(None, steps):
            piece = self._read(frames)
            pieces.append(piece)
            if not piece:
                break
        return b"".join(pieces)

    def _read(self, frames: int) -> bytes:
        try:
            block = self._sound.read(frames, dtype="int16", always_2d=True)
        except soundfile.LibsndfileError:
            self._raise_own()
            return b""
        self._raise_own()
        return bytes(block.astype("<i2", copy=False).tobytes())

    def close(self) -> None:
        """Let go of the decoder; the stream stays the caller's."""
        self._sound.close()

    def _raise_own(self) -> None:
        if self._stream.error:
            raise self._stream.error

    def _check(self) -> None:
        if self.channels in (1, 2) and self.rate in RATES_HZ and 0 < self.duration_s <= LONGEST_S:
            return
        self.close()
        what = f"This audio has {self.channels} channels at {self.rate} Hz and {self.duration_s:.0f} seconds."
        raise UserFacing("TRN-102", what, "Calls have one or two channels and last less than twelve hours.")
