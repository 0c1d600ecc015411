"""The ring between the card's clock and ours, with the sound library stood in for."""

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from app.voice import sound
from app.voice.sound import Card, ComfortNoise, NoSpeaker, open_sound
from app.voice.timeline import FRAME, Pcm


class Stream:
    def __init__(self, callback: Any, **settings: Any) -> None:
        self.callback, self.settings, self.log = callback, settings, list[str]()
        OPENED.append(self)

    def start(self) -> None:
        self.log.append("start")

    def close(self) -> None:
        self.log.append("close")


OPENED: list[Stream] = []


class PortAudioError(Exception):
    pass


def frame(value: int) -> Pcm:
    return np.full((FRAME, 1), value, np.int16)


@pytest.fixture(autouse=True)
def library(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    OPENED.clear()
    library = SimpleNamespace(OutputStream=Stream, InputStream=Stream, PortAudioError=PortAudioError)
    monkeypatch.setitem(sys.modules, "sounddevice", library)
    return library


def test_frames_pass_in_order_and_a_gap_is_silence() -> None:
    card = Card(3, 4, microphone=True)
    speaker, microphone = OPENED
    assert (speaker.settings["device"], microphone.settings["device"]) == (4, 3)
    for value in (1, 2):
        microphone.callback(frame(value), FRAME, None, None)
    assert [int(card.take()[0]) for _ in range(3)] == [1, 2, 0]
    card.play(frame(7)[:, 0])
    out = frame(99)
    speaker.callback(out, FRAME, None, None)
    assert (out == 7).all()
    speaker.callback(out, FRAME, None, None)
    assert not out.any()
    card.close()
    card.close()
    assert [stream.log for stream in OPENED] == [["start", "close"], ["start", "close"]]


def test_a_fast_card_never_adds_delay() -> None:
    card = Card(None, None, microphone=True)
    for value in range(1, 1000):
        OPENED[1].callback(frame(value), FRAME, None, None)
    assert int(card.take()[0]) >= 1000 - Card.KEPT
    card.close()


def test_a_card_that_is_taken_is_said_and_the_call_goes_on(
    library: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(**_settings: Any) -> Stream:
        raise PortAudioError("device or resource busy")

    library.OutputStream = taken
    monkeypatch.setattr(sound, "describe_devices", lambda: SimpleNamespace(null=False))
    monkeypatch.setattr(sound, "index_of", lambda name, is_input: None)
    source, sink, note = open_sound("", "", "")
    assert isinstance(source, ComfortNoise)
    assert isinstance(sink, NoSpeaker)
    assert "busy" in note
