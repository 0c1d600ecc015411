"""Audio in memory, nothing of it on a disk."""

from collections.abc import Callable
from typing import BinaryIO

from app.domain.ids import RecordingId
from app.errors import UserFacing
from ui.gallery.memory.shelf import AudioStream, Shelf
from ui.gallery.memory.world import World


class _Writer:
    """A file being written; seen by `done` only."""

    def __init__(self, shelf: Shelf, recording_id: RecordingId, done: Callable[[bytes], None]) -> None:
        self._shelf = shelf
        self._recording_id = recording_id
        self._done = done
        self._bytes = bytearray()
        shelf.writing.append(recording_id)

    async def write(self, chunk: bytes) -> None:
        """Append encoded bytes."""
        self._bytes += chunk

    async def commit(self) -> None:
        """Make the file visible."""
        self._shelf.writing.remove(self._recording_id)
        self._done(bytes(self._bytes))

    async def discard(self) -> None:
        """Drop what was written."""
        self._shelf.writing.remove(self._recording_id)


class _LiveWriter:
    """The raw audio of a live call: there as it is written."""

    def __init__(self, shelf: Shelf, recording_id: RecordingId) -> None:
        self._shelf = shelf
        self._recording_id = recording_id
        shelf.quarantine[recording_id] = bytearray()
        shelf.live.add(recording_id)

    async def write(self, chunk: bytes) -> None:
        """Append."""
        self._shelf.quarantine[self._recording_id] += chunk

    async def commit(self) -> None:
        """The call is over."""
        self._shelf.live.discard(self._recording_id)

    async def discard(self) -> None:
        """Drop it."""
        self._shelf.live.discard(self._recording_id)
        self._shelf.quarantine.pop(self._recording_id, None)


class MemoryMedia:
    """Implements `MediaStore`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._shelf = world.shelf

    async def writer(self, recording_id: RecordingId) -> _Writer:
        """Begin a file."""

        def done(data: bytes) -> None:
            self._shelf.audio[recording_id] = data
            self._shelf.peaks.pop(recording_id, None)

        return _Writer(self._shelf, recording_id, done)

    async def quarantine(self, recording_id: RecordingId) -> _LiveWriter:
        """Begin the raw audio of a live call."""
        return _LiveWriter(self._shelf, recording_id)

    async def quarantined(self) -> tuple[RecordingId, ...]:
        """Return live recordings that were never released, oldest first."""
        return tuple(key for key in self._shelf.quarantine if key not in self._shelf.live)

    async def open_quarantined(self, recording_id: RecordingId) -> BinaryIO:
        """Return the raw stream."""
        if recording_id not in self._shelf.quarantine:
            raise _not_here()
        return AudioStream(bytes(self._shelf.quarantine[recording_id]))

    async def end_quarantine(self, recording_id: RecordingId) -> None:
        """Drop the raw audio."""
        self._shelf.quarantine.pop(recording_id, None)

    async def open(self, recording_id: RecordingId) -> BinaryIO:
        """Return a stream of the audio; UserFacing when it is not here."""
        if recording_id not in self._shelf.audio:
            raise _not_here()
        stream = AudioStream(self._shelf.audio[recording_id])
        self._shelf.streams.setdefault(recording_id, []).append(stream)
        return stream

    async def has(self, recording_id: RecordingId) -> bool:
        """Return whether the audio is here and complete."""
        return recording_id in self._shelf.audio

    async def remove(self, recording_id: RecordingId) -> None:
        """Drop the audio with its peaks, and end whoever reads it."""
        self._shelf.audio.pop(recording_id, None)
        self._shelf.peaks.pop(recording_id, None)
        for stream in self._shelf.streams.pop(recording_id, []):
            stream.end()

    async def peaks(self, recording_id: RecordingId) -> bytes | None:
        """Return the stored peaks."""
        return self._shelf.peaks.get(recording_id)

    async def put_peaks(self, recording_id: RecordingId, peaks: bytes) -> None:
        """Keep the peaks beside the audio."""
        if recording_id not in self._shelf.audio:
            raise _not_here()
        self._shelf.peaks[recording_id] = peaks

    async def waiting_upload(self) -> tuple[RecordingId, ...]:
        """Return recordings made here whose audio the platform has not accepted yet."""
        shelf = self._shelf
        made = (key for key in self._world.recordings if key in self._world.made_here)
        return tuple(key for key in made if key in shelf.audio and key not in shelf.uploaded)

    async def uploaded(self, recording_id: RecordingId) -> None:
        """Record that the platform has the audio."""
        self._shelf.uploaded.add(recording_id)


def _not_here() -> UserFacing:
    return UserFacing(
        "STO-231", "The audio of this recording is not on this workstation.", "Fetch it from the platform."
    )
