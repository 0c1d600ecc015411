import io
import queue
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from app.audio.output import PacedOutput
from app.audio.player import Listener, Player, PlayerState
from app.errors import CallNexError, EnvironmentFault
from tests.unit.audio.sounds import RATE, Pcm, flac, noise, pitch, silence, tone


class Ear:
    """An output that hears everything at once and remembers it."""

    silent = False

    def __init__(self, latency_s: float = 0.0, gate: "queue.Queue[None] | None" = None) -> None:
        self.latency_s = latency_s
        self.blocks: list[Pcm] = []
        self.calls: list[str] = []
        self._gate = gate

    @property
    def heard(self) -> Pcm:
        return np.concatenate([np.zeros((0, 2), np.int16), *self.blocks])

    def write(self, block: Pcm) -> None:
        if self._gate is not None:
            self._gate.get(timeout=10)
        self.blocks.append(block)

    def drop(self) -> None:
        self.calls.append("drop")

    def drain(self) -> None:
        self.calls.append("drain")

    def close(self) -> None:
        self.calls.append("close")


@dataclass
class Desk:
    """A player, its ear, and what it told its listener."""

    ear: Ear
    positions: list[float] = field(default_factory=list)
    states: "queue.Queue[PlayerState]" = field(default_factory=queue.Queue)
    failures: "queue.Queue[CallNexError]" = field(default_factory=queue.Queue)

    def __post_init__(self) -> None:
        listener = Listener(self.positions.append, self.states.put, self.failures.put)
        self.player = Player(listener, lambda rate, channels: self.ear)

    def until(self, state: PlayerState) -> None:
        while self.states.get(timeout=10) is not state:
            pass


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk(Ear())
    yield desk
    desk.player.close()


def played(desk: Desk, pcm: Pcm) -> Pcm:
    """Play to the end, return what was heard."""
    desk.player.load(io.BytesIO(flac(pcm)))
    desk.player.play()
    desk.until(PlayerState.ENDED)
    return desk.ear.heard


def test_every_sample_is_played_untouched_and_the_position_follows(desk: Desk) -> None:
    pcm = noise(3 * RATE + 17)
    assert np.array_equal(played(desk, pcm), pcm)
    assert desk.positions == sorted(desk.positions)
    assert desk.positions[-1] == pytest.approx(len(pcm) / RATE)
    assert max(np.diff(desk.positions)) < 0.04
    assert desk.ear.calls[-1] == "drain"


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.25, 1.5, 2.0])
def test_speed_changes_the_length_and_not_the_pitch(desk: Desk, speed: float) -> None:
    desk.player.set_speed(speed)
    heard = played(desk, tone(440, 6))
    assert len(heard) / RATE == pytest.approx(6 / speed, rel=0.02)
    assert pitch(heard) == pytest.approx(440, abs=3)
    assert desk.positions[-1] == pytest.approx(6)
    steps = np.diff(desk.positions[:-1])
    assert np.median(steps) == pytest.approx(speed / 30, rel=0.05)


