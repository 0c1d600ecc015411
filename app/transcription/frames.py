"""What the console and the recogniser's process say to each other, and how it crosses the pipe.

A frame is a four-byte big-endian length, one byte for the kind, and the payload: JSON for every message
but `Audio`, whose payload is the samples themselves.
"""

import struct
from dataclasses import dataclass
from typing import IO

from app.domain.recording import Turn
from app.domain.wire import Wire
from app.protocol.codec import decode, encode

LARGEST = 64 * 1024 * 1024
"""Bytes a frame may have; more is not ours."""

_HEAD = struct.Struct(">IB")


@dataclass(frozen=True)
class Load(Wire):
    """To the child: load the model in `folder`, with `threads` processor threads.

    `trial`: hear a second of silence with it too, to see that the engine can run it.
    """

    folder: str
    threads: int
    trial: bool = False


@dataclass(frozen=True)
class Begin(Wire):
    """To the child: a recording follows. `language` "" detects.

    `start_s` is where the samples sent begin; `done_s` is up to where each channel is done already, from
    an earlier child that ended. `vocabulary` holds names to expect.
    """

    rate: int
    language: str
    start_s: float
    done_s: tuple[float, ...]
    vocabulary: tuple[str, ...] = ()


@dataclass(frozen=True)
class Audio:
    """To the child: interleaved little-endian int16 samples of all channels."""

    samples: bytes


@dataclass(frozen=True)
class End(Wire):
    """To the child: that was all the audio."""


@dataclass(frozen=True)
class SetPace(Wire):
    """To the child: the pace from now on, a value of `app.ports.transcriber.Pace`."""

    pace: str


@dataclass(frozen=True)
class Loaded(Wire):
    """From the child: the model is ready. `multilingual` models can detect the language."""

    multilingual: bool


@dataclass(frozen=True)
class Want(Wire):
    """From the child: send the next piece of audio, or the end."""


@dataclass(frozen=True)
class Heard(Wire):
    """From the child: what was said in the newest clip, and how far each channel is (seconds)."""

    done_s: tuple[float, ...]
    turns: tuple[Turn, ...]
    language: str


@dataclass(frozen=True)
class Finished(Wire):
    """From the child: the recording is done."""

    language: str


@dataclass(frozen=True)
class Refused(Wire):
    """From the child: the model cannot be used, or not for this recording, with the reason."""

    reason: str


Message = Load | Begin | Audio | End | SetPace | Loaded | Want | Heard | Finished | Refused

_KINDS: tuple[type[Message], ...] = (
    Audio,
    Load,
    Begin,
    End,
    SetPace,
    Loaded,
    Want,
    Heard,
    Finished,
    Refused,
)


def write(pipe: IO[bytes], message: Message) -> None:
    """Write one message; raises OSError (BrokenPipeError) when the other end is gone."""
    payload = message.samples if isinstance(message, Audio) else encode(message)
    pipe.write(_HEAD.pack(len(payload), _KINDS.index(type(message))) + payload)
    pipe.flush()


def read(pipe: IO[bytes]) -> Message | None:
    """Return the next message, None at the end of the stream; raises ValueError on anything else."""
    head = _exactly(pipe, _HEAD.size)
    if head is None:
        return None
    length, kind = _HEAD.unpack(head)
    if length > LARGEST or kind >= len(_KINDS):
        raise ValueError(f"not a frame of ours: kind {kind}, {length} bytes")
    payload = _exactly(pipe, length)
    if payload is None:
        return None
    wanted = _KINDS[kind]
    return Audio(payload) if wanted is Audio else decode(wanted, payload)


def _exactly(pipe: IO[bytes], size: int) -> bytes | None:
    """Return `size` bytes, None when the stream ends before them."""
    parts = []
    while size:
        part = pipe.read(size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
