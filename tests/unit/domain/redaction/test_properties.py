"""What holds for every card, every way of saying it, and every text without one."""

import re
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.recording import Speaker, Transcript, Turn, Word
from app.domain.redaction import LABELS, SecretKind, kind_of, redact, silences
from app.domain.redaction.masking import MARGIN_S
from tests.support.corpus.free import free_case
from tests.support.corpus.secrets import HELD, LAST_SET, OPEN, card_case, other_case
from tests.support.corpus.talk import Case
from tests.support.corpus.valid import passes_luhn
from tests.support.things import transcript

NUMBERS, SETS = st.integers(0, 1_000_000), st.sampled_from((OPEN, HELD, LAST_SET))
cases = st.builds(card_case, NUMBERS, st.just(7), SETS)
others = st.builds(other_case, NUMBERS, st.just(7), SETS)
frees = st.builds(free_case, NUMBERS, st.just(7), SETS)
few = settings(max_examples=60, deadline=None)


@st.composite
def cards(draw: st.DrawFn) -> str:
    body = draw(st.sampled_from(("4", "51", "55", "2221"))) + draw(
        st.text("0123456789", min_size=14, max_size=14)
    )
    return next(body[:15] + str(last) for last in range(10) if passes_luhn(body[:15] + str(last)))


@given(cards(), st.sampled_from(("", " ", "-", ".")), st.sampled_from((1, 2, 4, 16)))
@few
def test_a_written_card_leaves_no_four_digits(card: str, between: str, step: int) -> None:
    said = between.join(card[at : at + step] for at in range(0, 16, step))
    text = redact(transcript(1, f"the card is {said} thanks")).transcript.turns[0].text
    assert not re.search(r"\d{4}", re.sub(r"[ .-]", "", text))
    assert LABELS[SecretKind.CARD] in text


@given(cases)
@few
def test_what_is_silenced_covers_the_words_with_a_margin(case: Case) -> None:
    redacted = redact(case.transcript())
    masked = [
        (turn.speaker, word)
        for turn in redacted.transcript.turns
        for word in turn.words
        if kind_of(word.text) is not None
    ]
    assert masked
    for speaker, word in masked:
        assert any(
            one.speaker is speaker
            and one.start_s <= max(0.0, word.start_s - MARGIN_S)
            and one.end_s >= word.end_s + MARGIN_S
            for one in redacted.silences
        )


@given(st.one_of(cases, others, frees))
@few
def test_a_second_time_changes_nothing(case: Case) -> None:
    once = redact(case.transcript())
    assert redact(once.transcript) == once


@given(
    st.lists(
        st.sampled_from(("the", "roof", "is", "wide", "and", "seven", "metres", "long", "op", "dak")),
        max_size=30,
    )
)
@few
def test_text_without_a_secret_is_the_same_object(words: list[str]) -> None:
    said = transcript(1, " ".join(words) or "hello")
    assert redact(said).transcript is said
    assert redact(said).silences == ()


@given(cases)
@few
def test_times_and_everything_beside_the_secret_stay(case: Case) -> None:
    before, after = case.transcript(), redact(case.transcript()).transcript
    assert [(turn.speaker, turn.start_s, turn.end_s) for turn in after.turns] == [
        (turn.speaker, turn.start_s, turn.end_s) for turn in before.turns
    ]
    for old, new in zip(before.turns, after.turns, strict=True):
        left = [word for word in new.words if kind_of(word.text) is None]
        assert all(word in old.words for word in left)
        assert new.text == " ".join(word.text for word in new.words)


@given(cases)
@few
def test_a_kind_that_the_policy_leaves_alone_is_left_alone(case: Case) -> None:
    assert redact(case.transcript(), ()).transcript == case.transcript()
    kinds = {
        kind_of(w.text)
        for t in redact(case.transcript(), (SecretKind.CVC,)).transcript.turns
        for w in t.words
    }
    assert kinds <= {None, SecretKind.CVC}


def test_a_turn_without_words_is_masked_and_silenced_whole() -> None:
    turn = Turn(Speaker.CUSTOMER, 2.0, 9.0, "my card is 4111 1111 1111 1111 thanks")
    redacted = redact(replace(transcript(1), turns=(turn,)))
    assert redacted.transcript.turns[0].text == "my card is [card number] thanks"
    assert redacted.transcript.turns[0].words == ()
    assert [(one.start_s, one.end_s) for one in redacted.silences] == [(1.8, 9.2)]
    assert silences(redacted.transcript) == redacted.silences


def test_words_of_a_recogniser_keep_their_leading_space() -> None:
    texts = (" my", " card", " 4111", " 1111", " 1111", " 1111.", " ok")
    words = tuple(Word(text, float(at), at + 0.5) for at, text in enumerate(texts))
    turn = Turn(Speaker.CUSTOMER, 0.0, 7.0, "my card 4111 1111 1111 1111. ok", words)
    clean: Transcript = redact(replace(transcript(1), turns=(turn,))).transcript
    assert [word.text for word in clean.turns[0].words] == [" my", " card", " [card number]", " ok"]
    assert clean.turns[0].text == "my card [card number] ok"


def test_every_language_says_every_number() -> None:
    rng = np.random.default_rng(3)
    from app.domain.redaction.numbers import numbers_in
    from tests.support.corpus.saying import NUMBER

    for language, say in NUMBER.items():
        for value in rng.integers(0, 10_000, 400):
            found = numbers_in(say(int(value)).split(), language[:2])
            assert "".join(number.digits for number in found) == str(value)
