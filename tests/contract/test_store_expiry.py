"""What is over its time, held or restricted never shows, deleted or not."""

from datetime import timedelta

import anyio
import anyio.lowlevel
import pytest

from app.domain.actions import PutMark
from app.domain.call import Callback, WrapUp
from app.domain.ids import CallId, CampaignId, ContactId, MarkId, RecordingId
from app.domain.inventory import Holding, Purged
from app.domain.outcome import OutcomeClass
from app.domain.recording import RecordingFilter
from app.domain.retention import CampaignRule, DataClass, Facts, expires_at
from app.errors import UserFacing
from app.protocol.messages import ThingKind
from tests.contract.conftest import Bench
from tests.support.things import (
    AGENT,
    ALL_P30D,
    CAMPAIGN,
    NOW,
    call,
    campaign,
    contact,
    do_not_call,
    mark,
    page,
    policy,
    recording,
    removed,
    transcript,
)

pytestmark = pytest.mark.anyio
R1 = RecordingId("recording-1")


async def fill(bench: Bench, **recording_fields: object) -> None:
    await bench.stores.replica.apply(
        page(
            campaigns=(campaign(),),
            contacts=(contact(1),),
            calls=(call(1, note="secret note", outcome_class=OutcomeClass.POSITIVE, outcome="sold"),),
            recordings=(recording(1, **recording_fields),),
            transcripts=(transcript(1, "rhubarb crumble"),),
            marks=(mark(1),),
        )
    )
    writer = await bench.stores.media.writer(R1)
    await writer.write(b"flac")
    await writer.commit()
    await bench.stores.calls.keep_draft(WrapUp(CallId("call-1"), note="draft"))


async def visible(bench: Bench) -> set[str]:
    """Ask every reading method and name those that still give something."""
    stores = bench.stores
    shown = {
        "page": (await stores.recordings.page(RecordingFilter(), None, 9)).total,
        "items": len((await stores.recordings.page(RecordingFilter(), None, 9)).items),
        "search": (await stores.recordings.page(RecordingFilter("rhubarb"), None, 9)).total,
        "get": await stores.recordings.get(R1),
        "transcript": await stores.recordings.transcript(R1),
        "marks": await stores.recordings.marks(R1),
        "call": await stores.calls.get(CallId("call-1")),
        "history": await stores.calls.history(ContactId("contact-1"), 9),
        "draft": await stores.calls.draft(CallId("call-1")),
        "open_draft": await stores.calls.open_draft(),
        "contact": await stores.contacts.get(ContactId("contact-1")),
        "find": await stores.contacts.find("carla", 9),
        "has": await stores.media.has(R1),
        "peaks": await stores.media.peaks(R1),
        "progress": (await stores.campaigns.progress(CAMPAIGN)).by_class,
        "day": (await stores.campaigns.day_of(AGENT.id, NOW - timedelta(days=1))).calls,
    }
    try:
        (await stores.media.open(R1)).close()
        shown["open"] = True
    except UserFacing:
        pass
    return {name for name, got in shown.items() if got}


RECORDING = {"page", "items", "search", "get", "transcript", "marks", "has", "open"}
CALL = {"call", "history", "draft", "open_draft", "progress", "day"}
ALL = RECORDING | CALL | {"contact", "find"}


async def test_before_its_time_everything_shows_and_after_it_nothing(bench: Bench) -> None:
    await fill(bench)
    assert await visible(bench) == ALL
    end = expires_at(policy().schedule, DataClass.CALL_RECORDING, Facts(recording(1).ended_at))
    assert end is not None
    bench.clock.at = end - timedelta(microseconds=1)
    assert await visible(bench) == ALL - {"contact", "find"}  # the contact's last activity was a day earlier
    bench.clock.at = end
    assert await visible(bench) == set()
    bench.reopen()
    assert await visible(bench) == set()


@pytest.mark.parametrize("field", ["legal_hold", "restricted"])
async def test_held_or_restricted_is_out_of_sight_after_its_time_and_outlives_the_purge(
    bench: Bench, field: str
) -> None:
    await fill(bench, **{field: True})
    bench.clock.move(days=365)
    assert await visible(bench) == set()
    purged = await bench.stores.retention.purge()
    assert (purged.recordings, purged.transcripts, purged.marks, purged.calls_anonymised) == (0, 0, 0, 0)
    rows = {row.holding: row for row in await bench.stores.retention.inventory()}
    assert rows[Holding.LEGAL_HOLD].items == 1
    assert rows[Holding.TRANSCRIPTS].items == 1
    await bench.stores.replica.apply(page(recordings=(recording(1, revision=2),)))
    assert (await bench.stores.retention.purge()).recordings == 1


