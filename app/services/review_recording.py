"""Work through recordings: list, fetch, look, read, annotate. Offline with what is here."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import BinaryIO

from app.audio.decode import Decoder
from app.audio.peaks import Peaks, peaks_of
from app.changes import Changes
from app.domain.actions import PutMark, RemoveMark
from app.domain.ids import MarkId, RecordingId, new_id
from app.domain.people import User
from app.domain.recording import (
    AudioState,
    Mark,
    Recording,
    RecordingFilter,
    RecordingItem,
    RecordingPage,
    Transcript,
)
from app.errors import UserFacing
from app.ports.clock import Clock
from app.ports.platform import Platform
from app.ports.stores import MediaStore, Outbox, RecordingStore

PAGE = 50
Progress = Callable[[float], None]
"""Told the share (0-1) of the audio that has arrived."""


@dataclass(frozen=True)
class Opened:
    """A recording as the page shows it; `peaks` is None while its audio is not here."""

    item: RecordingItem
    transcript: Transcript | None
    marks: tuple[Mark, ...]
    peaks: Peaks | None


class ReviewRecording:
    """The use cases of a reviewer; one per signed-in person."""

    def __init__(
        self,
        recordings: RecordingStore,
        media: MediaStore,
        outbox: Outbox,
        platform: Platform,
        user: User,
        clock: Clock,
    ) -> None:
        self._recordings = recordings
        self._media = media
        self._outbox = outbox
        self._platform = platform
        self._user = user
        self._clock = clock
        self._fetching: dict[RecordingId, asyncio.Lock] = {}

    async def page(self, wanted: RecordingFilter, after: str | None = None) -> RecordingPage:
        """Return a page of recordings, newest first."""
        return await self._recordings.page(wanted, after, PAGE)

    async def open(self, recording_id: RecordingId) -> Opened:
        """Return what is here of a recording; raises UserFacing REC-101 when it is gone."""
        item = await self._item(recording_id)
        here = item.audio is AudioState.HERE
        return Opened(
            item,
            await self._recordings.transcript(recording_id),
            await self._recordings.marks(recording_id),
            await self._peaks(recording_id) if here else None,
        )

    async def fetch(self, recording_id: RecordingId, progress: Progress) -> Peaks:
        """Bring the audio here, encrypted as it arrives, and return its peaks.

        Raises EnvironmentFault when the platform cannot be reached; what has arrived is then destroyed.
        """
        async with self._fetching.setdefault(recording_id, asyncio.Lock()):
            item = await self._item(recording_id)
            if not await self._media.has(recording_id):
                await self._download(item.recording, progress)
        return await self._peaks(recording_id)

    async def audio(self, recording_id: RecordingId) -> BinaryIO:
        """Return the audio to play: seekable FLAC. The player closes it."""
        item = await self._item(recording_id)
        if item.recording.restricted:
            raise UserFacing(
                "REC-102",
                "This recording is frozen at the person's request (art. 18).",
                "It is kept, but not played, searched or scored until the privacy officer releases it.",
            )
        return await self._media.open(recording_id)

    async def put_mark(
        self, recording_id: RecordingId, start_s: float, end_s: float | None, text: str
    ) -> tuple[MarkId, Changes]:
        """Keep a mark at a moment, or over a region when `end_s` is given."""
        mark_id = MarkId(new_id())
        return mark_id, await self._keep(PutMark(mark_id, recording_id, start_s, end_s, text))

    async def remove_mark(self, mark: Mark) -> Changes:
        """Take a mark away."""
        return await self._keep(RemoveMark(mark.id, mark.recording_id))

    async def restore_mark(self, mark: Mark) -> Changes:
        """Bring back a mark that was just taken away, as it was."""
        return await self._keep(PutMark(mark.id, mark.recording_id, mark.start_s, mark.end_s, mark.text))

    async def _keep(self, action: PutMark | RemoveMark) -> Changes:
        _, changes = await self._outbox.enqueue(action, self._user, self._clock.now())
        return changes

    async def _item(self, recording_id: RecordingId) -> RecordingItem:
        item = await self._recordings.get(recording_id)
        if item is None:
            raise UserFacing(
                "REC-101", "This recording is not here any more.", "Choose another one from the list."
            )
        return item

    async def _download(self, recording: Recording, progress: Progress) -> None:
        writer = await self._media.writer(recording.id)
        arrived = 0
        try:
            async with aclosing(self._platform.download_audio(recording.id)) as chunks:
                async for chunk in chunks:
                    await writer.write(chunk)
                    arrived += len(chunk)
                    progress(min(1.0, arrived / max(1, recording.size_bytes)))
            await writer.commit()
        except BaseException:
            await writer.discard()
            raise

    async def _peaks(self, recording_id: RecordingId) -> Peaks:
        kept = await self._media.peaks(recording_id)
        if kept is not None:
            return Peaks.from_bytes(kept)
        stream = await self._media.open(recording_id)
        peaks = await asyncio.to_thread(_peaks_of, stream)
        await self._media.put_peaks(recording_id, peaks.to_bytes())
        return peaks


def _peaks_of(stream: BinaryIO) -> Peaks:
    decoder = Decoder(stream)
    try:
        return peaks_of(decoder)
    finally:
        decoder.close()
