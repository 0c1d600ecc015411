"""Samples into the store as FLAC, with their peaks; used wherever audio is written for keeps."""

import asyncio
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from app.audio.encode import flac_chunks
from app.audio.peaks import PeaksBuilder
from app.ports.stores import MediaWriter

_PEAKS_S = 10


@dataclass(frozen=True)
class Written:
    """The file as it is stored: bytes and SHA-256 (hex)."""

    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Pcm:
    """Interleaved little-endian int16 in a seekable stream that belongs to one thread."""

    stream: BinaryIO
    rate: int
    channels: int


async def write_flac(writer: MediaWriter, pcm: Pcm, thread: ThreadPoolExecutor) -> Written:
    """Encode into a file of the store and commit it; what goes wrong leaves nothing of it behind."""
    loop = asyncio.get_running_loop()
    digest, size = hashlib.sha256(), 0
    chunks: Iterator[bytes] = flac_chunks(pcm.stream, pcm.rate, pcm.channels)
    try:
        while (chunk := await loop.run_in_executor(thread, next, chunks, None)) is not None:
            digest.update(chunk)
            size += len(chunk)
            await writer.write(chunk)
        await writer.commit()
    except BaseException:
        await writer.discard()
        raise
    return Written(size, digest.hexdigest())


def peaks_of_pcm(pcm: Pcm) -> bytes:
    """Return the bytes of the peaks pyramid of these samples. Blocking."""
    builder, frame = PeaksBuilder(pcm.rate, pcm.channels), 2 * pcm.channels
    pcm.stream.seek(0)
    rest = b""
    while data := pcm.stream.read(pcm.rate * frame * _PEAKS_S):
        data = rest + data
        whole = len(data) - len(data) % frame
        rest = data[whole:]
        builder.add(np.frombuffer(data[:whole], "<i2").reshape(-1, pcm.channels))
    return builder.finish().to_bytes()