async def test_restricted_is_out_of_sight_before_its_time_and_back_when_lifted(bench: Bench) -> None:
    await fill(bench)
    await bench.stores.replica.apply(page(recordings=(recording(1, restricted=True, revision=2),)))
    assert await visible(bench) == {"contact", "find"}
    await bench.stores.replica.apply(page(recordings=(recording(1, revision=3),)))
    assert await visible(bench) == ALL


async def test_a_policy_hides_at_once_what_it_shortens_and_its_preview_is_what_the_purge_does(
    bench: Bench,
) -> None:
    await fill(bench)
    bench.clock.move(days=40)
    assert await bench.stores.retention.preview(policy()) == Purged()
    expected = await bench.stores.retention.preview(policy(1, ALL_P30D))
    assert expected == Purged(recordings=1, transcripts=1, calls_anonymised=1, contacts=0, marks=1, other=1)
    assert "page" in await visible(bench)  # a preview changes nothing
    assert (await bench.stores.replica.put_policy(policy(1, ALL_P30D))).policy
    assert await visible(bench) == {"contact", "find"}
    assert await bench.stores.retention.purge() == expected
    bench.reopen()
    assert await bench.stores.retention.purge() == expected  # not scrubbed yet: still owed
    await bench.stores.retention.scrub()
    assert await bench.stores.retention.purge() == Purged()


async def test_a_policy_that_lengthens_brings_back_what_was_only_hidden(bench: Bench) -> None:
    await bench.stores.replica.put_policy(policy(1, ALL_P30D))
    await fill(bench)
    bench.clock.move(days=40)
    assert await visible(bench) == {"contact", "find"}
    await bench.stores.replica.put_policy(policy(2))
    assert await visible(bench) == ALL


async def test_a_campaigns_own_rule_is_kept(bench: Bench) -> None:
    own = (CampaignRule(CampaignId("other"), "P7D"),)
    await bench.stores.replica.put_policy(policy(1, campaigns=own))
    await bench.stores.replica.apply(
        page(recordings=(recording(1), recording(2, campaign_id=CampaignId("other"))))
    )
    days = await bench.stores.retention.upcoming(91)
    assert days[7].by_campaign == ((CampaignId("other"), 1),)
    assert days[90].by_campaign == ((None, 1),)
    assert sum(len(day.by_campaign) for day in days) == 2
    bench.clock.move(days=8)
    found = await bench.stores.recordings.page(RecordingFilter(), None, 9)
    assert [item.recording.id for item in found.items] == [R1]


async def test_an_older_policy_is_refused_and_one_that_cannot_be_counted_with_too(bench: Bench) -> None:
    await bench.stores.replica.put_policy(policy(5))
    assert not (await bench.stores.replica.put_policy(policy(5))).policy
    with pytest.raises(ValueError, match="older"):
        await bench.stores.replica.put_policy(policy(4))
    for bad in (
        policy(6, {DataClass.REVIEW: ""}),
        policy(6, {DataClass.REVIEW: "P99999Y"}),
        policy(6, zone="Mars/Olympus"),
        policy(6, campaigns=(CampaignRule(CAMPAIGN, "soon"),)),
    ):
        with pytest.raises(ValueError, match="cannot be counted with"):
            await bench.stores.replica.put_policy(bad)
    assert await bench.stores.replica.policy() == policy(5)


async def test_a_purge_anonymises_the_call_and_keeps_its_statistics(bench: Bench) -> None:
    await fill(bench)
    bench.clock.move(days=120)
    purged = await bench.stores.retention.purge()
    assert purged == Purged(recordings=1, transcripts=1, calls_anonymised=1, contacts=1, marks=1, other=1)
    rows = {row.holding: row for row in await bench.stores.retention.inventory()}
    assert rows[Holding.CALLS].items == 1
    gone = (Holding.RECORDINGS, Holding.TRANSCRIPTS, Holding.SEARCH_INDEX, Holding.CONTACTS, Holding.NOTES)
    assert all(rows[holding].items == 0 for holding in gone)
    assert await bench.stores.calls.get(CallId("call-1")) is None
    assert rows[Holding.CALLS].next_deletion is None
    await bench.stores.replica.put_policy(policy(1, ALL_P30D))
    await bench.stores.retention.scrub()
    assert (await bench.stores.retention.purge()).total == 0


