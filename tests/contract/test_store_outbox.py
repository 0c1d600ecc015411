"""The outbox: durable, shown at once, taken back exactly, delivered once."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.actions import (
    Action,
    Delivery,
    EndCall,
    PutMark,
    RemoveMark,
    SaveWrapUp,
    SignedAction,
    StartCall,
)
from app.domain.call import Call, WrapUp
from app.domain.ids import ActionKey, CallId, ContactId, MarkId, RecordingId
from app.domain.outcome import OutcomeBy, OutcomeClass, SystemResult
from app.domain.recording import Mark, Recording, RecordingFilter
from app.domain.retention import DataClass
from app.protocol.messages import ActionResult
from app.security.encoding import to_base64url
from tests.contract.conftest import Bench
from tests.support.profiles import ENROLMENT
from tests.support.things import (
    AGENT,
    CAMPAIGN,
    NOW,
    call,
    campaign,
    contact,
    mark,
    page,
    policy,
    recording,
)

pytestmark = pytest.mark.anyio
C1, NEW, R1, M1 = CallId("call-1"), CallId("call-new"), RecordingId("recording-1"), MarkId("mark-1")


async def fill(bench: Bench) -> None:
    await bench.stores.replica.apply(
        page(
            campaigns=(campaign(),),
            contacts=(contact(1),),
            calls=(call(1),),
            recordings=(recording(1),),
            marks=(mark(1),),
        )
    )


def start(call_id: CallId = NEW) -> StartCall:
    return StartCall(call_id, CAMPAIGN, ContactId("contact-1"), NOW)


def wrap_up(call_id: CallId = C1, outcome: str = "sold", note: str = "he said yes") -> SaveWrapUp:
    return SaveWrapUp(call_id, outcome, note)


async def do(bench: Bench, action: Action) -> ActionKey:
    return (await bench.stores.outbox.enqueue(action, AGENT, NOW))[0]


async def accept(bench: Bench, *keys: ActionKey) -> None:
    await bench.stores.outbox.settle([ActionResult(key, True) for key in keys])


async def refuse(bench: Bench, *keys: ActionKey) -> None:
    await bench.stores.outbox.settle([ActionResult(key, False, "the campaign is over") for key in keys])


async def the_call(bench: Bench, call_id: CallId = C1) -> Call | None:
    return await bench.stores.calls.get(call_id)


async def test_a_whole_call_shows_before_the_platform_knows_of_it(bench: Bench) -> None:
    await fill(bench)
    await bench.stores.calls.keep_draft(WrapUp(NEW, note="typing"))
    await do(bench, start())
    await do(bench, EndCall(NEW, SystemResult.ANSWERED, NOW, NOW + timedelta(minutes=1), R1))
    _, changes = await bench.stores.outbox.enqueue(wrap_up(NEW), AGENT, NOW)
    assert changes.calls == {NEW}
    assert changes.outbox
    found = await the_call(bench, NEW)
    assert found is not None
    assert (found.contact_name, found.phone, found.agent_name) == (
        "Carla Customer 1",
        "+32470000001",
        "Ada Agent",
    )
    assert (found.outcome, found.outcome_class, found.outcome_by) == (
        "sold",
        OutcomeClass.POSITIVE,
        OutcomeBy.AGENT,
    )
    assert found.talk_seconds == 60
    assert await bench.stores.calls.draft(NEW) is None
    assert [item.kind for item in await bench.stores.outbox.items()] == [
        "start_call",
        "end_call",
        "save_wrap_up",
    ]
    assert {item.title for item in await bench.stores.outbox.items()} == {"Carla Customer 1"}


async def test_what_waits_is_signed_by_whom_it_says_and_readable_by_the_platform_alone(bench: Bench) -> None:
    await fill(bench)
    key = await do(bench, wrap_up())
    (entry,) = await bench.stores.outbox.waiting(10)
    assert entry.key == key
    box = base64.urlsafe_b64decode(entry.sealed + "=" * (-len(entry.sealed) % 4))
    assert to_base64url(box) == entry.sealed
    assert bench.profile.sealer.unseal(box) == SignedAction(key, ENROLMENT, AGENT.id, NOW, wrap_up())
    assert b"he said yes" not in bench.profile.paths.outbox.read_bytes()


async def test_waiting_entries_come_in_order_and_survive_closing(bench: Bench) -> None:
    await fill(bench)
    keys = [await do(bench, wrap_up(note=str(n))) for n in range(5)]
    bench.reopen()
    assert [entry.key for entry in await bench.stores.outbox.waiting(3)] == keys[:3]
    await accept(bench, *keys[:3])
    bench.reopen()
    assert [entry.key for entry in await bench.stores.outbox.waiting(9)] == keys[3:]


async def test_a_refused_action_is_taken_back_and_says_why(bench: Bench) -> None:
    await fill(bench)
    before = await the_call(bench)
    key = await do(bench, wrap_up())
    assert await the_call(bench) != before
    await refuse(bench, key)
    assert await the_call(bench) == before
    (item,) = await bench.stores.outbox.items()
    assert (item.delivery, item.reason) == (Delivery.REFUSED, "the campaign is over")
    assert await bench.stores.outbox.waiting(9) == ()
    await bench.stores.outbox.dismiss(key)
    assert await bench.stores.outbox.items() == ()


async def test_dismissing_never_drops_what_still_waits(bench: Bench) -> None:
    await fill(bench)
    key = await do(bench, wrap_up())
    await bench.stores.outbox.dismiss(key)
    assert [entry.key for entry in await bench.stores.outbox.waiting(9)] == [key]


async def test_taking_back_the_first_leaves_the_second(bench: Bench) -> None:
    await fill(bench)
    first = await do(bench, wrap_up(outcome="no", note="first"))
    await do(bench, wrap_up(outcome="sold", note="second"))
    await refuse(bench, first)
    found = await the_call(bench)
    assert found is not None
    assert (found.outcome, found.note) == ("sold", "second")


async def test_a_refused_start_takes_the_whole_call_back(bench: Bench) -> None:
    await fill(bench)
    keys = [await do(bench, action) for action in (start(), wrap_up(NEW))]
    await refuse(bench, keys[0])
    assert await the_call(bench, NEW) is None


async def test_an_accepted_action_stays_shown_until_the_platforms_own_version(bench: Bench) -> None:
    await fill(bench)
    await accept(bench, await do(bench, wrap_up()))
    assert await bench.stores.outbox.items() == ()
    assert (await the_call(bench)).note == "he said yes"  # type: ignore[union-attr]
    # A page from before the acceptance carries the revision we had: it must not undo what was accepted.
    await bench.stores.replica.apply(page(calls=(call(1),)))
    assert (await the_call(bench)).note == "he said yes"  # type: ignore[union-attr]
    await bench.stores.replica.apply(page(calls=(call(1, revision=2, note="as the platform has it"),)))
    assert (await the_call(bench)).note == "as the platform has it"  # type: ignore[union-attr]


async def test_a_page_never_hides_what_still_waits(bench: Bench) -> None:
    await fill(bench)
    await do(bench, wrap_up())
    await bench.stores.replica.apply(page(calls=(call(1, revision=7, agent_name="Renamed"),)))
    found = await the_call(bench)
    assert found is not None
    assert (found.agent_name, found.note, found.revision) == ("Renamed", "he said yes", 7)


async def test_the_recording_list_shows_the_outcome_at_once(bench: Bench) -> None:
    await fill(bench)
    won = RecordingFilter(outcome_class=OutcomeClass.POSITIVE)
    key = await do(bench, wrap_up())
    assert (await bench.stores.recordings.page(won, None, 9)).total == 1
    await refuse(bench, key)
    assert (await bench.stores.recordings.page(won, None, 9)).total == 0
    await accept(bench, await do(bench, wrap_up()))
    assert (await bench.stores.recordings.page(won, None, 9)).total == 1
    made_here = replace(recording(2), call_id=NEW)
    await do(bench, start())
    await do(bench, wrap_up(NEW))
    await bench.stores.recordings.add(made_here)
    assert (await bench.stores.recordings.page(won, None, 9)).total == 2


@pytest.mark.parametrize(("outcome", "elsewhere"), [("never", False), ("nobody", True)])
async def test_a_do_not_call_outcome_blocks_at_once(bench: Bench, outcome: str, elsewhere: bool) -> None:
    await fill(bench)
    phone = contact(1).phone
    key = await do(bench, wrap_up(outcome=outcome))
    assert await bench.stores.contacts.on_do_not_call(phone, CAMPAIGN)
    assert await bench.stores.contacts.on_do_not_call(phone, "other") is elsewhere  # type: ignore[arg-type]
    await accept(bench, key)
    assert await bench.stores.contacts.on_do_not_call(phone, CAMPAIGN)


async def test_a_dial_that_waits_counts_as_an_attempt(bench: Bench) -> None:
    await fill(bench)
    key = await do(bench, start())
    found = await bench.stores.contacts.get(ContactId("contact-1"))
    assert found is not None
    assert found.attempts == 1
    await refuse(bench, key)
    found = await bench.stores.contacts.get(ContactId("contact-1"))
    assert found is not None
    assert found.attempts == 0


async def test_marks_are_put_changed_and_removed_optimistically(bench: Bench) -> None:
    await fill(bench)
    fresh = MarkId("mark-new")
    put = await do(bench, PutMark(fresh, R1, 0.5, 2.0, "new"))
    gone = await do(bench, RemoveMark(M1, R1))
    (shown,) = await bench.stores.recordings.marks(R1)
    assert shown == Mark(fresh, R1, 0.5, 2.0, "new", "Ada Agent", NOW, 0)
    await refuse(bench, put, gone)
    assert await bench.stores.recordings.marks(R1) == (mark(1),)
    await accept(bench, await do(bench, PutMark(M1, R1, 1.0, None, "changed")))
    (shown,) = await bench.stores.recordings.marks(R1)
    assert (shown.text, shown.author) == ("changed", "Ada Agent")
    await accept(bench, await do(bench, RemoveMark(M1, R1)))
    assert await bench.stores.recordings.marks(R1) == ()


async def test_the_same_answer_twice_changes_nothing(bench: Bench) -> None:
    await fill(bench)
    key = await do(bench, wrap_up())
    await accept(bench, key)
    shown = await the_call(bench)
    await refuse(bench, key, ActionKey("never-seen"))
    assert await the_call(bench) == shown
    assert await bench.stores.outbox.items() == ()


async def test_what_waits_past_its_time_is_no_longer_readable_but_still_delivered(bench: Bench) -> None:
    await fill(bench)
    key = await do(bench, wrap_up())
    bench.clock.move(days=100)
    assert await bench.stores.outbox.items() == ()
    await bench.stores.retention.purge()
    bench.reopen()
    assert [entry.key for entry in await bench.stores.outbox.waiting(9)] == [key]
    assert await the_call(bench) is None
    await accept(bench, key)
    assert await bench.stores.outbox.waiting(9) == ()


ACTIONS = st.sampled_from(
    [
        wrap_up(),
        wrap_up(outcome="no", note="b"),
        PutMark(M1, R1, 3.0, 4.0, "x"),
        PutMark(MarkId("m2"), R1, 1.0, None, "y"),
        RemoveMark(M1, R1),
        start(),
        wrap_up(NEW, note="c"),
        EndCall(NEW, SystemResult.BUSY, None, NOW),
    ]
)


async def _picture(bench: Bench) -> tuple[object, ...]:
    item = await bench.stores.recordings.get(R1)
    shown: Recording | None = item.recording if item else None
    return (
        await the_call(bench),
        await the_call(bench, NEW),
        shown,
        await bench.stores.recordings.marks(R1),
    )


@given(ranked=st.lists(st.tuples(ACTIONS, st.integers()), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_refusing_everything_in_any_order_restores_the_base(
    bench: Bench, ranked: list[tuple[Action, int]]
) -> None:
    await fill(bench)
    before = await _picture(bench)
    done = [(rank, await do(bench, action)) for action, rank in ranked]
    for _, key in sorted(done):
        await refuse(bench, key)
        await bench.stores.outbox.dismiss(key)
    assert await _picture(bench) == before


async def test_what_waits_about_an_anonymised_call_leads_back_to_no_one(bench: Bench) -> None:
    """Reviews may be kept longer than calls: the action must not bring the person back."""
    await bench.stores.replica.put_policy(policy(1, {DataClass.REVIEW: "P1Y"}))
    await fill(bench)
    keys = [await do(bench, start()), await do(bench, wrap_up(NEW))]
    bench.clock.move(days=100)
    await bench.stores.retention.purge()
    assert {(item.kind, item.title) for item in await bench.stores.outbox.items()} == {("sealed", "")}
    await refuse(bench, keys[1])
    assert await the_call(bench, NEW) is None
    assert [entry.key for entry in await bench.stores.outbox.waiting(9)] == keys[:1]
