"""Waits grow to a ceiling, spread a fleet out, and begin small again after something worked."""

from app.sync.backoff import Backoff


def test_waits_double_up_to_the_most_and_never_below_half() -> None:
    backoff = Backoff(1.0, 60.0)
    ceilings = [1, 2, 4, 8, 16, 32, 60, 60]
    waits = [backoff.next_s() for _ in ceilings]
    assert all(most / 2 <= wait <= most for wait, most in zip(waits, ceilings, strict=True))


def test_two_devices_do_not_wait_alike() -> None:
    assert len({Backoff(1000.0, 1000.0).next_s() for _ in range(50)}) > 40


def test_success_begins_again() -> None:
    backoff = Backoff(1.0, 60.0)
    for _ in range(10):
        backoff.next_s()
    backoff.reset()
    assert backoff.next_s() <= 1.0


def test_the_platforms_own_wish_is_kept() -> None:
    assert Backoff(1.0, 60.0).next_s(120.0) == 120.0


def test_years_offline_do_not_overflow() -> None:
    backoff = Backoff()
    assert max(backoff.next_s() for _ in range(5000)) <= 60.0
