import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.voice.timeline import AGENT, CUSTOMER, FRAME, RATE_HZ, Anchor, Pcm, Timeline


def ramp(position: int, count: int) -> Pcm:
    return (np.arange(position, position + count) % 30_000 + 1).astype(np.int16)


@given(
    frames=st.lists(st.integers(0, 60), max_size=40, unique=True),
    takes=st.lists(st.integers(0, 61 * FRAME), max_size=8),
)
def test_whatever_the_order_each_frame_lies_at_its_time_and_the_rest_is_silence(
    frames: list[int], takes: list[int]
) -> None:
    timeline = Timeline()
    expected = np.zeros((61 * FRAME, 2), np.int16)
    for number in frames:
        at = number * FRAME
        timeline.put(CUSTOMER, at, ramp(at, FRAME))
        expected[at : at + FRAME, CUSTOMER] = ramp(at, FRAME)
    taken = [timeline.take(until) for until in [*sorted(takes), 61 * FRAME]]
    assert np.array_equal(np.concatenate(taken), expected)


def test_what_comes_after_its_time_was_taken_is_dropped_and_the_rest_kept() -> None:
    timeline = Timeline()
    assert len(timeline.take(1500)) == 1500
    timeline.put(AGENT, 0, ramp(0, FRAME))
    timeline.put(AGENT, FRAME, ramp(FRAME, FRAME))
    taken = timeline.take(2 * FRAME)
    assert np.array_equal(taken[:, AGENT], ramp(1500, 2 * FRAME - 1500))


def test_taking_backwards_takes_nothing() -> None:
    timeline = Timeline()
    timeline.take(5000)
    assert len(timeline.take(4000)) == 0
    assert len(timeline.take(5001)) == 1


def test_reading_ahead_of_and_before_what_there_is_is_silence() -> None:
    timeline = Timeline()
    timeline.put(CUSTOMER, 100, ramp(100, FRAME))
    assert not timeline.read(CUSTOMER, -2 * FRAME, FRAME).any()
    assert np.array_equal(timeline.read(CUSTOMER, 0, 200)[100:], ramp(100, 100))
    assert np.array_equal(timeline.read(CUSTOMER, -50, 200)[150:], ramp(100, 50))
    assert not timeline.read(CUSTOMER, 10**7, FRAME).any()
    assert np.array_equal(timeline.take(100 + FRAME)[100:, CUSTOMER], ramp(100, FRAME))


def test_delay_and_gaps_do_not_move_the_anchor() -> None:
    anchor, rng = Anchor(), np.random.default_rng(1)
    first = anchor.place(7_000, 50_000)
    for number in range(1, 2_000):
        if rng.random() < 0.1:
            continue  # lost
        delay = 0 if rng.random() < 0.2 else int(rng.integers(0, RATE_HZ // 2))
        media = 7_000 + number * FRAME
        assert anchor.place(media, 50_000 + number * FRAME + delay) == first + number * FRAME


def test_a_sender_whose_clock_is_fast_or_slow_is_followed() -> None:
    for skew in (1.001, 0.999):
        anchor = Anchor()
        for number in range(10 * 60 * 50):
            now = round(number * FRAME / skew)
            lead = anchor.place(number * FRAME, now) - now
            assert abs(lead) <= 3 * Anchor.TOLERANCE
