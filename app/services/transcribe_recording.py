"""Make the transcript of one recording, on this workstation."""

from collections.abc import Callable
from contextlib import aclosing, closing
from typing import Protocol

from app.changes import Changes
from app.domain.ids import RecordingId
from app.domain.recording import Transcript
from app.errors import UserFacing
from app.ports.stores import MediaStore, RecordingStore
from app.ports.transcriber import AudioIncomplete, Model, Models, Transcriber

Progress = Callable[[float, float], None]
"""Told the seconds done and the seconds in all."""


class TranscribeStores(Protocol):
    """The stores that a transcription works on."""

    @property
    def recordings(self) -> RecordingStore:
        """Recordings and their transcripts."""
        ...

    @property
    def media(self) -> MediaStore:
        """Their audio."""
        ...


class TranscribeRecording:
    """One at a time; the work waits in the transcriber's child, never here."""

    def __init__(self, stores: TranscribeStores, models: Models, transcriber: Transcriber) -> None:
        self._recordings = stores.recordings
        self._media = stores.media
        self._models = models
        self._transcriber = transcriber

    async def model_for(self, language: str) -> Model | None:
        """Return the installed model for a language, None where there is none."""
        return await self._models.for_language(language)

    async def transcribe(self, recording_id: RecordingId, progress: Progress) -> Changes:
        """Transcribe and keep the text; cancelling the task stops the child at once.

        Raises UserFacing REC-101 when the recording is gone, REC-102 when it may not be used, TRN-110 when
        no model fits, and what the transcriber raises. The text of incomplete audio is kept as far as it
        goes before AudioIncomplete is raised.
        """
        item = await self._recordings.get(recording_id)
        if item is None:
            raise UserFacing("REC-101", "This recording cannot be shown any more.", "Choose another one.")
        if item.recording.restricted:
            raise UserFacing(
                "REC-102",
                "This recording is frozen at the person's request (art. 18).",
                "It is kept, but not transcribed until the privacy officer releases it.",
            )
        model = await self.model_for(item.recording.language)
        if model is None:
            raise UserFacing(
                "TRN-110",
                "There is no speech model for this language on this workstation.",
                "Get one: callnex models add FOLDER or NAME.",
            )
        try:
            transcript = await self._hear(recording_id, item.recording.language, model.name, progress)
        except AudioIncomplete as cut:
            await self._recordings.put_transcript(cut.transcript)
            raise
        return await self._recordings.put_transcript(transcript)

    async def _hear(
        self, recording_id: RecordingId, language: str, model: str, progress: Progress
    ) -> Transcript:
        with closing(await self._media.open(recording_id)) as audio:
            heard = self._transcriber.transcribe(recording_id, audio, language, model)
            async with aclosing(heard) as steps:
                async for step in steps:
                    if isinstance(step, Transcript):
                        return step
                    progress(step.done_s, step.total_s)
        raise UserFacing(
            "TRN-111", "The speech model ended without a transcript.", "Try again, or with another model."
        )