@pytest.mark.parametrize("speed", [0.4, 2.1, float("nan")])
def test_other_speeds_are_refused(desk: Desk, speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        desk.player.set_speed(speed)


def test_a_seek_goes_on_from_the_very_sample(desk: Desk) -> None:
    pcm = noise(4 * RATE)
    desk.player.load(io.BytesIO(flac(pcm)))
    desk.player.seek(1.5)
    desk.player.play()
    desk.until(PlayerState.ENDED)
    assert np.array_equal(desk.ear.heard, pcm[round(1.5 * RATE) :])
    assert 1.5 in desk.positions


def test_a_seek_while_playing_drops_what_was_on_its_way() -> None:
    gate: queue.Queue[None] = queue.Queue()
    desk = Desk(Ear(gate=gate))
    pcm = noise(10 * RATE)
    desk.player.load(io.BytesIO(flac(pcm)))
    desk.player.play()
    desk.until(PlayerState.PLAYING)
    desk.player.seek(9.0)
    for _ in range(60):
        gate.put(None)
    desk.until(PlayerState.ENDED)
    desk.player.close()
    before = len(desk.ear.heard) - RATE
    assert before <= RATE // 30 + 1
    assert np.array_equal(desk.ear.heard[before:], pcm[9 * RATE :])
    assert "drop" in desk.ear.calls


def test_pause_and_play_lose_and_repeat_nothing() -> None:
    gate: queue.Queue[None] = queue.Queue()
    desk = Desk(Ear(gate=gate))
    pcm = noise(RATE)
    desk.player.load(io.BytesIO(flac(pcm)))
    desk.player.play()
    for _ in range(5):
        gate.put(None)
        desk.player.pause()
        gate.put(None)
        desk.player.play()
    for _ in range(100):
        gate.put(None)
    desk.until(PlayerState.ENDED)
    desk.player.close()
    assert np.array_equal(desk.ear.heard, pcm)


def test_the_position_is_what_is_in_the_ear_not_what_was_written() -> None:
    desk = Desk(Ear(latency_s=0.2))
    played(desk, tone(440, 1))
    desk.player.close()
    assert desk.positions[-2] == pytest.approx(0.8, abs=0.04)
    assert desk.positions[-1] == pytest.approx(1.0)


def test_pauses_are_shortened_and_the_position_jumps_over_them(desk: Desk) -> None:
    desk.player.skip_silence(True)
    pcm = np.concatenate([tone(440, 1), silence(5), tone(880, 1), silence(0.2), tone(440, 1)])
    heard = played(desk, pcm)
    assert len(heard) / RATE == pytest.approx(1 + 0.3 + 1 + 0.2 + 1, abs=0.03)
    assert pitch(heard[round(1.4 * RATE) : round(2.2 * RATE)]) == pytest.approx(880, abs=3)
    assert max(np.diff(desk.positions)) == pytest.approx(4.7, abs=0.1)
    assert desk.positions[-1] == pytest.approx(8.2)


def test_playing_again_after_the_end_begins_at_the_start(desk: Desk) -> None:
    pcm = noise(RATE)
    played(desk, pcm)
    desk.player.play()
    desk.until(PlayerState.ENDED)
    assert np.array_equal(desk.ear.heard, np.concatenate([pcm, pcm]))


def test_unreadable_audio_is_reported_and_the_next_recording_plays(desk: Desk) -> None:
    desk.player.load(io.BytesIO(b"no audio" * 1000))
    assert desk.failures.get(timeout=10).explanation.code == "AUD-103"
    assert len(played(desk, noise(RATE))) == RATE


class Torn(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 60_000:
            raise OSError("input/output error")
        return super().read(size)


def test_a_disk_error_while_playing_pauses_and_is_reported(desk: Desk) -> None:
    desk.player.load(Torn(flac(noise(10 * RATE))))
    desk.player.play()
    assert desk.failures.get(timeout=10).explanation.code == "AUD-104"
    desk.until(PlayerState.PAUSED)
    assert desk.ear.calls[-1] == "close"


def test_a_card_that_is_taken_is_reported_and_can_be_tried_again() -> None:
    desk = Desk(Ear())
    tries: list[int] = []

    def taken_once(rate: int, channels: int) -> Ear:
        tries.append(rate)
        if len(tries) == 1:
            raise EnvironmentFault("AUD-105", "The sound card cannot be used.", "Try again.")
        return desk.ear

    desk.player.close()
    desk.player = Player(Listener(desk.positions.append, desk.states.put, desk.failures.put), taken_once)
    desk.player.load(io.BytesIO(flac(noise(RATE))))
    desk.player.play()
    assert desk.failures.get(timeout=10).explanation.code == "AUD-105"
    desk.player.play()
    desk.until(PlayerState.ENDED)
    desk.player.close()
    assert len(desk.ear.heard) == RATE


def test_unloading_lets_go_of_recording_and_device(desk: Desk) -> None:
    stream = io.BytesIO(flac(noise(RATE)))
    desk.player.load(stream)
    desk.player.play()
    desk.until(PlayerState.ENDED)
    desk.player.unload()
    desk.until(PlayerState.EMPTY)
    assert stream.closed
    assert desk.ear.calls[-1] == "close"


def test_without_a_card_the_clock_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("app.audio.output.time.monotonic", lambda: now[0])
    monkeypatch.setattr("app.audio.output.time.sleep", sleep)
    output = PacedOutput(RATE)
    for _ in range(100):
        output.write(silence(0.05))
    output.drain()
    assert output.silent
    assert now[0] == pytest.approx(105.0)
    output.drop()
    output.write(silence(0.05))
    assert slept[-1] == 0.0
