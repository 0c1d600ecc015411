"""How the child makes way for a call, on a clock that moves only when it waits."""

from types import SimpleNamespace

import pytest

from app.ports.transcriber import Pace
from app.transcription import worker
from app.transcription.worker import Pacer


class Clock:
    """Time and the waiting for a change of pace; `told` is what the console says during the next wait."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waits: list[float | None] = []
        self.told: list[Pace] = []
        self.pacer: Pacer | None = None

    def monotonic(self) -> float:
        return self.now

    def __enter__(self) -> None:
        """Nobody else is here."""

    def __exit__(self, *_: object) -> None:
        """Nobody else was here."""

    def notify_all(self) -> None:
        """Nobody waits on another thread."""

    def wait(self, seconds: float | None) -> None:
        self.waits.append(seconds)
        self.now += seconds or 0.0
        if self.told:
            assert self.pacer is not None
            self.pacer.set(self.told.pop(0))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(worker, "time", clock)
    monkeypatch.setattr(worker, "threading", SimpleNamespace(Condition=lambda: clock))
    clock.pacer = Pacer()
    return clock


def rest(clock: Clock, worked_s: float) -> list[float | None]:
    assert clock.pacer is not None
    clock.now += worked_s
    clock.waits.clear()
    clock.pacer.rest()
    return clock.waits


def test_at_full_pace_it_never_waits(clock: Clock) -> None:
    assert rest(clock, 3.0) == []


def test_at_half_pace_it_rests_as_long_as_it_worked_each_time(clock: Clock) -> None:
    assert clock.pacer is not None
    clock.pacer.set(Pace.HALF)
    assert rest(clock, 3.0) == [3.0]
    assert rest(clock, 1.5) == [1.5]


def test_held_it_waits_without_end_until_it_is_told_otherwise(clock: Clock) -> None:
    assert clock.pacer is not None
    clock.pacer.set(Pace.HELD)
    clock.told = [Pace.HELD, Pace.FULL]
    assert rest(clock, 3.0) == [None, None]


def test_a_rest_ends_with_the_call(clock: Clock) -> None:
    assert clock.pacer is not None
    clock.pacer.set(Pace.HALF)
    clock.told = [Pace.FULL]
    assert rest(clock, 3.0) == [3.0]
    assert rest(clock, 3.0) == []
