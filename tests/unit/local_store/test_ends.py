"""Ends counted while they are written: the domain's own verdict, resumable, never wrong for a purge."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.actions import SaveWrapUp
from app.domain.ids import CallId, CampaignId, RecordingId
from app.domain.inventory import Holding, Purged
from app.domain.recording import RecordingFilter
from app.domain.retention import (
    CampaignRule,
    DataClass,
    Facts,
    Schedule,
    Verdict,
    default_rules,
    expires_at,
    verdict,
)
from local_store import ends
from local_store.connection import Connection, open_keyed, transaction, value
from local_store.ends import ENDS, begin_recount, count_with, end, live, recount_batch, recounting
from local_store.executor import Database
from local_store.expiry import read_expiry
from local_store.opened import OpenStores
from local_store.repair import Salvage, put_back
from local_store.retention import SqlRetention
from local_store.schema import migrate
from local_store.times import to_us
from local_store.verdicts import DEFAULT
from tests.support.profiles import TestProfile
from tests.support.things import AGENT, ALL_P30D, CAMPAIGN, NOW, call, contact, mark, page, policy, recording

pytestmark = pytest.mark.anyio
OWN = CampaignRule(CAMPAIGN, "P1M")
ZONES = ("Europe/Brussels", "Australia/Lord_Howe", "America/New_York", "Pacific/Apia")
MOMENTS = st.datetimes(datetime(2008, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    con = open_keyed(tmp_path / "x.db", b"k" * 32)
    migrate(con)
    yield con
    con.close()


@given(
    now=MOMENTS,
    zone=st.sampled_from(ZONES),
    away=st.one_of(
        st.timedeltas(timedelta(-9), timedelta(9)), st.timedeltas(timedelta(-9999), timedelta(99))
    ),
    data_class=st.sampled_from(sorted(DataClass)),
    campaign_id=st.sampled_from([None, CAMPAIGN, CampaignId("another")]),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counted_in_sql_it_is_the_verdict_of_the_domain(
    con: Connection,
    now: datetime,
    zone: str,
    away: timedelta,
    data_class: DataClass,
    campaign_id: CampaignId | None,
) -> None:
    schedule = Schedule(zone, default_rules(), (OWN,))
    keep = expires_at(schedule, data_class, Facts(now, campaign_id))
    assert keep is not None
    facts = Facts(now - (keep - now) + away, campaign_id)
    assert facts.basis_at is not None
    count_with(con, schedule)
    asked = data_class.value, to_us(facts.basis_at), campaign_id
    ends_at = expires_at(schedule, data_class, facts)
    assert ends_at is not None
    assert value(con, "SELECT end_of(?, ?, ?)", asked) == to_us(ends_at)
    over = value(con, "SELECT is_over(?, ?, ?, ?)", (*asked, to_us(now)))
    assert bool(over) is (verdict(schedule, data_class, facts, now) is Verdict.EXPIRED)


def test_what_has_not_begun_to_count_has_no_end_and_is_not_over(con: Connection) -> None:
    count_with(con, DEFAULT)
    assert value(con, "SELECT end_of('contact', NULL, NULL)") is None
    assert not value(con, "SELECT is_over('contact', NULL, NULL, 0)")


def test_only_what_is_not_written_yet_is_counted(con: Connection) -> None:
    assert not recounting(con)
    assert "is_over" not in live(con, "recording", "r")
    assert end(con, "recording", alias="r") == "r.expires_at"
    shorter = policy(1, {DataClass.REVIEW: "P1D"}).schedule
    with transaction(con):
        begin_recount(con, shorter, DEFAULT)
    assert recounting(con)
    counted = {(table, column) for table, column in ENDS if "end_of" in end(con, table, column)}
    assert counted == {("draft", "expires_at"), ("action", "expires_at"), ("call", "review_expires_at")}
    assert "is_over('review', a.basis_at, a.campaign_id, :now)" in live(con, "action", "a")
    assert "is_over" not in live(con, "call")
    while recount_batch(con):
        pass
    assert not recounting(con)
    assert end(con, "draft") == "draft.expires_at"


def test_the_drafts_and_actions_of_a_damaged_database_are_counted_anew(con: Connection) -> None:
    put_back(con, Salvage())
    assert all("end_of" in end(con, table, column) for table, column in ENDS)


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[TestProfile]:
    profile = TestProfile(tmp_path / "p")
    yield profile
    profile.close()


async def filled(profile: TestProfile) -> OpenStores:
    opened = profile.open()
    numbers = range(1, 8)
    await opened.stores.replica.apply(
        page(
            contacts=tuple(contact(n) for n in numbers),
            calls=tuple(call(n, note="secret") for n in numbers),
            recordings=tuple(recording(n) for n in numbers),
            marks=tuple(mark(n) for n in numbers),
        )
    )
    writer = await opened.stores.media.writer(RecordingId("recording-1"))
    await writer.write(b"flac")
    await writer.commit()
    await opened.stores.outbox.enqueue(SaveWrapUp(CallId("call-1"), "sold", "note", None, ()), AGENT, NOW)
    return opened


def columns(db: Database) -> dict[tuple[str, str], list[int]]:
    """Every kept end with the row's own number, by column."""
    return {
        (table, column): db.main.execute(f"SELECT rowid, {column} FROM {table} ORDER BY rowid").fetchall()
        for table, column in ENDS
    }


