"""Campaigns, contacts, calls and recordings as every store implementation must give them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.analysis.analyse import analyse
from app.domain.call import Callback, WrapUp
from app.domain.campaign import CampaignState
from app.domain.ids import CallId, CampaignId, ContactId, Phone, RecordingId, UserId
from app.domain.outcome import OutcomeClass
from app.domain.recording import AudioState, RecordingFilter
from app.errors import UserFacing
from app.services.analyse_recording import shipped_weights
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
R1, R2 = RecordingId("recording-1"), RecordingId("recording-2")


async def test_campaigns_come_running_first_then_by_name(bench: Bench) -> None:
    z = campaign(name="Zeta")
    a = campaign(id=CampaignId("c2"), name="Alpha", state=CampaignState.PAUSED)
    m = campaign(id=CampaignId("c3"), name="beta")
    await bench.stores.replica.apply(page(campaigns=(z, a, m)))
    assert await bench.stores.campaigns.all() == (m, z, a)
    assert await bench.stores.campaigns.get(CampaignId("c2")) == a
    assert await bench.stores.campaigns.get(CampaignId("none")) is None


async def test_progress_counts_the_latest_outcome_of_each_contact(bench: Bench) -> None:
    first = call(1, outcome="sold", outcome_class=OutcomeClass.POSITIVE)
    again = call(
        2, contact_id=first.contact_id, started_at=NOW, outcome_class=OutcomeClass.RETRY, outcome="again"
    )
    other = call(3, outcome="no", outcome_class=OutcomeClass.NEGATIVE)
    silent = call(4)
    await bench.stores.replica.apply(page(campaigns=(campaign(),), calls=(first, again, other, silent)))
    progress = await bench.stores.campaigns.progress(CAMPAIGN)
    assert (progress.total, progress.done) == (10, 1)
    assert progress.by_class == {OutcomeClass.RETRY: 1, OutcomeClass.NEGATIVE: 1}


async def test_an_agents_day_counts_their_own_calls_since(bench: Bench) -> None:
    won = call(1, outcome_class=OutcomeClass.POSITIVE)
    missed = call(2, answered_at=None)
    early = call(3, started_at=NOW - timedelta(days=2))
    other = call(4, agent_id=UserId("user-2"))
    await bench.stores.replica.apply(page(calls=(won, missed, early, other)))
    day = await bench.stores.campaigns.day_of(AGENT.id, NOW - timedelta(hours=12))
    assert (day.calls, day.conversations, day.won) == (2, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "carla",
        "WIDGETS",
        "+32470000001",
        "0470 00 00 01",
        "0032 470 000 001",
        "+32 (0)470/00.00.01",
        "customer 1 car",
    ],
)
async def test_a_contact_is_found_by_name_company_or_any_spelling_of_the_number(
    bench: Bench, text: str
) -> None:
    await bench.stores.contacts.put(contact(1))
    assert await bench.stores.contacts.find(text, 5) == (contact(1),)


@pytest.mark.parametrize("text", ["%", "_", "\\", "zebra", "99999", "470 00 00", "ustomer", " "])
async def test_what_is_not_there_is_not_found(bench: Bench, text: str) -> None:
    await bench.stores.contacts.put(contact(1))
    assert await bench.stores.contacts.find(text, 5) == ()


async def test_an_older_contact_never_replaces_a_newer_one(bench: Bench) -> None:
    newer = contact(1, revision=5, name="New Name")
    assert (await bench.stores.contacts.put(newer)).contacts == {newer.id}
    assert not (await bench.stores.contacts.put(contact(1, revision=4))).contacts
    assert await bench.stores.contacts.get(newer.id) == newer


async def test_do_not_call_is_by_campaign_or_for_all(bench: Bench) -> None:
    await bench.stores.replica.apply(page(do_not_call=(do_not_call(1), do_not_call(2, campaign_id=None))))
    other = CampaignId("other")
    one, two, three = (Phone(f"+32470{n:06d}") for n in (1, 2, 3))
    on = bench.stores.contacts.on_do_not_call
    assert [await on(one, CAMPAIGN), await on(one, other)] == [True, False]
    assert [await on(two, CAMPAIGN), await on(two, other)] == [True, True]
    assert not await on(three, CAMPAIGN)


async def test_history_is_newest_first_and_limited(bench: Bench) -> None:
    calls = [call(n, contact_id=ContactId("c"), started_at=NOW - timedelta(hours=n)) for n in (3, 1, 2)]
    await bench.stores.replica.apply(page(calls=tuple(calls)))
    found = await bench.stores.calls.history(ContactId("c"), 2)
    assert [one.id for one in found] == ["call-1", "call-2"]


async def test_a_draft_survives_closing_and_the_newest_is_the_open_one(bench: Bench) -> None:
    old, new = (
        WrapUp(CallId("call-1"), note="o"),
        WrapUp(CallId("call-2"), "sold", "naïve 電話", answers=(("q", "a"),)),
    )
    await bench.stores.calls.keep_draft(old)
    bench.clock.move(seconds=1)
    await bench.stores.calls.keep_draft(replace(new, note="half"))
    await bench.stores.calls.keep_draft(new)
    bench.reopen()
    assert await bench.stores.calls.draft(CallId("call-1")) == old
    assert await bench.stores.calls.open_draft() == new
    assert await bench.stores.calls.draft(CallId("call-3")) is None


async def test_pages_run_newest_first_without_gap_or_repeat(bench: Bench) -> None:
    made = [recording(n, started_at=NOW - timedelta(minutes=n // 2)) for n in range(1, 8)]
    await bench.stores.replica.apply(page(recordings=tuple(made)))
    seen: list[str] = []
    after = None
    while True:
        got = await bench.stores.recordings.page(RecordingFilter(), after, 2)
        assert got.total == 7
        seen += [item.recording.id for item in got.items]
        after = got.next_after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 7
    by_id = {one.id: one for one in made}
    starts = [by_id[RecordingId(one)].started_at for one in seen]
    assert starts == sorted(starts, reverse=True)


async def test_an_unknown_page_key_is_refused_with_a_sentence(bench: Bench) -> None:
    with pytest.raises(UserFacing) as caught:
        await bench.stores.recordings.page(RecordingFilter(), "'; DROP TABLE recording", 2)
    assert caught.value.explanation.code == "STO-220"


async def test_filters_by_campaign_and_outcome_class(bench: Bench) -> None:
    one = recording(1, outcome_class=OutcomeClass.POSITIVE)
    two = recording(2, campaign_id=CampaignId("other"))
    await bench.stores.replica.apply(page(recordings=(one, two)))
    by_outcome = await bench.stores.recordings.page(
        RecordingFilter(outcome_class=OutcomeClass.POSITIVE), None, 9
    )
    by_campaign = await bench.stores.recordings.page(
        RecordingFilter(campaign_id=CampaignId("other")), None, 9
    )
    assert [item.recording for item in by_outcome.items] == [one]
    assert [item.recording for item in by_campaign.items] == [two]


async def test_search_needs_every_word_anywhere_in_the_recording(bench: Bench) -> None:
    both = transcript(1, "the first turn says apples", "and the second pears")
    one = transcript(2, "only apples here")
    await bench.stores.replica.apply(page(recordings=(recording(1), recording(2)), transcripts=(both, one)))

    async def ids(text: str) -> list[str]:
        found = await bench.stores.recordings.page(RecordingFilter(text), None, 9)
        assert found.total == len(found.items)
        return sorted(item.recording.id for item in found.items)

    assert await ids("apples pears ") == [R1]
    assert await ids("apples ") == [R1, R2]
    assert await ids("pea") == [R1]  # still being typed
    assert await ids("pea ") == []
    assert await ids("APPLES") == [R1, R2]
    assert await ids('"apples" OR NOT text:*') == []
    assert await ids("??? --") == []


async def test_a_hit_shows_where(bench: Bench) -> None:
    long = "x " * 100 + "a Crème brûlée please, the creme" + " y" * 100
    await bench.stores.replica.apply(
        page(recordings=(recording(1),), transcripts=(transcript(1, "nothing", long, "creme again"),))
    )
    found = await bench.stores.recordings.page(RecordingFilter("creme "), None, 9)
    hit = found.items[0].hit
    assert hit is not None
    assert hit.more == 1
    assert [hit.snippet[a:b] for a, b in hit.spans] == ["Crème", "creme"]
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert len(hit.snippet) < 140


async def test_a_transcript_comes_back_whole_and_a_new_one_replaces_its_words(bench: Bench) -> None:
    await bench.stores.recordings.add(recording(1))
    old, new = transcript(1, "rhubarb"), transcript(1, "custard", revision=2)
    assert (await bench.stores.recordings.put_transcript(old)).recordings == {R1}
    assert await bench.stores.recordings.transcript(R1) == old
    await bench.stores.recordings.put_transcript(new)
    assert await bench.stores.recordings.transcript(R1) == new
    assert (await bench.stores.recordings.page(RecordingFilter("rhubarb"), None, 9)).total == 0
    assert (await bench.stores.recordings.page(RecordingFilter("custard"), None, 9)).total == 1
    item = await bench.stores.recordings.get(R1)
    assert item is not None
    assert item.has_transcript


async def test_marks_come_by_time(bench: Bench) -> None:
    late, early = mark(1, start_s=9.0), mark(2, start_s=2.0, end_s=3.0)
    await bench.stores.replica.apply(page(recordings=(recording(1),), marks=(late, early)))
    assert await bench.stores.recordings.marks(R1) == (early, late)


async def test_audio_state_follows_the_file(bench: Bench) -> None:
    await bench.stores.recordings.add(recording(1))

    async def state() -> AudioState:
        item = await bench.stores.recordings.get(R1)
        assert item is not None
        return item.audio

    assert await state() is AudioState.REMOTE
    live = await bench.stores.media.quarantine(R1)
    assert await state() is AudioState.QUARANTINED
    await live.write(b"1234")
    await live.commit()
    writer = await bench.stores.media.writer(R1)
    await writer.write(b"audio")
    await writer.commit()
    assert await state() is AudioState.HERE
    await bench.stores.media.end_quarantine(R1)
    await bench.stores.media.remove(R1)
    download = await bench.stores.media.writer(R1)
    assert await state() is AudioState.DOWNLOADING
    await download.discard()
    assert await state() is AudioState.REMOTE


async def test_a_callback_keeps_its_zone(bench: Bench) -> None:
    back = Callback(NOW + timedelta(days=1), "Europe/Brussels", True)
    await bench.stores.replica.apply(page(calls=(call(1, callback=back, note="ring"),)))
    found = await bench.stores.calls.get(CallId("call-1"))
    assert found is not None
    assert found.callback == back


async def test_an_analysis_is_kept_only_while_its_transcript_is_the_one_it_was_made_of(bench: Bench) -> None:
    recordings = bench.stores.recordings
    await bench.stores.replica.apply(page(recordings=(recording(1),), transcripts=(transcript(1),)))
    old = await recordings.transcript(R1)
    assert old is not None and await recordings.analysis(R1) is None
    made = analyse(old, None, shipped_weights())
    assert (await recordings.put_analysis(made)).recordings == {R1}
    assert await recordings.analysis(R1) == made
    await recordings.put_transcript(transcript(1, "custard", revision=2))
    assert await recordings.analysis(R1) is None
    assert not (await recordings.put_analysis(made)).recordings
    assert await recordings.analysis(RecordingId("unknown")) is None
