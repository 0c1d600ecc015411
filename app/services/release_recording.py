"""Takes a live recording out of quarantine: checked where a speech model can, else as the policy says."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import BinaryIO, Protocol, cast

from app.audio.silence import Silenced
from app.changes import Changes
from app.domain.ids import CallId, CampaignId, Phone, RecordingId
from app.domain.policy import UncheckedAudio
from app.domain.recording import Recording
from app.domain.redaction import Redacted
from app.ports.stores import CallStore, CampaignStore, ContactStore, MediaStore, RecordingStore
from app.services.write_audio import Pcm, Written, peaks_of_pcm, write_flac

RECORDING_HZ = 16_000
"""The rate of quarantined audio, which is raw and does not say so itself."""
CHANNELS = 2
FRAME_BYTES = 2 * CHANNELS


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
    """What became of live audio. `CHECKING`: it stays in quarantine until it was listened to for what may
    not be kept. `EMPTY`: nothing had been recorded.
    """

    KEPT = "kept"
    CHECKING = "checking"
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


class Checker(Protocol):
    """Listens to quarantined audio in its own time; `CheckQuarantine` does."""

    async def can(self, language: str) -> bool:
        """Return whether a speech model for the language is here."""
        ...

    def take(self, call: RecordedCall) -> None:
        """Check the audio of this call, soon."""
        ...


class ReleaseRecording:
    """Decides about audio in quarantine; safe to repeat after a crash at any point."""

    def __init__(self, media: MediaStore, recordings: RecordingStore, checker: Checker | None = None) -> None:
        """Without a `checker` nothing is checked, as on a workstation without a speech model."""
        self._media = media
        self._recordings = recordings
        self._checker = checker

    async def keeps(self, language: str, unchecked: UncheckedAudio) -> bool:
        """Return whether a call's audio is going to be kept, at once or after a check."""
        return unchecked is UncheckedAudio.RELEASE_UNCHECKED or await self._can_check(language)

    async def __call__(self, call: RecordedCall, unchecked: UncheckedAudio) -> Released:
        """Have a call's quarantined audio checked, or do what the policy says of audio nobody can check.

        Raises EnvironmentFault (disk full, damaged); the audio then stays in quarantine.
        """
        recording_id = recording_of(call.call_id)
        if self._checker is not None and await self._checker.can(call.language):
            self._checker.take(call)
            return Released(recording_id, Fate.CHECKING, Changes())
        if unchecked is UncheckedAudio.HOLD:
            return Released(recording_id, Fate.HELD, Changes())
        if unchecked is UncheckedAudio.DISCARD:
            await self._media.end_quarantine(recording_id)
            return Released(recording_id, Fate.DISCARDED, Changes())
        return await self.keep(call)

    async def _can_check(self, language: str) -> bool:
        return self._checker is not None and await self._checker.can(language)

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
            call = await recorded_call(CallId(recording_id), calls, contacts, campaigns)
            if call is None:
                released.append(Released(recording_id, Fate.HELD, Changes()))
            else:
                released.append(await self(call, unchecked))
        return tuple(released)

    async def keep(self, call: RecordedCall, checked: Redacted | None = None) -> Released:
        """Write the final file under a new key, silent where `checked` says so, and destroy the old."""
        recording_id = recording_of(call.call_id)
        raw = await self._media.open_quarantined(recording_id)
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, thread_name_prefix="encode") as thread:
            try:
                frames = raw.seek(0, 2) // FRAME_BYTES
                if not frames:
                    await self._media.end_quarantine(recording_id)
                    return Released(recording_id, Fate.EMPTY, Changes())
                pcm = _pcm(raw, checked)
                peaks = await loop.run_in_executor(thread, peaks_of_pcm, pcm)
                written = await write_flac(await self._media.writer(recording_id), pcm, thread)
            finally:
                # Closing a file is work for the thread as well; shielded, so that it is done at any rate.
                await asyncio.shield(loop.run_in_executor(thread, raw.close))
        recording = _recording(recording_id, call, frames, written)
        changes = await self._recordings.add(recording)
        await self._media.put_peaks(recording_id, peaks)
        if checked is not None:
            changes |= await self._recordings.put_transcript(checked.transcript)
        # Last: until here a crash finds the audio in quarantine and does all of this again.
        await self._media.end_quarantine(recording_id)
        return Released(recording_id, Fate.KEPT, changes, recording)


def _pcm(raw: BinaryIO, checked: Redacted | None) -> Pcm:
    found = () if checked is None else checked.silences
    stream = Silenced(raw, RECORDING_HZ, CHANNELS, found) if found else raw
    return Pcm(cast("BinaryIO", stream), RECORDING_HZ, CHANNELS)


def _recording(recording_id: RecordingId, call: RecordedCall, frames: int, written: Written) -> Recording:
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
        size_bytes=written.size_bytes,
        sha256=written.sha256,
        revision=0,
    )


async def recorded_call(
    call_id: CallId, calls: CallStore, contacts: ContactStore, campaigns: CampaignStore
) -> RecordedCall | None:
    """Return whose call audio in quarantine is of, None where this workstation does not know."""
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
