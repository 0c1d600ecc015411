"""An anonymised call is a statistic of nobody, and nothing in it leads back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.call import ANONYMOUS_DURATION, Call, Callback, anonymised
from app.domain.ids import CallId, ContactId, Phone, RecordingId, UserId
from app.protocol.codec import encode
from tests.support.things import call

DAY = datetime(2026, 6, 15, tzinfo=UTC)
WORDS = st.text("abcdefgh0123456789", min_size=5, max_size=12)


@st.composite
def calls(draw: st.DrawFn) -> Call:
    """A call of 30 to 34 seconds on one day, by anybody to anybody."""
    started = DAY + timedelta(microseconds=draw(st.integers(0, 80_000_000_000)))
    return call(
        id=CallId(draw(WORDS)),
        contact_id=ContactId(draw(WORDS)),
        contact_name=draw(WORDS),
        phone=Phone(f"+32{draw(st.integers(10**7, 10**9))}"),
        agent_id=UserId(draw(WORDS)),
        agent_name=draw(WORDS),
        recording_id=RecordingId(draw(WORDS)),
        note=draw(WORDS),
        callback=draw(st.none() | st.just(Callback(started, "Europe/Brussels", True))),
        started_at=started,
        answered_at=started + timedelta(microseconds=draw(st.integers(5_000_001, 14_000_000))),
        ended_at=started + timedelta(microseconds=draw(st.integers(25_000_001, 34_000_000))),
        revision=draw(st.integers(1, 99)),
        outcome="sold",
    )


@given(calls(), calls())
def test_two_calls_of_one_day_and_length_cannot_be_told_apart(one: Call, other: Call) -> None:
    assert anonymised(one, "new") == anonymised(other, "new")


@given(calls())
def test_nothing_of_the_person_is_in_it(one: Call) -> None:
    text = encode(anonymised(one, "new")).decode()
    nobody = encode(anonymised(call(outcome="sold", started_at=DAY), "new")).decode()
    for canary in (one.contact_name, one.phone, one.agent_name, one.note, one.recording_id, one.id):
        assert canary is not None
        assert canary not in text or canary in nobody


@given(calls(), st.integers(0, 7200))
def test_its_statistics_stay(one: Call, seconds: int) -> None:
    assert one.answered_at is not None
    talked = replace(one, ended_at=one.answered_at + timedelta(seconds=seconds))
    kept = anonymised(talked, "new")
    assert (kept.outcome, kept.outcome_class, kept.campaign_id) == (
        one.outcome,
        one.outcome_class,
        one.campaign_id,
    )
    assert kept.started_at == DAY
    assert abs(kept.talk_seconds - talked.talk_seconds) <= ANONYMOUS_DURATION.total_seconds()
    assert anonymised(kept, "new") == kept


def test_an_unanswered_call_stays_unanswered() -> None:
    kept = anonymised(replace(call(), answered_at=None), "new")
    assert kept.answered_at is None and kept.ended_at is not None
