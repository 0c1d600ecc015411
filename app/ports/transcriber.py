"""Speech to text on this workstation."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol

from app.domain.ids import RecordingId
from app.domain.recording import Transcript, Turn
from app.domain.transcription_queue import Partial
from app.errors import UserFacing


@dataclass(frozen=True)
class Model:
    """An installed speech model. `languages` empty: any. `note` is shown wherever the model is."""

    name: str
    languages: tuple[str, ...]
    size_bytes: int
    note: str = ""


@dataclass(frozen=True)
class TranscriptionProgress:
    """Seconds of audio done of all (both channels together), and the turns finished since the last.

    `channels_s` is up to where each channel is done; what was finished can be gone on from there.
    """

    done_s: float
    total_s: float
    turns: tuple[Turn, ...]
    channels_s: tuple[float, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class Known:
    """What is known before the work begins.

    `vocabulary` holds names to expect, such as those of campaigns and products; `since` is what was
    recognised already, by the same model, and is not listened to again.
    """

    vocabulary: tuple[str, ...] = ()
    since: Partial | None = None


NOTHING_KNOWN = Known()


class Pace(StrEnum):
    """How hard to work: all out, half speed (beside a call), or held until told otherwise."""

    FULL = "full"
    HALF = "half"
    HELD = "held"


class AudioIncomplete(UserFacing):
    """The audio stops before its end; `transcript` holds what was said in the first `usable_s` seconds."""

    def __init__(self, usable_s: float, transcript: Transcript) -> None:
        super().__init__(
            "TRN-103",
            f"The audio file is incomplete: it stops at {int(usable_s) // 60}:{int(usable_s) % 60:02d}.",
            "Keep the text up to there, or fetch the recording again.",
        )
        self.usable_s = usable_s
        self.transcript = transcript


@dataclass(frozen=True)
class ShelfModel:
    """An installed model as it is managed.

    `used_for` holds the languages it is preferred for, "" for all others; `fault` says why it cannot be used.
    """

    name: str
    languages: tuple[str, ...]
    size_bytes: int
    licence: str
    source: str
    used_for: tuple[str, ...] = ()
    fault: str = ""
    note: str = ""


@dataclass(frozen=True)
class OfferedModel:
    """A model that can be had by its name. `languages` empty: any."""

    name: str
    languages: tuple[str, ...]
    size_bytes: int
    licence: str


@dataclass(frozen=True)
class ModelShelf:
    """What is installed and what can be had. `listed` names what alone may be used, none where any may."""

    installed: tuple[ShelfModel, ...]
    offered: tuple[OfferedModel, ...]
    listed: tuple[str, ...] = ()


ModelProgress = Callable[[str, int, int], None]
"""What is being done, bytes done, bytes in all; called on the thread of whoever asked."""


class ModelDesk(Protocol):
    """Where models are added and taken away. Cancelling a task stops it and leaves nothing half made."""

    async def shelf(self) -> ModelShelf:
        """Return what is installed and what can be had."""
        ...

    async def add(self, source: str, progress: ModelProgress) -> Model:
        """Install from a folder, a zip, a catalogue name or OWNER/NAME on the hub; raises CallNexError."""
        ...

    async def verify(self, name: str, progress: ModelProgress) -> None:
        """Read every byte of a model and try it out; raises UserFacing with all that is wrong."""
        ...

    async def remove(self, name: str) -> None:
        """Remove a model and every preference for it."""
        ...

    async def use(self, name: str, languages: tuple[str, ...]) -> None:
        """Prefer a model for languages, or for all that have no preference of their own."""
        ...


class Models(Protocol):
    """Models installed on this workstation."""

    async def installed(self) -> tuple[Model, ...]:
        """Return the usable models."""
        ...

    async def for_language(self, language: str) -> Model | None:
        """Return the model to use for a language ("" when it is not known), None where none fits."""
        ...


class Transcriber(Protocol):
    """Transcribes recordings one at a time in a child process that can be killed."""

    def transcribe(
        self,
        recording_id: RecordingId,
        audio: BinaryIO,
        language: str,
        model: str,
        known: Known = NOTHING_KNOWN,
    ) -> AsyncGenerator[TranscriptionProgress | Transcript, None]:
        """Yield progress, then the transcript. Closing the generator (`aclose`) cancels at once.

        `audio` is a seekable FLAC stream, read here; the child receives PCM. `language` "" detects.
        Raises UserFacing when the model or the audio cannot be used, AudioIncomplete (after all the
        progress) where the audio breaks off, EnvironmentFault when the child fails twice in one place.
        """
        ...

    def pace(self, pace: Pace) -> None:
        """Set the pace of the work going on and of all that follows."""
        ...

    def limit(self, threads: int) -> None:
        """Use at most this many processor threads (1 or more) for what is begun from now on."""
        ...

    async def close(self) -> None:
        """End the child process."""
        ...
