"""What the console and its voice engine say to each other, and how it is framed on the pipe.

A frame is a big-endian uint32 length, one byte for the kind, and that many bytes: JSON for a message, or a
uint32 sample rate followed by interleaved little-endian int16 stereo for sound.
"""

import struct
from dataclasses import dataclass
from typing import IO, Annotated, Any, Literal

from pydantic import Field

from app.domain.outcome import SystemResult
from app.domain.wire import Wire
from app.errors import Bug
from app.ports.voice import AudioChunk, AudioDevice, LineState
from app.protocol.codec import adapter

_HEADER = struct.Struct(">IB")
_RATE = struct.Struct(">I")
_JSON, _SOUND = 1, 2
LONGEST = 4 * 1024 * 1024
"""Bytes of the largest frame; half a second of sound is 32 KiB, an SDP 2 KiB."""


@dataclass(frozen=True)
class ListDevices(Wire):
    """Ask for the audio devices; refreshed unless a call is up."""

    kind: Literal["list_devices"] = "list_devices"


@dataclass(frozen=True)
class Place(Wire):
    """Place a call. Devices by id, "" for the default; `microphone` a sound file or folder, "" for none."""

    loopback: bool
    input_device: str = ""
    output_device: str = ""
    microphone: str = ""
    kind: Literal["place"] = "place"


@dataclass(frozen=True)
class Answer(Wire):
    """The platform's SDP answer."""

    sdp: str
    kind: Literal["answer"] = "answer"


@dataclass(frozen=True)
class Mute(Wire):
    """Send silence instead of the microphone."""

    on: bool
    kind: Literal["mute"] = "mute"


@dataclass(frozen=True)
class Hold(Wire):
    """Silence both directions."""

    on: bool
    kind: Literal["hold"] = "hold"


@dataclass(frozen=True)
class HangUp(Wire):
    """End the call."""

    kind: Literal["hang_up"] = "hang_up"


@dataclass(frozen=True)
class Offer(Wire):
    """The engine's SDP offer."""

    sdp: str
    kind: Literal["offer"] = "offer"


@dataclass(frozen=True)
class Status(Wire):
    """The line moved."""

    state: LineState
    result: SystemResult | None = None
    detail: str = ""
    kind: Literal["status"] = "status"


@dataclass(frozen=True)
class LevelReport(Wire):
    """Peaks in dBFS since the last report, None for digital silence (JSON has no -inf), and round trip."""

    agent_db: float | None
    customer_db: float | None
    round_trip_ms: float | None
    kind: Literal["levels"] = "levels"


@dataclass(frozen=True)
class DeviceList(Wire):
    """The audio devices, and whether calls run without a sound card."""

    devices: tuple[AudioDevice, ...]
    null: bool
    kind: Literal["devices"] = "devices"


Order = ListDevices | Place | Answer | Mute | Hold | HangUp
Report = Offer | Status | LevelReport | DeviceList
Message = Order | Report | AudioChunk
_Any = Annotated[Order | Report, Field(discriminator="kind")]


def prepare() -> None:
    """Build the validators, which takes a while the first time; later messages find them built."""
    adapter(_Any)


def frame(message: Message) -> bytes:
    """Return the message as one frame."""
    if isinstance(message, AudioChunk):
        body, kind = _RATE.pack(message.sample_rate) + message.pcm, _SOUND
    else:
        body, kind = adapter(_Any).dump_json(message), _JSON
    return _HEADER.pack(len(body), kind) + body


def read_message(stream: IO[bytes]) -> Message | None:
    """Return the next message, None at the end of the stream; raises Bug for anything that is not ours."""
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    length, kind = _HEADER.unpack(header)
    if length > LONGEST or kind not in (_JSON, _SOUND):
        raise Bug("The voice engine's pipe carries something that is not a message.")
    body = stream.read(length)
    if len(body) < length:
        return None
    if kind == _SOUND:
        return AudioChunk(body[_RATE.size :], _RATE.unpack_from(body)[0])
    message: Any = adapter(_Any).validate_json(body)
    checked: Order | Report = message
    return checked
