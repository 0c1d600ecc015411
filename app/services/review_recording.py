"""Work through recordings: list, fetch, look, read, annotate. Offline with what is here."""

import asyncio
import io
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import BinaryIO, Protocol

from app.analysis.findings import Analysis
from app.audio.decode import Decoder
from app.audio.peaks import Peaks, peaks_of
from app.changes import Changes
from app.domain.actions import PutMark, RemoveMark
from app.domain.call import Call
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
from app.domain.redaction import Silence
from app.errors import UserFacing
from app.ports.clock import Clock
from app.ports.stores import CallStore, MediaStore, Outbox, RecordingStore, Replica
from app.services.analyse_recording import AnalyseRecording
from app.services.redact_recording import RedactRecording

PAGE = 50
Progress = Callable[[float], None]
"""Told the share (0-1) of the audio that has arrived."""


class ReviewStores(Protocol):
    """The stores that a review works on."""

    @property
    def recordings(self) -> RecordingStore:
        """Recordings, transcripts, marks."""
        ...

    @property
    def media(self) -> MediaStore:
        """Their audio."""
        ...

    @property
    def calls(self) -> CallStore:
        """The calls that were recorded."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What the reviewer does, on its way."""
        ...

    @property
    def replica(self) -> Replica:
        """The policy, which says what is removed."""
        ...


class AudioPlatform(Protocol):
    """The platform's side of a review."""

    def download_audio(self, recording_id: RecordingId) -> AsyncGenerator[bytes, None]:
        """Yield a recording's FLAC in chunks."""
        ...


@dataclass(frozen=True)
class Opened:
    """A recording as the page shows it. `peaks` is None until they were made from audio that is here;
    `call` is None where only the recording is known, `analysis` where nothing can be derived."""

    item: RecordingItem
    transcript: Transcript | None
    marks: tuple[Mark, ...]
    peaks: Peaks | None
    call: Call | None = None
    analysis: Analysis | None = None


