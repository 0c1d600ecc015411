"""Audio over the line: downloads that resume where they tore, uploads read off the event loop."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from io import SEEK_END
from typing import BinaryIO

import httpx

from app.domain.ids import RecordingId
from app.protocol import routes
from app.sync.backoff import Backoff
from app.sync.faults import NONSENSE, WRONG_AUDIO, Unreachable, fault
from app.sync.transport import Bearer, Request, Transport

CHUNK = 256 * 1024
TEARS = 5
"""So many tears in a row, none of them bringing a byte, end a download."""

DIGEST_HEADER = "X-Content-SHA256"


async def download(
    transport: Transport, bearer: Bearer, recording_id: RecordingId
) -> AsyncGenerator[bytes, None]:
    """Yield a recording's FLAC in pieces; a torn transfer goes on from the last byte that came.

    Raises EnvironmentFault NET-141 after the last piece if the whole has another digest than announced:
    the caller must keep nothing of it. UserFacing when the platform refuses.
    """
    path = routes.RECORDING_AUDIO.format(recording_id=recording_id)
    digest, done, announced, total = hashlib.sha256(), 0, "", -1
    backoff, tears = Backoff(0.3, 5.0), 0
    while done != total:
        # A proxy must not compress it: ranges and the digest are of the bytes themselves.
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={done}-"} if done else {})
        before = done
        try:
            async with transport.open(Request("GET", path, headers=headers), bearer) as response:
                announced = _same_digest(announced, response.headers.get(DIGEST_HEADER, ""))
                total = _whole_size(response, total)
                skip = 0 if response.status_code == 206 else done
                # Pieces as they come: gathering them to a size would lose what a tear leaves unfinished.
                async for piece in response.aiter_raw():
                    fresh = piece[skip:]
                    skip -= min(skip, len(piece))
                    if fresh:
                        digest.update(fresh)
                        done += len(fresh)
                        yield fresh
            break
        except Unreachable:
            tears = 1 if done > before else tears + 1
            if tears >= TEARS:
                raise
        await transport.sleep(backoff.next_s())
    if digest.hexdigest() != announced:
        raise fault(WRONG_AUDIO)


async def upload(
    transport: Transport, bearer: Bearer, recording_id: RecordingId, audio: BinaryIO, sha256: str
) -> None:
    """Send a recording's FLAC from a seekable stream; repeats are harmless to the platform."""
    size = await asyncio.to_thread(audio.seek, 0, SEEK_END)
    path = routes.RECORDING_AUDIO.format(recording_id=recording_id)
    headers = {"Content-Type": "audio/flac", "Content-Length": str(size), DIGEST_HEADER: sha256}

    async def pieces() -> AsyncGenerator[bytes, None]:
        await asyncio.to_thread(audio.seek, 0)
        while piece := await asyncio.to_thread(audio.read, CHUNK):
            yield piece

    await transport.send(Request("PUT", path, content=pieces, headers=headers, idempotent=True), bearer)


def _whole_size(response: httpx.Response, known: int) -> int:
    """Return the size of the whole, which an answer of 200 tells; a part of it (206) changes nothing."""
    return int(response.headers.get("Content-Length", -1)) if response.status_code == 200 else known


def _same_digest(before: str, now: str) -> str:
    if not now or (before and before != now):
        raise fault(NONSENSE)
    return now
