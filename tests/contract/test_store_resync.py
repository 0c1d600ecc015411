"""Beginning again: everything comes once more, what does not come is taken away, what waits stays."""

from datetime import timedelta

import pytest

from app.domain.actions import PutMark, SaveWrapUp, StartCall
from app.domain.ids import CallId, CampaignId, ContactId, MarkId, Phone, RecordingId
from app.domain.recording import RecordingFilter
from tests.contract.conftest import Bench
from tests.support.things import (
    AGENT,
    CAMPAIGN,
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

pytestmark = pytest.mark.anyio
OLD, NEW = RecordingId("recording-1"), RecordingId("recording-2")
DIALLED = CallId("call-9")


async def held(bench: Bench) -> None:
    numbers = (1, 2)
    await bench.stores.replica.apply(
        page(
            campaigns=(campaign(), campaign(id=CampaignId("c2"))),
            contacts=tuple(contact(n) for n in numbers),
            calls=tuple(call(n) for n in numbers),
            recordings=tuple(recording(n) for n in numbers),
            transcripts=tuple(transcript(n, f"word{n}") for n in numbers),
            marks=(mark(1), mark(2, recording_id=NEW)),
            do_not_call=(do_not_call(1), do_not_call(2)),
        )
    )
    for name in (OLD, NEW):
        writer = await bench.stores.media.writer(name)
        await writer.write(b"flac")
        await writer.commit()
    outbox = bench.stores.outbox
    await outbox.enqueue(SaveWrapUp(CallId("call-2"), "sold", "waits"), AGENT, NOW)
    await outbox.enqueue(StartCall(DIALLED, CAMPAIGN, ContactId("contact-2"), NOW), AGENT, NOW)
    await outbox.enqueue(PutMark(MarkId("mark-9"), NEW, 2.0, None, "waits"), AGENT, NOW)
    await bench.stores.recordings.add(
        recording(9, call_id=DIALLED, started_at=NOW, ended_at=NOW + timedelta(seconds=9), revision=0)
    )


async def again(bench: Bench) -> None:
    replica = bench.stores.replica
    await replica.begin_again()
    assert await replica.cursor() == ""
    first = page(campaigns=(campaign(),), contacts=(contact(2),), cursor="n1", more=True)
    await replica.apply(first)
    bench.reopen()
    assert await bench.stores.recordings.get(OLD) is not None, "in sight until the last page"
    changes = await bench.stores.replica.apply(
        page(
            calls=(call(2),),
            recordings=(recording(2),),
            transcripts=(transcript(2, "word2"),),
            marks=(mark(2, recording_id=NEW),),
            do_not_call=(do_not_call(2),),
            cursor="n2",
        )
    )
    assert OLD in changes.recordings


async def test_what_the_platform_no_longer_sends_is_taken_away(bench: Bench) -> None:
    await held(bench)
    await again(bench)
    stores = bench.stores
    assert [one.id for one in await stores.campaigns.all()] == [CAMPAIGN]
    assert await stores.contacts.get(ContactId("contact-1")) is None
    assert await stores.calls.get(CallId("call-1")) is None
    assert await stores.recordings.get(OLD) is None
    assert not await stores.media.has(OLD)
    assert (await stores.recordings.page(RecordingFilter(text="word1"), None, 9)).total == 0
    assert not await stores.contacts.on_do_not_call(Phone("+32470000001"), CAMPAIGN)


async def test_what_it_sends_again_and_what_waits_for_it_stays(bench: Bench) -> None:
    await held(bench)
    await again(bench)
    stores = bench.stores
    found = await stores.calls.get(CallId("call-2"))
    assert found is not None
    assert found.note == "waits"
    assert await stores.calls.get(DIALLED) is not None
    assert await stores.recordings.get(RecordingId("recording-9")) is not None, "made here"
    assert await stores.media.has(NEW)
    assert [one.id for one in await stores.recordings.marks(NEW)] == ["mark-2", "mark-9"]
    assert await stores.contacts.on_do_not_call(Phone("+32470000002"), CAMPAIGN)
    assert len(await stores.outbox.waiting(9)) == 3
    await stores.replica.apply(page(cursor="n3"))
    assert await stores.recordings.get(NEW) is not None, "a later page takes nothing more away"