class ReviewRecording:
    """The use cases of a reviewer; one per signed-in person."""

    def __init__(
        self,
        stores: ReviewStores,
        platform: AudioPlatform,
        user: User,
        clock: Clock,
        analyse: AnalyseRecording | None = None,
    ) -> None:
        self._analyse = analyse
        self._recordings = stores.recordings
        self._media = stores.media
        self._calls = stores.calls
        self._outbox = stores.outbox
        self._redact = RedactRecording(stores.media, stores.recordings, stores.replica)
        self._platform = platform
        self._user = user
        self._clock = clock
        self._fetching: dict[RecordingId, asyncio.Lock] = {}

    async def page(self, wanted: RecordingFilter, after: str | None = None) -> RecordingPage:
        """Return a page of recordings, newest first."""
        return await self._recordings.page(wanted, after, PAGE)

    async def without_words(self, wanted: RecordingFilter) -> int:
        """Return how many recordings the filters alone let through."""
        return (await self._recordings.page(replace(wanted, text=""), None, 1)).total

    async def open(self, recording_id: RecordingId) -> Opened:
        """Return what is here of a recording; raises UserFacing REC-101 when it is gone."""
        item = await self._item(recording_id)
        # One that may not be used shows that it is kept, and nothing of what was said in it.
        shown = not item.recording.restricted
        transcript = await self._recordings.transcript(recording_id) if shown else None
        return Opened(
            item,
            transcript,
            await self._recordings.marks(recording_id) if shown else (),
            await self._kept_peaks(item) if shown else None,
            await self._calls.get(item.recording.call_id),
            await self._analysis(item.recording, transcript),
        )

    async def peaks(self, recording_id: RecordingId) -> Peaks:
        """Return the peaks of audio that is here; made in a thread the first time, and kept.

        Raises UserFacing REC-102 when the recording may not be used, AUD-103 when its audio is broken.
        """
        item = await self._usable(recording_id)
        kept = await self._kept_peaks(item)
        if kept is not None:
            return kept
        stream = await self._media.open(recording_id)
        peaks = await asyncio.to_thread(_peaks_of, stream)
        await self._media.put_peaks(recording_id, peaks.to_bytes())
        return peaks

    async def fetch(self, recording_id: RecordingId, progress: Progress) -> None:
        """Bring the audio here, encrypted as it arrives.

        Raises EnvironmentFault when the platform cannot be reached; what has arrived is then destroyed.
        """
        async with self._fetching.setdefault(recording_id, asyncio.Lock()):
            item = await self._usable(recording_id)
            if not await self._media.has(recording_id):
                await self._download(item.recording, progress)

    async def fetch_again(self, recording_id: RecordingId, progress: Progress) -> None:
        """Replace audio that cannot be read; what is here stays until the new file is complete.

        Raises UserFacing REC-103 when the platform does not have the audio yet: there is nothing to fetch.
        """
        async with self._fetching.setdefault(recording_id, asyncio.Lock()):
            item = await self._usable(recording_id)
            if recording_id in await self._media.waiting_upload():
                raise UserFacing(
                    "REC-103",
                    "The platform does not have this recording yet.",
                    "It stays here and is sent by itself; fetch it again after that.",
                )
            await self._download(item.recording, progress)

    async def audio(self, recording_id: RecordingId) -> BinaryIO:
        """Return the audio to play: seekable FLAC. The player closes it. Raises UserFacing REC-102."""
        await self._usable(recording_id)
        return await self._media.open(recording_id)

    async def put_mark(
        self, recording_id: RecordingId, start_s: float, end_s: float | None, text: str
    ) -> Changes:
        """Keep a mark at a moment, or over a region when `end_s` is given."""
        return await self._keep(PutMark(MarkId(new_id()), recording_id, start_s, end_s, text))

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
                "REC-101",
                "This recording cannot be shown any more.",
                "It was deleted, or frozen at the person's request; choose another one from the list.",
            )
        return item

    async def _usable(self, recording_id: RecordingId) -> RecordingItem:
        item = await self._item(recording_id)
        if item.recording.restricted:
            raise UserFacing(
                "REC-102",
                "This recording is frozen at the person's request (art. 18).",
                "It is kept, but not played, searched or scored until the privacy officer releases it.",
            )
        return item

    async def _download(self, recording: Recording, progress: Progress) -> None:
        if known := await self._redact.known(recording.id):
            await self._download_silenced(recording, known, progress)
        else:
            await self._download_as_it_is(recording, progress)
        # A transcript that came meanwhile may say that something has to go.
        await self._redact.after_fetching(recording.id)

    async def _download_silenced(
        self, recording: Recording, known: Sequence[Silence], progress: Progress
    ) -> None:
        """Keep nothing of the file as it comes: it lies in memory until it was silenced."""
        whole = bytearray()
        async with aclosing(self._platform.download_audio(recording.id)) as chunks:
            async for chunk in chunks:
                whole += chunk
                progress(min(1.0, len(whole) / max(1, recording.size_bytes)))
        await self._redact.keep_fetched(recording.id, io.BytesIO(whole), known)

    async def _download_as_it_is(self, recording: Recording, progress: Progress) -> None:
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

    async def _analysis(self, recording: Recording, transcript: Transcript | None) -> Analysis | None:
        if self._analyse is None or transcript is None:
            return None
        return await self._analyse.of(recording, transcript)

    async def _kept_peaks(self, item: RecordingItem) -> Peaks | None:
        if item.audio is not AudioState.HERE:
            return None
        kept = await self._media.peaks(item.recording.id)
        return None if kept is None else Peaks.from_bytes(kept)


def _peaks_of(stream: BinaryIO) -> Peaks:
    decoder = Decoder(stream)
    try:
        return peaks_of(decoder)
    finally:
        decoder.close()
