"""Ways of saying a secret, one by one, and talk beside them that stays."""

import pytest

from app.domain.ids import RecordingId
from app.domain.recording import Speaker, Transcript, TranscriptSource, Turn, Word
from app.domain.redaction import redact
from app.domain.redaction.numbers import numbers_in
from tests.support.spoken_secrets.scenes import MADE_AT


def masked(language: str, *lines: str) -> list[str]:
    """Return the lines of a conversation as they are kept: "a ..." the agent's, "c ..." the customer's."""
    turns, clock = [], 0.0
    for line in lines:
        speaker = Speaker.AGENT if line[0] == "a" else Speaker.CUSTOMER
        words = []
        for text in line[2:].split():
            words.append(Word(text, clock, clock + 0.3))
            clock += 0.4
        turns.append(Turn(speaker, words[0].start_s, words[-1].end_s, line[2:], tuple(words)))
        clock += 0.5
    source = TranscriptSource.RECOGNISED
    transcript = Transcript(RecordingId("r"), source, "m", language, tuple(turns), MADE_AT, 1)
    return [turn.text for turn in redact(transcript).transcript.turns]


@pytest.mark.parametrize(
    ("language", "words", "digits"),
    [
        ("en", "forty -two", ["42"]),
        ("en", "4111 -1111", ["4111", "1111"]),
        ("fr", "quatre -vingt -dix -sept", ["97"]),
        ("fr", "trente, et quatre", ["30", "4"]),
        ("nl", "negenhonderd tweeëntachtig", ["982"]),
        ("nl", "duizend negenhonderd tweeentachtig", ["1982"]),
    ],
)
def test_numbers_of_split_words(language: str, words: str, digits: list[str]) -> None:
    assert [number.digits for number in numbers_in(words.split(), language)] == digits


def test_three_digits_after_a_card_need_no_name() -> None:
    said = masked("en", "a Card number?", "c 4111 1111 1111 1111", "a And the expiry?", "c 11/28, 742.")
    assert said[1] == "[card number]"
    assert said[3] == "11/28, [security code]"


def test_what_is_short_after_a_card_and_no_code_stays() -> None:
    said = masked(
        "en", "a Card number?", "c 4111 1111 1111 1111", "a Thanks.", "c It costs 742 euros, right?"
    )
    assert said[3] == "It costs 742 euros, right?"


def test_an_american_express_has_four_and_its_date_is_not_them() -> None:
    said = masked(
        "en", "a Card number?", "c 3782 822463 10005", "a Expires?", "c 07 31", "a And?", "c 4 8 1 6"
    )
    assert said[3] == "07 31"
    assert said[5] == "[security code]"


def test_a_card_over_two_turns_that_nobody_spoke_of() -> None:
    said = masked("en", "c Okay. 4111 1111", "c Sorry, the dog. 1111 1111", "a Thanks.")
    assert said == ["Okay. [card number]", "Sorry, the dog. [card number]", "Thanks."]


def test_an_account_spelled_in_words() -> None:
    said = masked("nl", "a Wat is uw IBAN?", "c B van Bernard E van Eduard 68 5390 0754 7034")
    assert said[1] == "[account number]"


def test_a_slip_in_an_account_number() -> None:
    said = masked("fr", "a Quel est votre IBAN ?", "c BE68 5390 0755 non, pardon, 0754 7034")
    assert said[1] == "[account number]"


def test_a_bsn_is_named_by_who_asks() -> None:
    assert masked("nl", "a Mag ik uw burgerservicenummer?", "c 111222333")[1] == "[national number]"
    assert masked("nl", "a Wat is uw klantnummer?", "c 111222333")[1] == "111222333"


def test_a_pin_to_an_agent_who_only_spoke_of_it() -> None:
    assert masked("en", "a You set a PIN with us.", "c Oh right, 2 8 7 5.")[1] == "[PIN]"
    assert masked("en", "a Your PIN comes by post.", "c We need 2875 of them by May.")[1].startswith(
        "We need"
    )


def test_who_forgot_a_password_tells_none() -> None:
    said = masked("en", "c I forgot my password, can you send me a new one?", "a The extension is 4910.")
    assert said[1] == "The extension is 4910."


def test_the_last_four_digits_ask_for_nothing() -> None:
    said = masked("en", "a Do you still have the card ending in 4384?", "c I used 18030 last year and 67830.")
    assert said == ["Do you still have the card ending in 4384?", "I used 18030 last year and 67830."]


def test_a_slip_in_a_card_is_not_the_beginning_of_a_norwegian_account() -> None:
    said = masked("en", "a Your debit card?", "c 3 7 7 8 no wait 3, 7, 7, 4 9 2 5 0 6 7 0 4 0 5 9")
    assert said[1] == "[card number]"


def test_who_asks_how_a_card_ends_takes_the_first_half_for_none() -> None:
    said = masked("nl", "a Op mijn scherm staat de kaart 539396", "a hoe eindigt die?", "c 650528 3842")
    assert said[0] == "Op mijn scherm staat de kaart [card number]"
