"""What is held about one person: by every spelling of one number or the words of a name."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.actions import SaveWrapUp
from app.domain.call import WrapUp
from app.domain.finding import countries_of, folded, looks_like_a_number, numbers_meant
from app.domain.ids import CallId, ContactId, Phone, RecordingId
from app.domain.inventory import HeldAbout, Holding
from tests.contract.conftest import Bench
from tests.support.things import (
    AGENT,
    NOW,
    call,
    campaign,
    contact,
    do_not_call,
    mark,
    page,
    recording,
    transcript,
)

anyio = pytest.mark.anyio
NUMBER, OTHER = Phone("+32470123456"), Phone("+32470123457")
SPELLINGS = (
    "+32470123456",
    "0470 12 34 56",
    "0470/12.34.56",
    "0470-123456",
    "(0470) 12 34 56",
    "+32 470 12 34 56",
    "+32 (0)470 12 34 56",
    "0032470123456",
    "00 32 470 123 456",
    "32470123456",
    "470123456",
    "tel:+32-470-12-34-56",
    "\uff10\uff14\uff17\uff10 \uff11\uff12 \uff13\uff14 \uff15\uff16",
    "0470\u00a012\u00a034\u00a056",
)


async def fill(bench: Bench) -> None:
    one = {"contact_name": "\u00c9lise D'Hondt", "phone": NUMBER}
    two = {"contact_name": "Elisabeth Dhont", "phone": OTHER}
    await bench.stores.replica.apply(
        page(
            campaigns=(campaign(),),
            contacts=(
                contact(1, name="\u00c9lise D'Hondt", phone=NUMBER, last_activity_at=NOW),
                contact(2, name="Elisabeth Dhont", phone=OTHER),
            ),
            calls=(call(1, note="secret", **one), call(2, note="other", **two), call(3, phone=None)),
            recordings=(recording(1, **one), recording(2, **two), recording(3, phone=None)),
            transcripts=(transcript(1), transcript(2)),
            marks=(mark(1), mark(2, recording_id=RecordingId("recording-2"))),
            do_not_call=(do_not_call(1, phone=NUMBER), do_not_call(2, phone=OTHER)),
        )
    )
    await bench.stores.calls.keep_draft(WrapUp(CallId("call-1"), note="typed"))
    await bench.stores.outbox.enqueue(SaveWrapUp(CallId("call-1"), "sold", "mine", None, ()), AGENT, NOW)
    await bench.stores.calls.keep_draft(WrapUp(CallId("call-1"), note="typed again"))


def counts(found: tuple[HeldAbout, ...]) -> dict[Holding, int]:
    return {one.holding: one.items for one in found}


EVERYTHING = {
    Holding.CONTACTS: 1,
    Holding.CALLS: 1,
    Holding.NOTES: 3,
    Holding.RECORDINGS: 1,
    Holding.TRANSCRIPTS: 1,
    Holding.MARKS: 1,
    Holding.DO_NOT_CALL: 1,
}


@anyio
async def test_every_spelling_of_one_number_finds_the_same_and_no_neighbour(bench: Bench) -> None:
    await fill(bench)
    for spelling in SPELLINGS:
        assert counts(await bench.stores.retention.about(spelling)) == EVERYTHING, spelling
        (found,) = await bench.stores.contacts.find(spelling, 9)
        assert found.phone == NUMBER
    for other in ("0470 12 34 5", "470 12", "+33470123456", "1234", "0470 xx xx xx", "", "%"):
        assert await bench.stores.retention.about(other) == (), other
        assert await bench.stores.contacts.find(other, 9) == ()


@pytest.mark.parametrize("text", ["\u00e9lise", "ELISE hondt", "d'hondt", "hondt el"])
@anyio
async def test_a_name_is_found_by_its_words(bench: Bench, text: str) -> None:
    await fill(bench)
    found = counts(await bench.stores.retention.about(text))
    assert found == {kind: count for kind, count in EVERYTHING.items() if kind is not Holding.DO_NOT_CALL}


@anyio
async def test_what_law_keeps_is_told_and_what_is_over_its_time_is_not(bench: Bench) -> None:
    await fill(bench)
    await bench.stores.replica.apply(
        page(recordings=(recording(1, revision=2, legal_hold=True, phone=NUMBER),))
    )
    bench.clock.move(days=400)
    found = {one.holding: one for one in await bench.stores.retention.about(SPELLINGS[1])}
    assert found[Holding.RECORDINGS].by_law == found[Holding.RECORDINGS].items == 1
    assert Holding.CONTACTS not in found
    assert await bench.stores.retention.about("0470 12 34 57") == (
        HeldAbout(Holding.DO_NOT_CALL, 1, 0, None, None),
    )


@anyio
async def test_it_says_when_the_first_and_the_last_go(bench: Bench) -> None:
    later: datetime = NOW.replace(day=20)
    await bench.stores.replica.apply(
        page(
            recordings=(
                recording(1, phone=NUMBER),
                recording(2, phone=NUMBER, ended_at=later, call_id=CallId("call-2")),
            )
        )
    )
    (found,) = await bench.stores.retention.about(NUMBER)
    assert found.first_deletion is not None and found.last_deletion is not None
    assert (found.last_deletion - found.first_deletion).days == 5
    assert (await bench.stores.contacts.get(ContactId("contact-1"))) is None


@given(st.integers(460_000_000, 499_999_999), st.randoms(use_true_random=False))
def test_blanks_and_strokes_anywhere_change_nothing(number: int, random: object) -> None:
    national, choice = f"0{number}", random.choice  # type: ignore[attr-defined]
    spelt = "".join(digit + choice(["", " ", ".", "-", "/", "\u00a0"]) for digit in national)
    assert numbers_meant(spelt, [32, 1, 33]) >= {f"+32{number}"}
    assert numbers_meant(spelt, [32]) == {f"+32{number}"}


def test_a_word_is_never_read_as_a_number() -> None:
    for text in ("call 0470123456", "0470 xx xx xx", "1-800-FLOWERS", "", "12"):
        assert not looks_like_a_number(text)
        assert numbers_meant(text, [32]) == frozenset()
    assert countries_of(["324", "12", "", "9x"]) == {32, 1}
    assert folded("  \u00c9lise\nD'Hondt-Maes ") == "elise d hondt maes"
