"""How loud, and how much of it is sound at all."""

import math

import numpy as np
import numpy.typing as npt

Pcm = npt.NDArray[np.int16]

SILENCE_DBFS = -42.0
"""Louder than line noise by 20 dB, softer than speech on a telephone by as much."""
WINDOW_S = 0.02


def dbfs(samples: Pcm) -> float:
    """Return the RMS level of int16 samples in dB below full scale; -inf for silence and for nothing."""
    if not samples.size:
        return -math.inf
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return 10 * math.log10(power / 32768**2) if power else -math.inf


def audible(samples: Pcm, sample_rate: int, threshold_dbfs: float = SILENCE_DBFS) -> npt.NDArray[np.bool_]:
    """Return, for each 20 ms window of int16 (n,) or (n, channels), whether any channel is heard.

    The last window may be shorter; shape (ceil(n / window),).
    """
    window = round(sample_rate * WINDOW_S)
    if not samples.size:
        return np.zeros(0, np.bool_)
    columns = samples.reshape(len(samples), -1).astype(np.float64) ** 2
    edges = np.arange(0, len(columns), window)
    lengths = np.diff(np.append(edges, len(columns)))
    power = np.add.reduceat(columns, edges, axis=0) / lengths[:, np.newaxis]
    loudest: npt.NDArray[np.float64] = power.max(axis=1)
    return loudest > 32768**2 * 10 ** (threshold_dbfs / 10)


def seconds_heard(samples: Pcm, sample_rate: int, threshold_dbfs: float = SILENCE_DBFS) -> float:
    """Return how many seconds of the samples are louder than silence, in steps of 20 ms."""
    return float(np.count_nonzero(audible(samples, sample_rate, threshold_dbfs)) * WINDOW_S)
