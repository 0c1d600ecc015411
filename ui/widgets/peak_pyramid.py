"""Minimum and maximum of a channel at any zoom, fast enough to follow a drag."""

import numpy as np

from ui.widgets.wave_data import Peaks

_FACTOR = 4


class PeakPyramid:
    """Built once from peaks of shape (n, 2); each level holds a quarter of the one below."""

    def __init__(self, peaks: Peaks) -> None:
        if peaks.ndim != 2 or peaks.shape[1] != 2:
            raise ValueError(f"peaks need shape (n, 2), not {peaks.shape}")
        self._levels: list[Peaks] = [np.ascontiguousarray(peaks, dtype=np.float32)]
        while len(self._levels[-1]) >= 2 * _FACTOR:
            below = self._levels[-1]
            edges = np.arange(0, len(below), _FACTOR)
            lows = np.minimum.reduceat(below[:, 0], edges)
            highs = np.maximum.reduceat(below[:, 1], edges)
            self._levels.append(np.stack([lows, highs], axis=1))

    def columns(self, first: float, last: float, count: int) -> Peaks:
        """Shape (count, 2) for the stretch from ``first`` to ``last``, both shares 0-1 of the recording."""
        per_column = (last - first) * len(self._levels[0]) / max(1, count)
        depth = 0
        while depth + 1 < len(self._levels) and per_column >= _FACTOR ** (depth + 1):
            depth += 1
        level = self._levels[depth]
        if not len(level) or count <= 0:
            return np.zeros((max(0, count), 2), np.float32)
        # Count in finest peaks first: the last entry of a level may stand for fewer than the others, so a
        # share of the level's own length would drift.
        length = len(self._levels[0])
        edges = np.linspace(first * length, last * length, count + 1) / _FACTOR**depth
        starts = np.clip(np.floor(edges[:-1]).astype(np.intp), 0, len(level) - 1)
        ends = np.clip(np.ceil(edges[1:]).astype(np.intp), starts + 1, len(level))
        # One reduceat over interleaved (start, end) pairs gives every column and, between them, waste. A pair
        # may end where the array does, which reduceat refuses: one padding row makes it legal.
        padded = np.concatenate([level, level[-1:]])
        pairs = np.stack([starts, ends], axis=1).ravel()
        lows = np.minimum.reduceat(padded[:, 0], pairs)[::2]
        highs = np.maximum.reduceat(padded[:, 1], pairs)[::2]
        return np.stack([lows, highs], axis=1).astype(np.float32)