async def test_a_note_whose_review_time_is_up_goes_before_its_call(bench: Bench) -> None:
    await bench.stores.replica.put_policy(policy(1, {DataClass.REVIEW: "P10D"}))
    back = Callback(NOW, "Europe/Brussels", False)
    await bench.stores.replica.apply(page(calls=(call(1, note="secret", outcome="sold", callback=back),)))
    bench.clock.move(days=11)

    async def note_and_callback() -> tuple[str, Callback | None]:
        found = await bench.stores.calls.get(CallId("call-1"))
        assert found is not None
        assert found.outcome == "sold"
        return found.note, found.callback

    assert await note_and_callback() == ("", None)
    assert await bench.stores.retention.purge() == Purged(other=1)
    bench.clock.move(days=-11)
    assert await note_and_callback() == ("", None)


async def test_a_policy_that_shortens_reviews_alone_takes_the_note(bench: Bench) -> None:
    await bench.stores.replica.apply(page(calls=(call(1, note="secret"),)))
    bench.clock.move(days=11)
    shorter = policy(1, {DataClass.REVIEW: "P10D"})
    assert await bench.stores.retention.preview(shorter) == Purged(other=1)
    await bench.stores.replica.put_policy(shorter)
    found = await bench.stores.calls.get(CallId("call-1"))
    assert found is not None
    assert found.note == ""
    assert await bench.stores.retention.purge() == Purged(other=1)


async def test_what_arrives_over_its_time_is_not_kept_and_a_page_may_come_twice(bench: Bench) -> None:
    old = NOW - timedelta(days=200)
    late = recording(1, started_at=old, ended_at=old)
    late_call = call(1, started_at=old, answered_at=old, ended_at=old)
    both = page(
        recordings=(late, recording(2)), calls=(late_call,), contacts=(contact(1, last_activity_at=old),)
    )
    await bench.stores.replica.apply(both)
    await bench.stores.replica.apply(both)
    rows = {row.holding: row.items for row in await bench.stores.retention.inventory()}
    assert (rows[Holding.RECORDINGS], rows[Holding.CALLS], rows[Holding.CONTACTS]) == (1, 0, 0)


async def test_removals_take_everything_that_hangs_on_the_thing(bench: Bench) -> None:
    await fill(bench)
    await bench.stores.replica.apply(page(do_not_call=(do_not_call(9), do_not_call(9, campaign_id=None))))
    phone = do_not_call(9).phone
    gone = page(
        removed=(
            removed(ThingKind.RECORDING, "recording-1"),
            removed(ThingKind.CALL, "call-1"),
            removed(ThingKind.CONTACT, "contact-1"),
            removed(ThingKind.CAMPAIGN, CAMPAIGN),
            removed(ThingKind.DO_NOT_CALL, f"{phone} *"),
            removed(ThingKind.MARK, "never-seen"),
        ),
        cursor="cursor-2",
    )
    changes = await bench.stores.replica.apply(gone)
    assert (changes.recordings, changes.calls, changes.contacts) == ({R1}, {"call-1"}, {"contact-1"})
    assert await visible(bench) == set()
    assert await bench.stores.contacts.on_do_not_call(phone, CAMPAIGN)
    assert not await bench.stores.contacts.on_do_not_call(phone, CampaignId("other"))
    assert await bench.stores.replica.cursor() == "cursor-2"
    owed = await bench.stores.retention.purge()
    assert owed == Purged(recordings=1, transcripts=1, marks=1, contacts=1, other=2)


async def test_an_order_of_revisions_is_kept(bench: Bench) -> None:
    await bench.stores.replica.apply(page(recordings=(recording(1, revision=3, company="New"),)))
    await bench.stores.replica.apply(
        page(recordings=(recording(1, revision=2, company="Old"),), server_time=NOW)
    )
    item = await bench.stores.recordings.get(R1)
    assert item is not None
    assert item.recording.company == "New"


async def test_the_newest_contact_counts_and_never_moves_back(bench: Bench) -> None:
    assert await bench.stores.replica.last_contact() is None
    await bench.stores.replica.apply(page(server_time=NOW))
    await bench.stores.replica.apply(page(server_time=NOW - timedelta(hours=1)))
    assert await bench.stores.replica.last_contact() == NOW


