"""Takes out of a recording's sound what its transcript must not say; the text is masked by the store."""

import asyncio
import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import BinaryIO, cast

from app.audio.decode import Decoder
from app.audio.silence import Samples, Silenced, is_silent
from app.domain.ids import RecordingId
from app.domain.recording import Transcript
from app.domain.redaction import ALL_KINDS, SecretKind, Silence, redact, silences
from app.errors import UserFacing
from app.ports.stores import MediaStore, RecordingStore, Replica
from app.services.write_audio import Pcm, peaks_of_pcm, write_flac

_PIECE_BYTES = 1 << 20


class RedactRecording:
    """Silences audio that is here; safe to repeat, and to be killed at any point."""

    def __init__(self, media: MediaStore, recordings: RecordingStore, replica: Replica) -> None:
        self._media = media
        self._recordings = recordings
        self._replica = replica

    async def kinds(self) -> tuple[SecretKind, ...]:
        """Return what the policy has removed; everything while there is no policy."""
        policy = await self._replica.policy()
        return ALL_KINDS if policy is None else policy.redact

    async def before_keeping(self, transcripts: Sequence[Transcript]) -> tuple[RecordingId, ...]:
        """Silence the audio of transcripts that are about to be kept, where it is here; return whose.

        Sound goes before text: a crash between the two leaves nothing to be heard and a text to make again.
        Raises EnvironmentFault (disk full); nothing is changed then.
        """
        if not transcripts:
            return ()
        found = await asyncio.to_thread(_silences, transcripts, await self.kinds())
        for recording_id, stretches in found.items():
            await self._silence(recording_id, stretches)
        return tuple(found)

    async def known(self, recording_id: RecordingId) -> tuple[Silence, ...]:
        """Return what the kept transcript says was removed; () where there is none."""
        transcript = await self._recordings.transcript(recording_id)
        return () if transcript is None else silences(transcript)

    async def after_fetching(self, recording_id: RecordingId) -> None:
        """Silence audio that has just come, where a transcript that was kept meanwhile says so."""
        found = await self.known(recording_id)
        if found:
            await self._silence(recording_id, found)

    async def keep_fetched(self, recording_id: RecordingId, file: BinaryIO, found: Sequence[Silence]) -> None:
        """Keep audio that is not in the store yet, without what was found; closes `file`.

        Raises UserFacing AUD-103 when it cannot be read, EnvironmentFault when it cannot be written.
        """
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, thread_name_prefix="redact") as thread:
            decoder = await loop.run_in_executor(thread, Decoder, file)
            try:
                await self._write(recording_id, decoder, found, thread)
            finally:
                await asyncio.shield(loop.run_in_executor(thread, decoder.close))

    async def _silence(self, recording_id: RecordingId, found: Sequence[Silence]) -> None:
        if not await self._media.has(recording_id):
            return
        stream = await self._media.open(recording_id)
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, thread_name_prefix="redact") as thread:
            try:
                decoder = await loop.run_in_executor(thread, Decoder, stream)
                if not await loop.run_in_executor(thread, is_silent, decoder, found):
                    await self._write(recording_id, decoder, found, thread)
            except UserFacing as trouble:
                if trouble.explanation.code != "AUD-103":
                    raise
                # What cannot be read cannot be silenced either, and may still hold it.
                await self._media.remove(recording_id)
            finally:
                await asyncio.shield(loop.run_in_executor(thread, stream.close))
            await self._announce(recording_id, thread)

    async def _write(
        self,
        recording_id: RecordingId,
        decoder: Decoder,
        found: Sequence[Silence],
        thread: ThreadPoolExecutor,
    ) -> None:
        """Write the file anew, under a key of its own; the one it replaces is destroyed with its key."""
        pcm = silenced_pcm(decoder, found)
        waiting = recording_id in await self._media.waiting_upload()
        # Made before the new file takes the old one's place: the old one cannot be read after that.
        peaks = await asyncio.get_running_loop().run_in_executor(thread, peaks_of_pcm, pcm)
        writer = await self._media.writer(recording_id)
        if not waiting:
            # The platform has its audio, or made it: a new file here is nothing to send.
            await self._media.uploaded(recording_id)
        await write_flac(writer, pcm, thread)
        await self._media.put_peaks(recording_id, peaks)

    async def _announce(self, recording_id: RecordingId, thread: ThreadPoolExecutor) -> None:
        """Give a recording that is still to be sent the size and digest of the file as it is now."""
        item = await self._recordings.get(recording_id)
        if item is None or recording_id not in await self._media.waiting_upload():
            return
        stream = await self._media.open(recording_id)
        size, sha256 = await asyncio.get_running_loop().run_in_executor(thread, _facts, stream)
        if sha256 != item.recording.sha256:
            await self._recordings.add(replace(item.recording, size_bytes=size, sha256=sha256))


def _silences(
    transcripts: Sequence[Transcript], kinds: Sequence[SecretKind]
) -> dict[RecordingId, tuple[Silence, ...]]:
    found = {one.recording_id: redact(one, kinds).silences for one in transcripts}
    return {recording_id: stretches for recording_id, stretches in found.items() if stretches}


def _facts(stream: BinaryIO) -> tuple[int, str]:
    """Return size and SHA-256 of a file, and close it."""
    try:
        digest, size = hashlib.sha256(), 0
        while data := stream.read(_PIECE_BYTES):
            digest.update(data)
            size += len(data)
        return size, digest.hexdigest()
    finally:
        stream.close()


def silenced_pcm(decoder: Decoder, found: Sequence[Silence]) -> Pcm:
    """Return a recording's samples without what was found."""
    samples = cast("BinaryIO", Samples(decoder))
    stream = Silenced(samples, decoder.sample_rate, decoder.channels, found)
    return Pcm(cast("BinaryIO", stream), decoder.sample_rate, decoder.channels)
