"""Measures worked out by hand."""

import pytest

from app.analysis.measures import measure
from app.domain.recording import Speaker, Turn

A, C = Speaker.AGENT, Speaker.CUSTOMER


def test_talk_silence_and_questions() -> None:
    turns = (
        Turn(A, 0.0, 6.0, "How are you today, and how is it going?"),
        Turn(C, 7.5, 9.5, "Fine. And you?"),
        Turn(A, 9.8, 11.8, "Good, thanks."),
    )
    m = measure(turns)
    assert (m.agent_s, m.customer_s, m.talk_ratio) == (8.0, 2.0, 0.8)
    assert (m.silence_s, m.longest_silence_s) == (1.5, 1.5)
    assert (m.agent_questions, m.customer_questions, m.customer_words) == (1, 1, 3)


def test_a_backchannel_neither_ends_a_monologue_nor_interrupts() -> None:
    turns = (
        Turn(A, 0.0, 5.0, "So what we do is this"),
        Turn(C, 2.0, 2.5, "Mhm."),
        Turn(A, 5.2, 9.0, "and then that"),
        Turn(C, 9.5, 10.5, "I see what you mean"),
    )
    m = measure(turns)
    assert (m.longest_monologue_s, m.longest_monologue_by) == (9.0, A)
    assert (m.agent_interrupts, m.customer_interrupts) == (0, 0)


@pytest.mark.parametrize(("starts", "counted"), [(4.8, 0), (4.6, 1)])
def test_cutting_in_is_more_than_the_usual_overlap(starts: float, counted: int) -> None:
    turns = (Turn(A, 0.0, 5.0, "It would cost you"), Turn(C, starts, 7.0, "No, wait a moment please"))
    assert measure(turns).customer_interrupts == counted


def test_nothing_said_measures_nothing() -> None:
    m = measure(())
    assert (m.talk_ratio, m.longest_monologue_by, m.silence_s) == (0.0, None, 0.0)
