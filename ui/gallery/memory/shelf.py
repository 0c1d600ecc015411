"""The bytes that audio consists of, in memory."""

import io
from dataclasses import dataclass, field

from app.domain.ids import RecordingId
from app.domain.recording import AudioState
from app.errors import UserFacing


class AudioStream(io.BytesIO):
    """Audio being read. Ended when it is removed; `fault` says so from then on."""

    fault: UserFacing | None = None

    def end(self) -> None:
        """Let nobody read on."""
        self.fault = UserFacing(
            "STO-232", "The audio was removed while it was being read.", "Choose another recording."
        )
        self.close()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move; ValueError before the start, whatever it counts from."""
        if whence == io.SEEK_CUR and self.tell() + offset < 0:
            raise ValueError("before the start")
        if whence == io.SEEK_SET and offset < 0:
            raise ValueError("before the start")
        return super().seek(offset, whence)


@dataclass
class Shelf:
    """Finished audio and its peaks; what is being written; live calls under quarantine."""

    audio: dict[RecordingId, bytes] = field(default_factory=dict)
    peaks: dict[RecordingId, bytes] = field(default_factory=dict)
    quarantine: dict[RecordingId, bytearray] = field(default_factory=dict)
    live: set[RecordingId] = field(default_factory=set)
    writing: list[RecordingId] = field(default_factory=list)
    missing: set[RecordingId] = field(default_factory=set)
    uploaded: set[RecordingId] = field(default_factory=set)
    streams: dict[RecordingId, list[AudioStream]] = field(default_factory=dict)

    def state(self, recording_id: RecordingId) -> AudioState:
        """Return where the audio of a recording is."""
        states = (
            (recording_id in self.audio, AudioState.HERE),
            (recording_id in self.quarantine, AudioState.QUARANTINED),
            (recording_id in self.writing, AudioState.DOWNLOADING),
            (recording_id in self.missing, AudioState.MISSING),
        )
        return next((state for holds, state in states if holds), AudioState.REMOTE)
