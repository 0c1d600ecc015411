"""What is taken for a yes, and what is not."""

from dataclasses import replace

import pytest

from app.analysis.analyse import analyse
from app.analysis.cues import BY_LANGUAGE
from app.analysis.events import events_in, positive
from app.analysis.findings import Abstained, quoted
from app.analysis.suggest import suggest
from app.domain.outcome import OutcomeClass
from app.domain.recording import Transcript
from tests.unit.analysis.said import call, shipped

ASKS = "A: Shall I put you down for Tuesday at ten?"
TALK = "C: We had the old one put in when we moved here twelve years ago, I think."


def _positive(transcript: Transcript) -> list[str | None]:
    events = events_in(transcript.turns, BY_LANGUAGE[transcript.language])
    return [quoted(transcript, event.span) for event in positive(events)]


@pytest.mark.parametrize(
    ("asks", "answer", "language"),
    [
        (ASKS, "C: I am not interested in an appointment.", "en"),
        (ASKS, "C: Please do not put me down for anything.", "en"),
        (ASKS, "C: Your colleague said yes please, put me down.", "en"),
        (ASKS, "C: Would it be okay?", "en"),
        ("A: Zal ik u inplannen op dinsdag?", "C: Dat past mij niet.", "nl"),
        ("A: Je vous inscris pour mardi ?", "C: Non, ça ne me va pas.", "fr"),
        ("A: Yes, book the appointment, that works for you.", "C: I am listening to you.", "en"),
        ("A: This line is recorded. Are you fine with that?", "C: Yes, fine.", "en"),
    ],
)
def test_no_yes_is_read_into_it(asks: str, answer: str, language: str) -> None:
    assert _positive(call(asks, answer, language=language)) == []


@pytest.mark.parametrize(
    ("asks", "answer", "language", "quote"),
    [
        (ASKS, "C: Why not. Put me down.", "en", "Put me down"),
        (ASKS, "C: No problem, that works.", "en", "that works"),
        ("A: Zal ik u inplannen op dinsdag?", "C: Ja graag.", "nl", "Ja graag"),
        ("A: Je vous inscris pour mardi ?", "C: Ça me convient très bien.", "fr", "Ça me convient"),
    ],
)
def test_a_yes_is_quoted_as_it_was_said(asks: str, answer: str, language: str, quote: str) -> None:
    assert quote in _positive(call(asks, answer, language=language))


def test_a_positive_outcome_quotes_the_customer() -> None:
    agreed = call(
        TALK, ASKS, "C: Yes please, that works for me.", "A: Booked for Tuesday.", "C: Thanks, bye."
    )
    found = suggest(agreed, shipped())
    assert found.outcome_class is OutcomeClass.POSITIVE
    assert quoted(agreed, found.evidence[-1].span) == "Yes please, that works for me."
    assert found.lead_score is not None and found.lead_score >= 80


def test_what_is_taken_back_is_not_agreed() -> None:
    agreed = call(
        TALK, ASKS, "C: Yes please.", "A: Booked.", "C: Actually no, I do not want it, cancel that."
    )
    assert suggest(agreed, shipped()).outcome_class is OutcomeClass.NEGATIVE
    assert analyse(agreed, None, shipped()).next_step == ()


def test_few_words_of_the_customer_give_no_outcome() -> None:
    short = call("A: Hello.", "C: Yes.", ASKS, "C: Yes please, put me down.", "A: Booked for Tuesday at ten.")
    found = suggest(short, shipped())
    assert (found.outcome_class, found.abstained) == (OutcomeClass.INCOMPLETE, Abstained.FEW_WORDS)
    assert (found.lead_score, found.evidence) == (None, ())


def test_a_language_without_cues_gives_no_outcome() -> None:
    assert suggest(call(TALK, language="de"), shipped()).abstained is Abstained.LANGUAGE


def test_no_words_to_quote_no_outcome() -> None:
    """However sure the model is: weights alone cannot claim anything."""
    sure = replace(
        shipped(), intercepts=tuple(50.0 if c is OutcomeClass.POSITIVE else 0.0 for c in shipped().classes)
    )
    found = suggest(call(TALK, "A: I see.", "C: It has been all right so far, apart from one winter."), sure)
    assert (found.outcome_class, found.abstained) == (OutcomeClass.INCOMPLETE, Abstained.NO_EVIDENCE)


@pytest.mark.parametrize(
    "change",
    [{"features": ("x",)}, {"temperature": 0.0}, {"intercepts": (0.0,)}, {"coefficients": ((1.0,),)}],
)
def test_weights_of_another_program_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="weights"):
        replace(shipped(), **change)  # type: ignore[arg-type]


def test_the_summary_is_whole_turns_with_what_they_answer() -> None:
    agreed = call(TALK, ASKS, "C: Yes please, that works for me.", "A: Booked.", "C: Bye.")
    assert analyse(agreed, None, shipped()).summary == (1, 2)
