"""Minima and maxima of a recording at several scales: a waveform at any zoom without touching the audio.

Level 0 has one (minimum, maximum) per `SAMPLES_PER_PEAK` samples and channel; each further level covers
`FACTOR` times as much, up to one that fits a few hundred peaks.

Bytes, little-endian: magic `CNPK`, uint16 version 1, uint16 channels, uint32 sample rate, uint32 samples per
peak, uint64 samples per channel, then level 0 alone as int16 [peak][channel][minimum, maximum]. The other
levels are cheaper to make again than to read. An hour of stereo is 1.8 MB.
"""

import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.audio.decode import Decoder

Pcm = npt.NDArray[np.int16]
Level = npt.NDArray[np.int16]
"""Shape (peaks, channels, 2): minimum and maximum."""

SAMPLES_PER_PEAK = 256
FACTOR = 4
_TOP = 512
_HEADER = struct.Struct("<4sHHIIQ")
_MAGIC, _VERSION = b"CNPK", 1


@dataclass(frozen=True, eq=False)
class Peaks:
    """A pyramid; `levels[0]` is the finest. `frames` are samples per channel."""

    sample_rate: int
    frames: int
    levels: tuple[Level, ...]

    @property
    def channels(self) -> int:
        """How many channels there are."""
        return int(self.levels[0].shape[1])

    @property
    def duration_s(self) -> float:
        """Length of the recording in seconds."""
        return self.frames / self.sample_rate

    def wave(self, channel: int) -> npt.NDArray[np.float32]:
        """Return the finest level of a channel, float32 (peaks, 2) in -1..1."""
        finest: npt.NDArray[np.float32] = self.levels[0][:, channel].astype(np.float32) / np.float32(32768)
        return finest

    def level_for(self, samples_per_pixel: float) -> int:
        """Return the coarsest level that still has at least one peak a pixel; 0 when none has."""
        fitting = [
            n for n in range(len(self.levels)) if SAMPLES_PER_PEAK * FACTOR**n <= max(0.0, samples_per_pixel)
        ]
        return fitting[-1] if fitting else 0

    def columns(self, start_s: float, end_s: float, width: int) -> Level:
        """Return int16 (width, channels, 2) for a stretch drawn `width` pixels wide.

        Every sample of the stretch is inside its column's range; columns outside the recording are zero.
        """
        drawn: Level = np.zeros((max(0, width), self.channels, 2), np.int16)
        if width <= 0 or end_s <= start_s:
            return drawn
        per_pixel = (end_s - start_s) * self.sample_rate / width
        number = self.level_for(per_pixel)
        level, step = self.levels[number], SAMPLES_PER_PEAK * FACTOR**number
        edges = start_s * self.sample_rate + np.arange(width + 1) * per_pixel
        inside = np.flatnonzero((edges[1:] > 0) & (edges[:-1] < self.frames))
        if not len(inside) or not len(level):
            return drawn
        first = np.clip(np.floor(edges[inside] / step), 0, len(level) - 1).astype(np.intp)
        last = np.clip(np.ceil(edges[inside + 1] / step), first + 1, len(level)).astype(np.intp)
        drawn[inside] = _ranges(level, first, last)
        return drawn

    def to_bytes(self) -> bytes:
        """Return the bytes described above."""
        header = _HEADER.pack(
            _MAGIC, _VERSION, self.channels, self.sample_rate, SAMPLES_PER_PEAK, self.frames
        )
        return header + self.levels[0].astype("<i2").tobytes()

    @staticmethod
    def from_bytes(data: bytes) -> "Peaks":
        """Return the pyramid; raises ValueError for bytes of another format, version or length."""
        if len(data) < _HEADER.size:
            raise ValueError("peaks: too short")
        magic, version, channels, rate, per_peak, frames = _HEADER.unpack_from(data)
        if (magic, version, per_peak) != (_MAGIC, _VERSION, SAMPLES_PER_PEAK) or not channels or not rate:
            raise ValueError("peaks: another format or version")
        count = -(-frames // per_peak)
        if len(data) != _HEADER.size + count * channels * 4:
            raise ValueError("peaks: the length does not fit the header")
        finest = np.frombuffer(data, "<i2", offset=_HEADER.size).reshape(count, channels, 2)
        return Peaks(rate, frames, _levels(finest.astype(np.int16)))


class PeaksBuilder:
    """Builds peaks from blocks as they come, during a call for example; memory is level 0 alone."""

    def __init__(self, sample_rate: int, channels: int = 2) -> None:
        self._sample_rate = sample_rate
        self._frames = 0
        self._rest: Pcm = np.zeros((0, channels), np.int16)
        self._parts: list[Level] = []

    def add(self, block: Pcm) -> None:
        """Take the next int16 (n, channels)."""
        self._frames += len(block)
        block = np.concatenate([self._rest, block])
        whole = len(block) - len(block) % SAMPLES_PER_PEAK
        self._rest = block[whole:].copy()
        if whole:
            self._parts.append(_extremes(block[:whole].reshape(-1, SAMPLES_PER_PEAK, block.shape[1])))

    def finish(self) -> Peaks:
        """Return the pyramid of everything added."""
        parts = list(self._parts)
        if len(self._rest):
            parts.append(_extremes(self._rest[np.newaxis]))
        channels = self._rest.shape[1]
        finest = np.concatenate([np.zeros((0, channels, 2), np.int16), *parts])
        return Peaks(self._sample_rate, self._frames, _levels(finest))


def peaks_of(decoder: Decoder) -> Peaks:
    """Return the peaks of a whole recording; ~1 s for an hour of FLAC, so call it in a thread."""
    builder = PeaksBuilder(decoder.sample_rate, decoder.channels)
    for block in decoder.blocks(decoder.sample_rate * 10):
        builder.add(block)
    return builder.finish()


def _extremes(groups: Pcm) -> Level:
    """Reduce (peaks, samples, channels) to (peaks, channels, 2)."""
    return np.stack([groups.min(axis=1), groups.max(axis=1)], axis=-1)


def _levels(finest: Level) -> tuple[Level, ...]:
    levels = [finest]
    while len(levels[-1]) > _TOP:
        below = levels[-1]
        edges = np.arange(0, len(below), FACTOR)
        lows = np.minimum.reduceat(below[..., 0], edges, axis=0)
        highs = np.maximum.reduceat(below[..., 1], edges, axis=0)
        levels.append(np.stack([lows, highs], axis=-1))
    return tuple(levels)


def _ranges(level: Level, first: npt.NDArray[np.intp], last: npt.NDArray[np.intp]) -> Level:
    """Reduce level[first[i]:last[i]] for each i, without a loop."""
    # reduceat reduces between neighbouring indices: every second result is a range, the others are waste.
    # It refuses an index at the very end, so one row that belongs to no range is added.
    padded = np.concatenate([level, level[-1:]])
    pairs = np.stack([first, last], axis=1).ravel()
    lows = np.minimum.reduceat(padded[..., 0], pairs, axis=0)[::2]
    highs = np.maximum.reduceat(padded[..., 1], pairs, axis=0)[::2]
    return np.stack([lows, highs], axis=-1)