async def test_killed_after_any_batch_it_goes_on_to_what_one_go_writes(
    profile: TestProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ends, "BATCH", 2)
    opened = await filled(profile)
    await opened.stores.replica.put_policy(policy(1, ALL_P30D))
    batches = 0
    while await opened._db.run(lambda db: recount_batch(db.main)):
        batches += 1
        opened = profile.open()
    written = await opened._db.run(columns)
    assert batches > 20
    month = expires_at(policy(1, ALL_P30D).schedule, DataClass.CALL_RECORDING, Facts(recording(1).ended_at))
    assert month is not None
    for table in ("recording", "mark", "media", "action"):
        assert written[table, "expires_at"]
        assert {row[1] for row in written[table, "expires_at"]} == {to_us(month)}
    await opened._db.run(lambda db: put_back(db.main, Salvage()))  # all of it once more, in one go
    await opened.stores.retention.purge()
    assert await opened._db.run(columns) == written


async def test_another_policy_in_the_middle_is_the_one_that_counts(
    profile: TestProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ends, "BATCH", 2)
    opened = await filled(profile)
    stores = opened.stores
    before = await opened._db.run(columns)
    await stores.replica.put_policy(policy(1, ALL_P30D))
    for _ in range(9):
        await opened._db.run(lambda db: recount_batch(db.main))
    await stores.replica.put_policy(policy(2))
    await stores.retention.purge()
    assert await opened._db.run(columns) == before


async def test_a_scrub_in_the_middle_may_number_rows_anew(
    profile: TestProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ends, "BATCH", 2)
    opened = await filled(profile)
    await opened.stores.replica.put_policy(policy(1, ALL_P30D))
    while not await opened._db.run(lambda db: value(db.main, "SELECT total(after) FROM recount")):
        await opened._db.run(lambda db: recount_batch(db.main))
    await opened.stores.retention.scrub()
    assert await opened._db.run(lambda db: value(db.main, "SELECT total(after) FROM recount")) == 0


async def test_a_purge_deletes_nothing_that_a_policy_put_in_force_meanwhile_keeps(
    profile: TestProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The longer policy arrives between the purge's first writing of ends and its first deletion."""
    opened = await filled(profile)
    stores = opened.stores
    await stores.replica.put_policy(policy(1, ALL_P30D))
    profile.clock.move(days=40)
    recount, arrived = SqlRetention._recount, []

    async def then_a_policy(self: SqlRetention) -> None:
        await recount(self)
        if not arrived:
            arrived.append(await stores.replica.put_policy(policy(2)))

    monkeypatch.setattr(SqlRetention, "_recount", then_a_policy)
    assert await stores.retention.purge() == Purged()
    assert (await stores.recordings.page(RecordingFilter(), None, 9)).total == 7
    assert len(arrived) == 1


async def test_the_list_for_a_locked_keyring_is_that_of_the_new_policy_at_once(profile: TestProfile) -> None:
    opened = await filled(profile)
    before = read_expiry(profile.paths.expiry)
    await opened.stores.replica.put_policy(policy(1, ALL_P30D))
    after = read_expiry(profile.paths.expiry)
    assert len(after) == 1
    assert [before[name] - after[name] for name in after] == [60 * 86400 * 1_000_000]


async def test_counts_and_previews_do_not_wait_for_the_ends_to_be_written(profile: TestProfile) -> None:
    opened = await filled(profile)
    retention = opened.stores.retention
    await opened.stores.replica.put_policy(policy(1, ALL_P30D))
    profile.clock.move(days=40)

    async def asked() -> tuple[object, ...]:
        rows = await retention.inventory()
        return (
            tuple(row for row in rows if row.holding is not Holding.SEARCH_INDEX),
            await retention.upcoming(30),
            await retention.about("carla"),
            await retention.preview(policy(2)),
            await retention.preview(policy(2, {**ALL_P30D, DataClass.CONTACT: "P1D"})),
            (await opened.stores.recordings.page(RecordingFilter(), None, 9)),
        )

    counted = await asked()
    while await opened._db.run(lambda db: recount_batch(db.main)):
        pass
    assert await asked() == counted
    assert counted[3] == Purged()
