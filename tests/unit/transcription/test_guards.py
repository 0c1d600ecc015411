"""Each guard against invented text, on what provokes it and on what must pass."""

from dataclasses import replace

import numpy as np
import pytest

from app.domain.recording import Word
from app.transcription.guards import (
    QUIETER_THAN_DB,
    Doubt,
    Said,
    compression_ratio,
    doubt,
    echoes,
    loudness_db,
    without_loops,
)


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(part, at, at + 0.3) for at, part in enumerate(text.split()))


def said(text: str, length_s: float = 30.0) -> Said:
    return Said(words(text), length_s, log_probability=-0.3, no_speech=0.1)


HONEST = said("Yes, I can call you back on Thursday the fifth, just after ten in the morning.")


def test_ordinary_speech_is_believed() -> None:
    assert doubt(HONEST) is None


def test_text_over_silence_is_not() -> None:
    assert doubt(replace(HONEST, no_speech=0.9, log_probability=-1.4)) is Doubt.SILENCE
    assert doubt(replace(HONEST, no_speech=0.9)) is None
    assert doubt(replace(HONEST, log_probability=-1.4)) is None


def test_text_that_repeats_itself_is_not() -> None:
    looping = said("and then we will see " * 12)
    assert compression_ratio(looping.text) > 2.4
    assert doubt(looping) is Doubt.REPEATS_ITSELF


@pytest.mark.parametrize(
    "text", ["Thanks for watching!", "Ondertitels ingediend door de gemeenschap", "Sous-titrage Société"]
)
def test_the_credits_of_a_video_are_not(text: str) -> None:
    assert doubt(said(text)) is Doubt.CREDITS


def test_more_words_than_anyone_can_speak_are_not() -> None:
    assert len(HONEST.words) > 9 * 1.5
    assert doubt(replace(HONEST, length_s=1.5)) is Doubt.TOO_FAST
    assert doubt(replace(HONEST, length_s=4.0)) is None


def test_a_loop_is_cut_to_one_round_and_the_rest_stays() -> None:
    looped = words("well " + "i think so " * 6 + "goodbye")
    assert [word.text for word in without_loops(looped)] == ["well", "i", "think", "so", "goodbye"]


@pytest.mark.parametrize("text", ["no no no", "0 0 0 0 0 0 0 7", "yes yes i see yes"])
def test_what_people_do_repeat_stays(text: str) -> None:
    assert without_loops(words(text)) == words(text)


def test_loudness_is_in_decibels_of_full_scale() -> None:
    tone = np.sin(np.linspace(0, 2000 * np.pi, 16000)).astype(np.float32)
    assert loudness_db(tone) == pytest.approx(-3.01, abs=0.05)
    assert loudness_db(tone * 0.0001) < QUIETER_THAN_DB
    assert loudness_db(np.zeros(10, np.float32)) == float("-inf")


def test_reciting_the_names_it_was_told_to_expect_is_no_speech() -> None:
    names = ("Helderzon", "Lotte Peeters", "SolarCheck")
    assert echoes(said("Helderzon, Lotte Peeters, SolarCheck."), names)
    assert echoes(said("helderzon lotte peeters solarcheck"), names)
    assert not echoes(said("Good morning, Lotte Peeters from Helderzon here."), names)
    assert not echoes(said("Lotte Peeters."), names)
    assert not echoes(said("Good morning to you all"), ())
