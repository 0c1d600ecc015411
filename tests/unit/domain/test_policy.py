"""How long nobody may touch the console."""

import pytest

from app.domain.policy import IDLE_LOCK, SHORTEST_IDLE_S, idle_seconds


@pytest.mark.parametrize(
    ("said", "seconds"), [("PT10M", 600.0), ("PT90S", 90.0), ("P1D", 86_400.0), (IDLE_LOCK, 600.0)]
)
def test_the_policys_time(said: str, seconds: float) -> None:
    assert idle_seconds(said) == seconds


@pytest.mark.parametrize("said", ["PT0S", "P0D", "PT1S"])
def test_a_window_is_never_locked_while_it_is_read(said: str) -> None:
    assert idle_seconds(said) == SHORTEST_IDLE_S


def test_a_time_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="not a retention time"):
        idle_seconds("ten minutes")
