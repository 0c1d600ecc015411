"""Makes the demo voices from the texts in `lines/` and the speakers in `voices.toml`.

Run from anywhere, without arguments: `python resources/voices/build/synthesise.py`. It needs libespeak-ng
(Debian: `espeak-ng libespeak-ng1`; 1.51 made the committed files), numpy and PyAV, and no network. It
rewrites `resources/voices/<voice>/*.opus` and `resources/voices/manifest.json`. The same library versions
give the same bytes: voices and lines are spoken in a fixed order, and the Ogg stream has no random serial.

libespeak-ng is called through ctypes because it alone knows when each word starts, to the sample. A word ends
with the last sound before the next word starts, so that pauses belong to no word.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import io
import json
import re
import shutil
import sys
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

BUILD = Path(__file__).resolve().parent
VOICES = BUILD.parent
RATE_HZ = 16_000
BIT_RATE = 20_000
LEVEL_DBFS = -20.0
PEAK_MAX = 0.75
"""Before encoding: Opus overshoots by up to 3 dB on these voices, and must not clip either."""
EDGE_S = 0.04
"""Silence kept before the first and after the last sound."""
FADE_S = 0.01
SOUND_FLOOR_DB = -40.0
"""A 5 ms frame this far under the loudest one counts as silence."""
WORD = re.compile(r"\S*\w\S*(?:\s+[?!:;]+)?")
"""A token with its punctuation, even behind a space: joined by spaces they give the text."""

Samples = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Speaker:
    """One `[[voice]]` of voices.toml; rate in words per minute, pitch 0-99."""

    id: str
    name: str
    language: str
    role: str
    espeak: str
    rate: int
    pitch: int


@dataclass(frozen=True)
class Word:
    """`text` sounds from `start` to `end`, in samples."""

    text: str
    start: int
    end: int


class _EventId(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    ]


class _Voice(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("languages", ctypes.c_char_p), ("identifier", ctypes.c_char_p)]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class Espeak:
    """libespeak-ng in retrieval mode: text in, samples and word starts out."""

    _RETRIEVAL, _CHARS_UTF8, _POSITION_CHARACTER, _PHONEME_EVENTS = 1, 1, 1, 1
    _WORD, _PHONEME, _TERMINATED = 1, 7, 0
    _PARAMETER_RATE, _PARAMETER_PITCH = 1, 3

    def __init__(self, *, phonemes: bool = False) -> None:
        """With `phonemes`, `sounds` tells after each `speak` which sound starts where."""
        self._lib = ctypes.CDLL(ctypes.util.find_library("espeak-ng") or "libespeak-ng.so.1")
        options = self._PHONEME_EVENTS if phonemes else 0
        self.rate_hz = int(self._lib.espeak_Initialize(self._RETRIEVAL, 0, None, options))
        self.sounds: list[tuple[str, int]] = []
        """Mnemonics of the last text's phonemes ("_" is a pause), each with its first sample."""
        if self.rate_hz <= 0:
            raise RuntimeError("libespeak-ng did not start: is espeak-ng-data installed?")
        self._lib.espeak_GetCurrentVoice.restype = ctypes.POINTER(_Voice)
        self._chunks: list[npt.NDArray[np.int16]] = []
        self._starts: list[tuple[int, int]] = []
        self._callback = _Callback(self._receive)
        self._lib.espeak_SetSynthCallback(self._callback)

    def use(self, speaker: Speaker) -> None:
        """Loads the speaker's voice; raises `RuntimeError` where the library fell back to another one."""
        status = self._lib.espeak_SetVoiceByName(speaker.espeak.encode())
        loaded = (self._lib.espeak_GetCurrentVoice().contents.identifier or b"").decode()
        if status != 0 or loaded != speaker.espeak:
            raise RuntimeError(f"{speaker.espeak}: the library loaded {loaded!r} instead")
        self._lib.espeak_SetParameter(self._PARAMETER_RATE, speaker.rate, 0)
        self._lib.espeak_SetParameter(self._PARAMETER_PITCH, speaker.pitch, 0)

    def speak(self, text: str) -> tuple[Samples, list[tuple[int, int]]]:
        """Samples (n,) in -1..1 at `rate_hz`, and (character index, first sample) of each spoken word."""
        self._chunks, self._starts, self.sounds = [], [], []
        data = text.encode() + b"\0"
        self._lib.espeak_Synth(
            data, ctypes.c_size_t(len(data)), 0, self._POSITION_CHARACTER, 0, self._CHARS_UTF8, None, None
        )
        self._lib.espeak_Synchronize()
        return np.concatenate(self._chunks).astype(np.float64) / 32768.0, self._starts

    def _receive(self, wav: Any, count: int, events: Any) -> int:
        if count > 0:
            self._chunks.append(np.ctypeslib.as_array(wav, (count,)).copy())
        index = 0
        while events[index].type != self._TERMINATED:
            if events[index].type == self._WORD:
                self._starts.append((events[index].text_position - 1, events[index].sample))
            elif events[index].type == self._PHONEME:
                name = bytes(events[index].id.string).rstrip(b"\0").decode("utf-8", "replace")
                self.sounds.append((name, events[index].sample))
            index += 1
        return 0


