"""Where one sound lies inside another, and how much of it is there."""

import numpy as np
import numpy.typing as npt

Pcm = npt.NDArray[np.int16]
Wave = npt.NDArray[np.float64]


def to_16k(pcm: Pcm) -> Wave:
    """Return 48 kHz samples at 16 kHz; the mean of three is filter enough to compare speech."""
    return np.asarray(pcm[: len(pcm) // 3 * 3].reshape(-1, 3).mean(axis=1), np.float64)


def lag_and_likeness(sound: Wave, reference: Wave) -> tuple[int, float]:
    """Return by how many samples `reference` lies later in `sound`, and their correlation there (0-1)."""
    size = 1 << (len(sound) + len(reference)).bit_length()
    product = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(reference, size))
    at_lag = np.fft.irfft(product, size)
    best = int(np.argmax(at_lag))
    lag = best - size if best > size // 2 else best
    a = sound[max(0, lag) : lag + len(reference)]
    b = reference[max(0, -lag) : max(0, -lag) + len(a)]
    return lag, float(np.dot(a[: len(b)], b) / (np.linalg.norm(a[: len(b)]) * np.linalg.norm(b) + 1e-9))


def drift_ms(sound: Wave, reference: Wave, rate: int = 16_000) -> float:
    """Return how much the lag differs between voiced windows of the first and the last third, in ms."""
    whole, _ = lag_and_likeness(sound, reference)
    lags = []
    window = 2 * rate
    for start in range(0, len(reference) - window, rate // 2):
        part = reference[start : start + window]
        at = start + whole
        if np.sqrt(np.mean(part**2)) < 400 or at < rate // 4:
            continue
        around = sound[at - rate // 4 : at + window + rate // 4]
        lag, likeness = lag_and_likeness(around, part)
        if likeness > 0.7:
            lags.append((start, (lag - rate // 4) / rate * 1000))
    assert len(lags) >= 4, "too little speech to tell"
    third = len(reference) / 3
    early = [ms for start, ms in lags if start < third]
    late = [ms for start, ms in lags if start >= third]
    assert early, "no speech in the first third"
    assert late, "no speech later"
    return max(abs(a - b) for a in early for b in late)
