import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain.outcome import SystemResult
from app.errors import Bug
from app.ports.voice import AudioChunk, AudioDevice, LineState
from app.voice.messages import (
    Answer,
    DeviceList,
    HangUp,
    Hold,
    LevelReport,
    ListDevices,
    Message,
    Mute,
    Offer,
    Place,
    Status,
    frame,
    read_message,
)

ALL: list[Message] = [
    ListDevices(),
    Place(True, "ALSA: headset", "", "/tmp/é.wav"),
    Answer("v=0\r\n"),
    Mute(True),
    Hold(False),
    HangUp(),
    Offer("v=0\r\n"),
    Status(LineState.ENDED, SystemResult.BUSY, "Besetzt"),
    LevelReport(None, -3.5, None),
    DeviceList((AudioDevice("a", "b", True, False),), False),
    AudioChunk(bytes(range(256)), 16_000),
]


def test_every_message_comes_back_as_itself_and_in_order() -> None:
    pipe = io.BytesIO(b"".join(map(frame, ALL)))
    assert [read_message(pipe) for _ in ALL] == ALL
    assert read_message(pipe) is None


@given(pcm=st.binary(max_size=2000), rate=st.sampled_from([8_000, 16_000, 48_000]))
def test_sound_crosses_untouched(pcm: bytes, rate: int) -> None:
    assert read_message(io.BytesIO(frame(AudioChunk(pcm, rate)))) == AudioChunk(pcm, rate)


@pytest.mark.parametrize("cut", [1, 4, 5, 6, 20])
def test_a_torn_frame_is_the_end(cut: int) -> None:
    assert read_message(io.BytesIO(frame(Answer("v=0" * 20))[:cut])) is None


@pytest.mark.parametrize(
    "data", [b"\xff\xff\xff\xff\x01", b"\0\0\0\1\x09x", b"Traceback (most recent call last)"]
)
def test_what_is_no_message_is_a_fault(data: bytes) -> None:
    with pytest.raises(Bug, match="not a message"):
        read_message(io.BytesIO(data))


@pytest.mark.parametrize(
    "body", [b"{}", b'{"kind":"mute"}', b'{"kind":"mute","on":true,"x":1}', b'{"kind":"?"}']
)
def test_unknown_and_incomplete_messages_are_refused(body: bytes) -> None:
    data = len(body).to_bytes(4, "big") + b"\x01" + body
    with pytest.raises(ValidationError):
        read_message(io.BytesIO(data))
