"""Transcripts as text, captions and JSON, as other programs read them."""

import json
from dataclasses import replace

import pytest

from app.domain.recording import Speaker, Transcript, Turn, Word
from app.transcription.formats import CUE_CHARACTERS, CUE_S, Format, render
from tests.support.things import transcript


def said(*turns: Turn) -> Transcript:
    return replace(transcript(1), turns=turns, language="nl", model="small")


SHORT = said(
    Turn(Speaker.AGENT, 0.5, 2.0, "goedemorgen", (Word("goedemorgen", 0.5, 2.0, 0.4),)),
    Turn(Speaker.CUSTOMER, 3661.0426, 3662.5, "a <b> & c"),
)
WORDS = tuple(Word(f"word{n}", n * 1.0, n + 0.9) for n in range(40))
LONG = said(Turn(Speaker.AGENT, 0.0, 39.9, " ".join(word.text for word in WORDS), WORDS))


def test_plain_text_has_a_line_a_turn() -> None:
    assert render(SHORT, Format.TXT) == "0:00  Agent: goedemorgen\n61:01  Customer: a <b> & c\n"


def test_subrip_is_numbered_with_a_comma_before_the_thousandths() -> None:
    assert render(SHORT, Format.SRT) == (
        "1\n00:00:00,500 --> 00:00:02,000\nAgent: goedemorgen\n\n"
        "2\n01:01:01,043 --> 01:01:02,500\nCustomer: a <b> & c\n\n"
    )


def test_webvtt_names_the_voice_and_escapes_markup() -> None:
    assert render(SHORT, Format.VTT) == (
        "WEBVTT\n"
        "\n00:00:00.500 --> 00:00:02.000\n<v Agent>goedemorgen\n"
        "\n01:01:01.043 --> 01:01:02.500\n<v Customer>a &lt;b&gt; &amp; c\n"
    )


@pytest.mark.parametrize("wanted", [Format.SRT, Format.VTT])
def test_a_long_turn_becomes_captions_that_can_be_read(wanted: Format) -> None:
    lines = render(LONG, wanted, speakers=False).splitlines()
    texts = [line for line in lines if line.startswith("word")]
    assert " ".join(texts) == LONG.turns[0].text
    assert max(len(text) for text in texts) <= CUE_CHARACTERS
    assert max(text.count(" ") + 1 for text in texts) <= CUE_S
    assert len([line for line in lines if "-->" in line]) == len(texts) > 1


def test_json_has_every_word_with_its_time_and_probability() -> None:
    made = json.loads(render(SHORT, Format.JSON))
    assert (made["model"], made["language"]) == ("small", "nl")
    first, second = made["turns"]
    assert first == {
        "speaker": "agent",
        "start_s": 0.5,
        "end_s": 2.0,
        "text": "goedemorgen",
        "words": [{"text": "goedemorgen", "start_s": 0.5, "end_s": 2.0, "probability": 0.4}],
    }
    assert (second["start_s"], second["words"]) == (3661.043, [])


@pytest.mark.parametrize("wanted", list(Format))
def test_where_it_is_not_known_who_speaks_nobody_is_named(wanted: Format) -> None:
    assert "agent" not in render(SHORT, wanted, speakers=False).lower()


@pytest.mark.parametrize(("wanted", "text"), [(Format.TXT, ""), (Format.SRT, ""), (Format.VTT, "WEBVTT\n")])
def test_silence_is_an_empty_file_of_its_kind(wanted: Format, text: str) -> None:
    assert render(said(), wanted) == text
