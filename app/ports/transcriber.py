"""Speech to text on this workstation."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from app.domain.ids import RecordingId
from app.domain.recording import Transcript, Turn


@dataclass(frozen=True)
class Model:
    """An installed speech model. `languages` empty: any. `note` is shown wherever the model is."""

    name: str
    languages: tuple[str, ...]
    size_bytes: int
    note: str = ""


@dataclass(frozen=True)
class TranscriptionProgress:
    """Seconds of audio done of all (both channels together), and the turns finished since the last."""

    done_s: float
    total_s: float
    turns: tuple[Turn, ...]


class Models(Protocol):
    """Models installed on this workstation."""

    async def installed(self) -> tuple[Model, ...]:
        """Return the usable models."""
        ...


class Transcriber(Protocol):
    """Transcribes recordings one at a time in a child process that can be killed."""

    def transcribe(
        self, recording_id: RecordingId, audio: BinaryIO, language: str, model: str
    ) -> AsyncIterator[TranscriptionProgress | Transcript]:
        """Yield progress, then the transcript. Closing the iterator cancels and ends the work at once.

        `audio` is a seekable FLAC stream, read here; the child receives PCM. `language` "" detects.
        Raises UserFacing when the model or the audio cannot be used.
        """
        ...

    async def close(self) -> None:
        """End the child process."""
        ...
