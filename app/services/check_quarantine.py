"""Listens to live recordings in quarantine, takes out what may not be kept, and releases the rest."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import BinaryIO, cast

from app.audio.wav_view import WavView
from app.changes import Changes
from app.domain.ids import RecordingId
from app.domain.recording import Transcript
from app.domain.redaction import redact
from app.errors import EnvironmentFault, Explanation, UserFacing
from app.ports.stores import MediaStore, RecordingStore, Replica
from app.ports.transcriber import Models, Transcriber
from app.services.redact_recording import RedactRecording
from app.services.release_recording import (
    CHANNELS,
    RECORDING_HZ,
    RecordedCall,
    ReleaseRecording,
    recording_of,
)


class CheckQuarantine:
    """One recording after the other, in the order in which the calls ended. All on one event loop.

    Audio that cannot be listened to stays in quarantine and is tried again at the next start.
    """

    def __init__(
        self,
        media: MediaStore,
        recordings: RecordingStore,
        replica: Replica,
        models: Models,
        transcriber: Transcriber,
        publish: Callable[[Changes], None],
        failed: Callable[[Explanation], None],
    ) -> None:
        self._media = media
        self._redact = RedactRecording(media, recordings, replica)
        self._release = ReleaseRecording(media, recordings)
        self._models = models
        self._transcriber = transcriber
        self._publish = publish
        self._failed = failed
        self._waiting: asyncio.Queue[RecordedCall] = asyncio.Queue()

    async def can(self, language: str) -> bool:
        """Return whether a speech model for the language is here."""
        return await self._models.for_language(language) is not None

    def take(self, call: RecordedCall) -> None:
        """Check the audio of this call after those that wait."""
        self._waiting.put_nowait(call)

    async def run(self) -> None:
        """Work until cancelled; what fails is told and never raised."""
        while True:
            call = await self._waiting.get()
            try:
                self._publish(await self.check(call))
            except (EnvironmentFault, UserFacing) as fault:
                self._failed(fault.explanation)

    async def check(self, call: RecordedCall) -> Changes:
        """Listen to one recording, silence what was found, and release it with its transcript.

        Raises what the transcriber raises, and EnvironmentFault (disk full); it stays in quarantine then.
        """
        transcript = await self._hear(recording_of(call.call_id), call.language)
        checked = await asyncio.to_thread(redact, transcript, await self._redact.kinds())
        return (await self._release.keep(call, checked)).changes

    async def _hear(self, recording_id: RecordingId, language: str) -> Transcript:
        model = await self._models.for_language(language)
        if model is None:
            raise UserFacing(
                "TRN-110",
                "There is no speech model for this language on this workstation.",
                "The recording is held. Get a model: callnex models add FOLDER or NAME.",
            )
        raw = await self._media.open_quarantined(recording_id)
        audio = cast("BinaryIO", WavView(raw, RECORDING_HZ, CHANNELS))
        try:
            async with aclosing(
                self._transcriber.transcribe(recording_id, audio, language, model.name)
            ) as steps:
                async for step in steps:
                    if isinstance(step, Transcript):
                        return step
        finally:
            await asyncio.to_thread(raw.close)
        raise UserFacing("TRN-111", "The speech model ended without a transcript.", "The recording is held.")
