"""From clips of two channels to a conversation."""

from app.domain.recording import Speaker, Turn, Word
from app.transcription.turns import LONGEST_S, PAUSE_S, merge

A, C = Speaker.AGENT, Speaker.CUSTOMER


def turn(speaker: Speaker, start: float, end: float, text: str) -> Turn:
    return Turn(speaker, start, end, text, (Word(text, start, end),))


def test_overlapping_turns_are_put_in_order_of_time() -> None:
    merged = merge([turn(C, 2.0, 3.0, "two"), turn(A, 0.0, 2.5, "one"), turn(A, 5.0, 6.0, "three")])
    assert [part.text for part in merged] == ["one", "two", "three"]


def test_one_speaker_goes_on_after_a_short_pause() -> None:
    merged = merge([turn(A, 0, 1, "one"), turn(A, 1 + PAUSE_S / 2, 4, "two")])
    assert [(part.text, part.start_s, part.end_s, len(part.words)) for part in merged] == [
        ("one two", 0, 4, 2)
    ]


def test_a_long_pause_an_interruption_or_a_long_speech_begins_a_new_turn() -> None:
    assert len(merge([turn(A, 0, 1, "one"), turn(A, 1 + PAUSE_S, 4, "two")])) == 2
    assert len(merge([turn(A, 0, 1, "one"), turn(C, 1.1, 1.2, "hm"), turn(A, 1.3, 2, "two")])) == 3
    assert len(merge([turn(A, 0, LONGEST_S, "one"), turn(A, LONGEST_S + 0.1, LONGEST_S + 1, "two")])) == 2
