"""Turns a dialogue into the recording a call of it would leave: stereo, agent left, customer right."""

import io

import numpy as np
import numpy.typing as npt
import soundfile

from app.domain.recording import Speaker
from app.reference_platform.simulation.dialogues import Dialogue
from app.reference_platform.simulation.voices import FILE_RATE_HZ, Pcm, Voices

CHANNEL = {Speaker.AGENT: 0, Speaker.CUSTOMER: 1}
NOISE_DBFS = -62.0
"""Level of the line noise; silence on a real line is never digital zero."""
NOISE_MEMORY = 0.85
"""How strongly noise follows its last sample: 0 is white, and lines hiss darker than that."""


def compose_call(dialogue: Dialogue, voices: Voices) -> Pcm:
    """Samples of the whole call, int16 (n, 2) at 16 kHz. The noise depends on the dialogue's seed alone."""
    mix = _line_noise(round(dialogue.duration_s * FILE_RATE_HZ), dialogue.seed)
    for spoken in dialogue.turns:
        pcm = voices.pcm(spoken.utterance.id)
        start = round(spoken.start_s * FILE_RATE_HZ)
        mix[start : start + len(pcm), CHANNEL[spoken.speaker]] += pcm
    return np.clip(np.round(mix), -32768, 32767).astype(np.int16)


def encode_flac(pcm: Pcm, rate_hz: int = FILE_RATE_HZ) -> bytes:
    """Lossless FLAC, 16 bit, of int16 samples (n,) or (n, channels)."""
    target = io.BytesIO()
    soundfile.write(target, pcm, rate_hz, format="FLAC", subtype="PCM_16")
    return target.getvalue()


def _line_noise(count: int, seed: int) -> npt.NDArray[np.float64]:
    white = np.random.default_rng([seed, count]).standard_normal((count, 2))
    taps = NOISE_MEMORY ** np.arange(24)
    taps *= 32768 * 10 ** (NOISE_DBFS / 20) / float(np.linalg.norm(taps))
    return np.stack([np.convolve(white[:, side], taps)[:count] for side in range(2)], axis=1)