async def test_an_anonymous_call_from_the_platform_anonymises_ours_and_adds_none(bench: Bench) -> None:
    await fill(bench)
    nobody = call(1, contact_id=None, phone=None, contact_name="", agent_id=None, agent_name="", revision=9)
    await bench.stores.replica.apply(page(calls=(nobody, call(8, contact_id=None, phone=None))))
    assert await bench.stores.calls.get(CallId("call-1")) is None
    rows = {row.holding: row.items for row in await bench.stores.retention.inventory()}
    assert (rows[Holding.CALLS], rows[Holding.NOTES]) == (1, 0)


async def test_older_revisions_of_anything_are_passed_over(bench: Bench) -> None:
    new = page(
        campaigns=(campaign(revision=3, name="New"),),
        transcripts=(transcript(1, "newer words", revision=3),),
        marks=(mark(1, revision=3, text="new"),),
        do_not_call=(do_not_call(1, revision=3),),
        calls=(call(1, revision=3, note="new"),),
    )
    old = page(
        campaigns=(campaign(revision=2, name="Old"),),
        transcripts=(transcript(1, "older words", revision=2),),
        marks=(mark(1, revision=2, text="old"),),
        do_not_call=(do_not_call(1, revision=2),),
        calls=(call(1, revision=2, note="old"),),
    )
    await bench.stores.replica.apply(new)
    await bench.stores.replica.apply(old)
    assert (await bench.stores.campaigns.all())[0].name == "New"
    assert await bench.stores.recordings.transcript(R1) == new.transcripts[0]
    assert await bench.stores.recordings.marks(R1) == new.marks
    assert await bench.stores.calls.get(CallId("call-1")) == new.calls[0]


async def test_a_transcript_and_a_mark_can_be_removed_alone(bench: Bench) -> None:
    await fill(bench)
    gone = [(ThingKind.TRANSCRIPT, R1), (ThingKind.MARK, "mark-1"), (ThingKind.TRANSCRIPT, "never-seen")]
    changes = await bench.stores.replica.apply(page(removed=tuple(removed(*thing) for thing in gone)))
    assert R1 in changes.recordings
    assert await visible(bench) == ALL - {"transcript", "search", "marks"}


async def test_a_recording_made_here_never_replaces_the_platforms_newer_one(bench: Bench) -> None:
    await bench.stores.replica.apply(page(recordings=(recording(1, revision=4, company="Theirs"),)))
    await bench.stores.recordings.add(recording(1, revision=0, company="Ours"))
    item = await bench.stores.recordings.get(R1)
    assert item is not None
    assert item.recording.company == "Theirs"
    writer = await bench.stores.media.writer(R1)
    await writer.commit()
    assert await bench.stores.media.waiting_upload() == (R1,)


async def test_a_mark_on_a_recording_that_is_not_here_counts_from_when_it_was_made(bench: Bench) -> None:
    await bench.stores.outbox.enqueue(PutMark(MarkId("m"), R1, 1.0, None, "x"), AGENT, NOW)
    assert len(await bench.stores.recordings.marks(R1)) == 1
    bench.clock.move(days=91)
    assert await bench.stores.recordings.marks(R1) == ()
    assert (await bench.stores.retention.purge()).marks == 1


async def test_a_large_purge_lets_a_keystroke_through_and_deletes_everything(bench: Bench) -> None:
    many = range(1, 251)
    await bench.stores.replica.apply(
        page(
            contacts=tuple(contact(n) for n in many),
            calls=tuple(call(n) for n in many),
            recordings=tuple(recording(n) for n in many),
            transcripts=tuple(transcript(n) for n in many),
            marks=tuple(mark(n, recording_id=RecordingId(f"recording-{n}")) for n in many),
        )
    )
    bench.clock.move(days=100)
    expected = await bench.stores.retention.preview(policy())
    order: list[str] = []

    async def purge() -> Purged:
        purged = await bench.stores.retention.purge()
        order.append("purged")
        return purged

    async def keystroke() -> None:
        await bench.stores.calls.keep_draft(WrapUp(CallId("new"), note="a"))
        order.append("kept")

    async with anyio.create_task_group() as group:
        group.start_soon(purge)
        await anyio.lowlevel.checkpoint()
        group.start_soon(keystroke)
    assert order == ["kept", "purged"]
    assert await bench.stores.retention.purge() == expected
    assert expected == Purged(250, 250, 250, 250, 250, 0)