def sounding(samples: Samples, rate_hz: int) -> npt.NDArray[np.bool_]:
    """Marks the 5 ms frames (n_frames,) of `samples` that hold sound."""
    step = rate_hz // 200
    frames = np.pad(samples, (0, -len(samples) % step)).reshape(-1, step)
    level = np.sqrt(np.mean(frames**2, axis=1))
    return np.asarray(level > level.max() * 10 ** (SOUND_FLOOR_DB / 20))


def timed_words(text: str, starts: list[tuple[int, int]], samples: Samples, rate_hz: int) -> list[Word]:
    """Gives each token of `text` its span; tokens spoken as one word share that word's span by length."""
    tokens = list(WORD.finditer(text))
    onset: dict[int, int] = {}
    for position, sample in starts:
        index = max((i for i, token in enumerate(tokens) if token.start() <= position), default=0)
        onset.setdefault(index, sample)
    onset[0] = min(onset.values())
    heads = sorted(onset)
    sound = sounding(samples, rate_hz)
    words: list[Word] = []
    for head, following in zip(heads, [*heads[1:], len(tokens)], strict=True):
        limit = onset.get(following, len(samples))
        start, end = _sound_span(sound, onset[head], limit, rate_hz // 200)
        words += _share([token.group() for token in tokens[head:following]], start, end)
    return words


def _sound_span(sound: npt.NDArray[np.bool_], start: int, limit: int, step: int) -> tuple[int, int]:
    heard = np.flatnonzero(sound[start // step : -(-limit // step)]) + start // step
    if not len(heard):
        raise RuntimeError("a word without any sound")
    return max(start, int(heard[0]) * step), min(limit, (int(heard[-1]) + 1) * step)


def _share(texts: list[str], start: int, end: int) -> list[Word]:
    edges = np.cumsum([0, *map(len, texts)])
    cuts = [start + int((end - start) * edge / edges[-1]) for edge in edges]
    return [Word(text, cuts[i], cuts[i + 1]) for i, text in enumerate(texts)]


def levelled(samples: Samples, rate_hz: int) -> Samples:
    """Brings the sound to LEVEL_DBFS, unless its peak would clip, and fades the edges against clicks."""
    gain = 10 ** (LEVEL_DBFS / 20) / float(np.sqrt(np.mean(samples**2)))
    gain = min(gain, PEAK_MAX / float(np.abs(samples).max()))
    ramp = np.linspace(0.0, 1.0, round(FADE_S * rate_hz))
    shaped = samples * gain
    shaped[: len(ramp)] *= ramp
    shaped[-len(ramp) :] *= ramp[::-1]
    return shaped


def at_16_khz(samples: Samples, rate_hz: int) -> npt.NDArray[np.int16]:
    """Resamples to RATE_HZ, without the sample that the resampler may add at the end."""
    pcm = np.round(samples * 32767).astype(np.int16)[np.newaxis]
    frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="mono")
    frame.sample_rate = rate_hz
    resampler = av.AudioResampler("s16", "mono", RATE_HZ)
    pieces = [*resampler.resample(frame), *resampler.resample(None)]
    whole = np.concatenate([piece.to_ndarray()[0] for piece in pieces]).astype(np.int16)
    return whole[: len(samples) * RATE_HZ // rate_hz]


def encode_opus(pcm: npt.NDArray[np.int16]) -> bytes:
    """Encodes 16 kHz mono int16 (n,) as Ogg Opus, without anything random in the container."""
    target = io.BytesIO()
    with av.open(target, "w", format="ogg", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libopus", rate=RATE_HZ, options={"application": "voip"})
        stream.bit_rate = BIT_RATE
        stream.codec_context.layout = "mono"
        stream.codec_context.format = "s16"
        frame = av.AudioFrame.from_ndarray(pcm[np.newaxis], format="s16", layout="mono")
        frame.sample_rate, frame.time_base = RATE_HZ, Fraction(1, RATE_HZ)
        # Without a time the muxer counts the encoder's look-ahead twice and the file promises too much.
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target.getvalue()


def utterance(engine: Espeak, text: str) -> tuple[bytes, float, list[dict[str, Any]]]:
    """Speaks one text: Ogg Opus bytes, duration in seconds, and words with seconds relative to the file."""
    samples, starts = engine.speak(text)
    words = timed_words(text, starts, samples, engine.rate_hz)
    edge = round(EDGE_S * engine.rate_hz)
    offset = words[0].start - edge
    clip = np.pad(samples, edge)[words[0].start : words[-1].end + 2 * edge]
    pcm = at_16_khz(levelled(clip, engine.rate_hz), engine.rate_hz)
    times = [
        {
            "text": word.text,
            "start": round((word.start - offset) / engine.rate_hz, 3),
            "end": round((word.end - offset) / engine.rate_hz, 3),
        }
        for word in words
    ]
    return encode_opus(pcm), len(pcm) / RATE_HZ, times


def speak_all(engine: Espeak, speaker: Speaker, script: dict[str, Any]) -> list[dict[str, Any]]:
    """Writes every line of the speaker's role and returns its manifest entries."""
    folder = VOICES / speaker.id
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    engine.use(speaker)
    entries = []
    for intent, texts in script[speaker.role].items():
        for number, template in enumerate(texts, 1):
            text = template.format(name=speaker.name)
            data, duration_s, words = utterance(engine, text)
            file = f"{speaker.id}/{intent}-{number}.opus"
            (VOICES / file).write_bytes(data)
            entry = {
                "id": f"{speaker.id}.{intent}.{number}",
                "language": speaker.language,
                "role": speaker.role,
            }
            entry |= {"campaign": script["campaign"], "intent": intent, "voice": speaker.id}
            entries.append(entry | {"text": text, "file": file, "duration_s": duration_s, "words": words})
    return entries


def main() -> int:
    """Writes all voices and the manifest."""
    scripts = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in (BUILD / "lines").glob("*.toml")}
    speakers = [Speaker(**row) for row in tomllib.loads((BUILD / "voices.toml").read_text("utf-8"))["voice"]]
    engine = Espeak()
    entries = [
        entry for speaker in speakers for entry in speak_all(engine, speaker, scripts[speaker.language])
    ]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    head = f'{{"version": 1, "sample_rate_hz": {RATE_HZ}, "synthetic": true, "utterances": [\n'
    (VOICES / "manifest.json").write_text(f"{head}{lines}\n]}}\n", "utf-8")
    sys.stdout.write(f"{len(entries)} utterances by {len(speakers)} voices\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
