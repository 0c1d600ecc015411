"""Takes a live recording out of quarantine, as the policy says: kept as FLAC, held back, or destroyed."""

import asyncio
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import BinaryIO

import numpy as np

from app.audio.encode import flac_chunks
from app.audio.peaks import PeaksBuilder
from app.changes import Changes
from app.domain.ids import CallId, CampaignId, Phone, RecordingId
from app.domain.policy import UncheckedAudio
from app.domain.recording import Recording
from app.ports.stores import CallStore, CampaignStore, ContactStore, MediaStore, RecordingStore

RECORDING_HZ = 16_000
"""The rate of quarantined audio, which is raw and does not say so itself."""
FRAME_BYTES = 4
_PEAKS_BYTES = RECORDING_HZ * FRAME_BYTES * 10


def recording_of(call_id: CallId) -> RecordingId:
    """Return the id of a call's recording: the call's own, so that after a crash audio finds its call."""
    return RecordingId(call_id)


@dataclass(frozen=True)
class RecordedCall:
    """Whose call is recorded; everything a `Recording` needs but the audio's own figures."""

    call_id: CallId
    campaign_id: CampaignId
    contact_name: str
    company: str
    phone: Phone | None
    agent_name: str
    language: str
    started_at: datetime


class Fate(StrEnum):
    """What became of live audio. `EMPTY`: nothing had been recorded."""

    KEPT = "kept"
    HELD = "held"
    DISCARDED = "discarded"
    EMPTY = "empty"


@dataclass(frozen=True)
class Released:
    """What became of one recording, and what changed; `recording` is set when it was kept."""

    recording_id: RecordingId
    fate: Fate
    changes: Changes
    recording: Recording | None = None


class ReleaseRecording:
    """Decides about audio in quarantine; safe to repeat after a crash at any point."""

    def __init__(self, media: MediaStore, recordings: RecordingStore) -> None:
        self._media = media
        self._recordings = recordings

    async def __call__(self, call: RecordedCall, unchecked: UncheckedAudio) -> Released:
        """Do with a call's quarantined audio what the policy says of audio nobody has checked.

        Raises EnvironmentFault (disk full, damaged); the audio then stays in quarantine.
        """
        recording_id = recording_of(call.call_id)
        if unchecked is UncheckedAudio.HOLD:
            return Released(recording_id, Fate.HELD, Changes())
        if unchecked is UncheckedAudio.DISCARD:
            await self._media.end_quarantine(recording_id)
            return Released(recording_id, Fate.DISCARDED, Changes())
        return await self._keep(recording_id, call)

    async def recover(
        self,
        calls: CallStore,
        contacts: ContactStore,
        campaigns: CampaignStore,
        unchecked: UncheckedAudio,
    ) -> tuple[Released, ...]:
        """Decide about what a crash left in quarantine. Audio whose call is unknown here stays held."""
        released = []
        for recording_id in await self._media.quarantined():
            call = await _recorded(CallId(recording_id), calls, contacts, campaigns)
            if call is None:
                released.append(Released(recording_id, Fate.HELD, Changes()))
            else:
                released.append(await self(call, unchecked))
        return tuple(released)

    async def _keep(self, recording_id: RecordingId, call: RecordedCall) -> Released:
        raw = await self._media.open_quarantined(recording_id)
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, thread_name_prefix="encode") as thread:
            try:
                frames = raw.seek(0, 2) // FRAME_BYTES
                if not frames:
                    await self._media.end_quarantine(recording_id)
                    return Released(recording_id, Fate.EMPTY, Changes())
                peaks = await loop.run_in_executor(thread, _peaks, raw)
                size, sha256 = await self._write(recording_id, raw, thread)
            finally:
                # Closing a file is work for the thread as well; shielded, so that it is done at any rate.
                await asyncio.shield(loop.run_in_executor(thread, raw.close))
        recording = _recording(recording_id, call, frames, size, sha256)
        changes = await self._recordings.add(recording)
        await self._media.put_peaks(recording_id, peaks)
        # Last: until here a crash finds the audio in quarantine and does all of this again.
        await self._media.end_quarantine(recording_id)
        return Released(recording_id, Fate.KEPT, changes, recording)

    async def _write(
        self, recording_id: RecordingId, raw: BinaryIO, thread: ThreadPoolExecutor
    ) -> tuple[int, str]:
        """Encode into the store; return the size in bytes and the SHA-256."""
        loop = asyncio.get_running_loop()
        writer = await self._media.writer(recording_id)
        digest, size = hashlib.sha256(), 0
        chunks: Iterator[bytes] = flac_chunks(raw, RECORDING_HZ)
        try:
            while (chunk := await loop.run_in_executor(thread, next, chunks, None)) is not None:
                digest.update(chunk)
                size += len(chunk)
                await writer.write(chunk)
            await writer.commit()
        except BaseException:
            await writer.discard()
            raise
        return size, digest.hexdigest()


def _peaks(raw: BinaryIO) -> bytes:
    builder = PeaksBuilder(RECORDING_HZ)
    raw.seek(0)
    rest = b""
    while data := raw.read(_PEAKS_BYTES):
        data = rest + data
        whole = len(data) - len(data) % FRAME_BYTES
        rest = data[whole:]
        builder.add(np.frombuffer(data[:whole], "<i2").reshape(-1, 2))
    return builder.finish().to_bytes()


def _recording(
    recording_id: RecordingId, call: RecordedCall, frames: int, size: int, sha256: str
) -> Recording:
    duration_s = frames / RECORDING_HZ
    return Recording(
        id=recording_id,
        call_id=call.call_id,
        campaign_id=call.campaign_id,
        contact_name=call.contact_name,
        company=call.company,
        phone=call.phone,
        agent_name=call.agent_name,
        language=call.language,
        started_at=call.started_at,
        ended_at=call.started_at + timedelta(seconds=duration_s),
        duration_s=duration_s,
        sample_rate=RECORDING_HZ,
        size_bytes=size,
        sha256=sha256,
        revision=0,
    )


async def _recorded(
    call_id: CallId, calls: CallStore, contacts: ContactStore, campaigns: CampaignStore
) -> RecordedCall | None:
    call = await calls.get(call_id)
    if call is None:
        return None
    contact = await contacts.get(call.contact_id) if call.contact_id else None
    campaign = await campaigns.get(call.campaign_id)
    language = contact.language if contact else (campaign.language if campaign else "")
    return RecordedCall(
        call_id=call_id,
        campaign_id=call.campaign_id,
        contact_name=call.contact_name,
        company=contact.company if contact else "",
        phone=call.phone,
        agent_name=call.agent_name,
        language=language,
        started_at=call.answered_at or call.started_at,
    )
