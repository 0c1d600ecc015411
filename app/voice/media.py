"""The pieces between WebRTC and the recording: the track we send, and the recording's sample rate."""

import asyncio
from fractions import Fraction
from typing import Any

import av
import numpy as np
from aiortc import MediaStreamTrack

from app.ports.voice import AudioChunk
from app.voice.timeline import RATE_HZ, Pcm

RECORDING_HZ = 16_000
"""Wideband speech: what recognisers are trained on, a third of the size of the line's 48 kHz."""


class AgentTrack(MediaStreamTrack):
    """The agent's voice on its way out; `push` a frame every 20 ms."""

    kind = "audio"
    WAITING = 25
    """Frames kept while the network is slow to take them: half a second, then the oldest go."""

    def __init__(self) -> None:
        super().__init__()
        self._frames: asyncio.Queue[tuple[int, Pcm]] = asyncio.Queue()

    def push(self, position: int, frame: Pcm) -> None:
        """Queue int16 (960,) spoken at a position in samples."""
        while self._frames.qsize() >= self.WAITING:
            self._frames.get_nowait()
        self._frames.put_nowait((position, frame))

    async def recv(self) -> av.AudioFrame:
        """Return the next frame for the encoder."""
        position, samples = await self._frames.get()
        return audio_frame(samples[np.newaxis], RATE_HZ, "mono", position)


class Recorder:
    """Turns the timeline's 48 kHz into the recording's 16 kHz, without a gap between chunks."""

    def __init__(self) -> None:
        self._resampler = av.AudioResampler("s16", "stereo", RECORDING_HZ)
        self._position = 0

    def chunk(self, samples: Pcm) -> AudioChunk:
        """Return int16 (n, 2) as the next chunk; a few samples stay inside the filter."""
        frame = audio_frame(samples.reshape(1, -1), RATE_HZ, "stereo", self._position)
        self._position += len(samples)
        return self._joined(self._resampler.resample(frame))

    def rest(self) -> AudioChunk:
        """Return what the filter still holds; the recorder is finished."""
        return self._joined(self._resampler.resample(None) if self._position else [])

    def _joined(self, frames: list[av.AudioFrame]) -> AudioChunk:
        return AudioChunk(b"".join(frame.to_ndarray().tobytes() for frame in frames), RECORDING_HZ)


def audio_frame(samples: Pcm, rate_hz: int, layout: str, position: int) -> av.AudioFrame:
    """Return int16 (1, n) of interleaved samples as a frame that begins at `position`."""
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="s16", layout=layout)
    frame.sample_rate = rate_hz
    frame.pts = position
    frame.time_base = Fraction(1, rate_hz)
    return frame


def mono(frame: Any) -> Pcm:
    """Return a received frame (packed int16) as int16 (n,): the mean of its channels."""
    samples = frame.to_ndarray().reshape(frame.samples, -1)
    mixed: Pcm = samples.mean(axis=1, dtype=np.float32).astype(np.int16)
    return mixed
