"""Where the agent's voice comes from and where the customer's goes: a card, a file, or neither."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import av
import numpy as np
import soundfile

from app.voice.devices import describe_devices, index_of
from app.voice.timeline import FRAME, RATE_HZ, Pcm

NOISE_DBFS = -62.0
"""A line that is silent to the last bit sounds dead; a real one hisses about this loud."""
PAUSE_S = 4.0
"""Quiet after each file of a folder, so that the other side can answer."""
SUFFIXES = frozenset({".wav", ".flac", ".opus", ".ogg", ".mp3"})


class Source(Protocol):
    """A microphone, asked every 20 ms."""

    def take(self) -> Pcm:
        """Return the next int16 (960,); silence when there is nothing yet."""
        ...

    def close(self) -> None:
        """Release what it holds."""
        ...


class Sink(Protocol):
    """A loudspeaker, fed every 20 ms."""

    def play(self, frame: Pcm) -> None:
        """Take int16 (960,)."""
        ...

    def close(self) -> None:
        """Release what it holds."""
        ...


class ComfortNoise:
    """The microphone of a computer without one: a faint hiss."""

    def __init__(self) -> None:
        self._rng = np.random.default_rng()

    def take(self) -> Pcm:
        """Return 20 ms of noise."""
        level = 32768 * 10 ** (NOISE_DBFS / 20)
        return (self._rng.standard_normal(FRAME) * level).astype(np.int16)

    def close(self) -> None:
        """Nothing is held."""


class FileSource:
    """Sound files instead of a microphone: one file, or a folder's in order of name with pauses; repeated.

    Raises OSError or soundfile.SoundFileError when the first cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._files = _sound_files(path)
        self._pause_s = PAUSE_S if path.is_dir() else 0.0
        self._frames = self._play()
        self._first: Pcm | None = next(self._frames)

    def take(self) -> Pcm:
        """Return the next 20 ms."""
        first, self._first = self._first, None
        return next(self._frames) if first is None else first

    def close(self) -> None:
        """Close the file being played."""
        self._frames.close()

    def _play(self) -> Any:
        while True:
            for path in self._files:
                yield from _frames_of(path)
                for _ in range(round(self._pause_s * RATE_HZ / FRAME)):
                    yield np.zeros(FRAME, np.int16)


def _sound_files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(entry for entry in path.iterdir() if entry.suffix.lower() in SUFFIXES)
    if not found:
        raise FileNotFoundError(f"{path} holds no sound file")
    return found


def _frames_of(path: Path) -> Iterator[Pcm]:
    """Yield a file as 48 kHz mono frames, the last one padded; read piece by piece."""
    resampler = av.AudioResampler("s16", "mono", RATE_HZ, frame_size=FRAME)
    with soundfile.SoundFile(path) as sound:
        for block in sound.blocks(sound.samplerate // 10, dtype="int16", always_2d=True):
            piece = av.AudioFrame.from_ndarray(block[:, :1].T.copy(), format="s16", layout="mono")
            piece.sample_rate = sound.samplerate
            yield from (_padded(out.to_ndarray()[0]) for out in resampler.resample(piece))
    yield from (_padded(out.to_ndarray()[0]) for out in resampler.resample(None))


def _padded(samples: Any) -> Pcm:
    frame = np.zeros(FRAME, np.int16)
    frame[: len(samples)] = samples
    return frame


class NoSpeaker:
    """The loudspeaker of a computer without one."""

    def play(self, frame: Pcm) -> None:
        """Nobody listens."""

    def close(self) -> None:
        """Nothing is held."""


class Card:
    """A microphone and a loudspeaker of the sound card, or either of them, kept close to the clock.

    The card's callbacks run in its own thread at its own speed; a few frames wait in between, and a frame
    is dropped or padded where its clock and ours part.
    """

    MOST, KEPT = 6, 2

    def __init__(self, input_index: int | None, output_index: int | None, *, microphone: bool) -> None:
        import sounddevice

        self._heard: deque[Pcm] = deque()
        self._spoken: deque[Pcm] = deque()
        common = {"samplerate": RATE_HZ, "blocksize": FRAME, "channels": 1, "dtype": "int16"}
        self._streams = [
            sounddevice.OutputStream(device=output_index, callback=self._on_output, latency="low", **common)
        ]
        if microphone:
            self._streams.append(
                sounddevice.InputStream(device=input_index, callback=self._on_input, latency="low", **common)
            )
        for stream in self._streams:
            stream.start()

    def take(self) -> Pcm:
        """Return the oldest 20 ms heard."""
        _trim(self._heard)
        return self._heard.popleft() if self._heard else np.zeros(FRAME, np.int16)

    def play(self, frame: Pcm) -> None:
        """Queue 20 ms."""
        self._spoken.append(frame)
        _trim(self._spoken)

    def close(self) -> None:
        """Stop and release the card; a second call does nothing."""
        streams, self._streams = self._streams, []
        for stream in streams:
            stream.close()

    def _on_input(self, data: Any, _frames: int, _time: Any, _flags: Any) -> None:
        self._heard.append(data[:, 0].copy())

    def _on_output(self, data: Any, _frames: int, _time: Any, _flags: Any) -> None:
        data[:, 0] = self._spoken.popleft() if self._spoken else 0


def _trim(frames: deque[Pcm]) -> None:
    if len(frames) > Card.MOST:
        while len(frames) > Card.KEPT:
            frames.popleft()


def open_sound(input_device: str, output_device: str, microphone: str) -> tuple[Source, Sink, str]:
    """Return a source, a sink, and what the person should know about the choice ("" when nothing).

    Raises OSError or soundfile.SoundFileError when a microphone file cannot be read.
    """
    file = FileSource(Path(microphone)) if microphone else None
    if describe_devices().null:
        return file or ComfortNoise(), NoSpeaker(), "There is no sound card: nothing is heard or spoken here."
    import sounddevice

    input_index = index_of(input_device, is_input=True)
    output_index = index_of(output_device, is_input=False)
    missing = [
        name
        for name, index in ((input_device, input_index), (output_device, output_index))
        if name and index is None
    ]
    note = f"{' and '.join(missing)} not found: the default is used." if missing else ""
    try:
        card = Card(input_index, output_index, microphone=file is None)
    except sounddevice.PortAudioError as error:
        return file or ComfortNoise(), NoSpeaker(), f"The sound card cannot be opened ({error})."
    return file or card, card, note
