"""Whose time destroys, and an index that never drifts from what was said."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from app.domain.ids import RecordingId
from app.domain.inventory import Holding
from app.domain.recording import RecordingFilter
from app.domain.retention import DataClass
from app.errors import EnvironmentFault
from local_store import retention
from local_store.connection import Connection, open_keyed, transaction, value
from local_store.media_rows import scrub
from local_store.opened import open_stores
from local_store.schema import migrate
from local_store.search import (
    TURNS,
    go_stale,
    is_stale,
    match,
    put_transcript,
    remove_transcript,
    settle_index,
    terms,
)
from tests.support.profiles import ENROLMENT, PROFILE_KEY, TestProfile, TestSealer
from tests.support.things import NOW, page, recording, transcript

pytestmark = pytest.mark.anyio


async def test_a_clock_set_forward_hides_but_never_destroys(tmp_path: Path) -> None:
    profile, proven = TestProfile(tmp_path / "p"), [None, NOW, NOW + timedelta(days=100)]
    receipts = tmp_path / "elsewhere.log"
    receipts.write_text("link\nlink\n")
    moment: list[datetime | None] = [None]
    opened = open_stores(
        profile.paths,
        PROFILE_KEY,
        profile.clock,
        TestSealer(),
        ENROLMENT,
        proven=lambda: moment[0],
        receipts=receipts,
    )
    stores = opened.stores
    await stores.replica.apply(page(recordings=(recording(1),)))
    profile.clock.move(days=400)
    seen = []
    for moment[0] in proven:
        assert (await stores.recordings.page(RecordingFilter(), None, 5)).total == 0
        seen.append((await stores.retention.purge()).recordings)
    assert seen == [0, 0, 1]
    rows = {row.holding: row.items for row in await stores.retention.inventory()}
    assert rows[Holding.RECEIPTS] == 2
    opened.close()


@pytest.fixture
def con(tmp_path: Path) -> Iterator[Connection]:
    con = open_keyed(tmp_path / "x.db", b"k" * 32)
    migrate(con)
    yield con
    con.close()


def check_index(con: Connection) -> None:
    """Compare the index with the turns; without a rank of 1 the check passes on one that has drifted."""
    con.execute("INSERT INTO turn_index (turn_index, rank) VALUES ('integrity-check', 1)")


STEPS = st.lists(
    st.tuples(st.integers(1, 4), st.lists(st.text("ab é.", max_size=9), max_size=4), st.booleans()),
    max_size=12,
)


@given(steps=STEPS)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_index_never_drifts_from_what_was_said(
    con: Connection, steps: list[tuple[int, list[str], bool]]
) -> None:
    for number, texts, remove in steps:
        with transaction(con):
            if remove:
                remove_transcript(con, RecordingId(f"recording-{number}"))
            else:
                put_transcript(con, transcript(number, *(texts or ["a"])))
    check_index(con)
    assert value(con, "SELECT count(*) FROM turn") == value(con, "SELECT total(turns) FROM transcript")


@given(steps=STEPS)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_index_gone_stale_finds_nothing_dead_and_is_right_once_settled(
    con: Connection, steps: list[tuple[int, list[str], bool]]
) -> None:
    """Stale from the first step on: what is found has a transcript, and is what its turns say."""
    go_stale(con)
    for number, texts, remove in steps:
        with transaction(con):
            if remove:
                remove_transcript(con, RecordingId(f"recording-{number}"))
            else:
                put_transcript(con, transcript(number, *(texts or ["a"])))
        match(con, terms("a "))
        found = con.execute(
            "SELECT t.recording_id FROM transcript t WHERE t.no IN (SELECT no FROM temp.found)"
        ).fetchall()
        says = con.execute(
            f"SELECT DISTINCT t.recording_id FROM transcript t JOIN turn ON turn.id / {TURNS} = t.no"
            " WHERE ' ' || replace(turn.text, '.', ' ') || ' ' LIKE '% a %'"
        ).fetchall()
        assert sorted(found) == sorted(says)
    settle_index(con)
    assert not is_stale(con)
    check_index(con)


async def test_a_large_purge_builds_the_index_anew_and_one_killed_on_the_way_does_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "MANY_TURNS", 4)
    profile = TestProfile(tmp_path / "p")
    stores = profile.open().stores
    await stores.replica.apply(
        page(
            recordings=tuple(recording(n) for n in range(3)),
            transcripts=tuple(transcript(n, f"rhubarb word{n}", "crumble") for n in range(3)),
        )
    )
    profile.clock.move(days=100)
    assert (await stores.retention.purge()).transcripts == 3
    stores = profile.open().stores  # killed before the scrub
    end = profile.clock.now()
    fresh = recording(9, started_at=end, ended_at=end)
    await stores.replica.apply(page(recordings=(fresh,), transcripts=(transcript(9, "rhubarb pie"),)))
    found = await stores.recordings.page(RecordingFilter("rhubarb"), None, 5)
    assert [item.recording.id for item in found.items] == ["recording-9"]
    assert found.items[0].hit is not None and found.items[0].hit.snippet == "rhubarb pie"
    assert (await stores.recordings.page(RecordingFilter("crumble"), None, 5)).total == 0
    assert (await stores.retention.purge()).transcripts == 3  # owed still
    await stores.retention.scrub()
    assert profile.opened is not None
    await profile.opened._db.run(lambda db: check_index(db.main))
    assert (await stores.recordings.page(RecordingFilter("rhubarb"), None, 5)).total == 1
    profile.close()


def test_the_index_check_can_fail(con: Connection) -> None:
    put_transcript(con, transcript(1))
    con.execute("DELETE FROM turn")
    with pytest.raises(dbapi2.DatabaseError):
        check_index(con)


async def test_without_a_proven_time_no_receipt_is_over(tmp_path: Path) -> None:
    profile = TestProfile(tmp_path / "p")
    moment: list[datetime | None] = [None]
    opened = open_stores(
        profile.paths, PROFILE_KEY, profile.clock, TestSealer(), ENROLMENT, proven=lambda: moment[0]
    )
    old = [NOW - timedelta(days=4 * 365), NOW]
    asked = []
    for moment[0] in (None, NOW):
        asked.append(await opened.stores.retention.over(DataClass.DELETION_RECEIPT, old))
    assert asked == [0, 1]
    opened.close()


async def test_a_promise_without_a_due_receipt_is_none(tmp_path: Path) -> None:
    profile = TestProfile(tmp_path / "p")
    retention_ = profile.open().stores.retention
    await retention_.promise(7)
    assert await retention_.due() is None
    profile.close()


def test_a_scrub_that_a_reader_holds_up_is_not_called_one(con: Connection, tmp_path: Path) -> None:
    reader = open_keyed(tmp_path / "x.db", b"k" * 32)
    con.execute("PRAGMA busy_timeout = 0")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM contact").fetchone()
    con.execute("INSERT INTO state (name, value) VALUES ('a', 'b')")
    with pytest.raises(EnvironmentFault) as caught:
        scrub(con)
    assert caught.value.explanation.code == "STO-210"
    reader.close()
    scrub(con)


def test_statistics_are_taken_anew_of_what_stays(con: Connection) -> None:
    con.executemany("INSERT INTO state (name, value) VALUES (?, 'x')", [(f"s{n}",) for n in range(50)])
    con.execute("ANALYZE")
    before = value(con, "SELECT stat FROM sqlite_stat1 WHERE tbl = 'state'")
    con.execute("DELETE FROM state")
    scrub(con)
    assert before is not None
    assert value(con, "SELECT stat FROM sqlite_stat1 WHERE tbl = 'state'") != before


async def test_a_transcript_whose_recording_came_over_its_time_is_passed_over(tmp_path: Path) -> None:
    profile = TestProfile(tmp_path / "p")
    stores = profile.open().stores
    old = NOW - timedelta(days=200)
    await stores.replica.apply(
        page(recordings=(recording(1, started_at=old, ended_at=old),), transcripts=(transcript(1),))
    )
    rows = {row.holding: row.items for row in await stores.retention.inventory()}
    assert (rows[Holding.RECORDINGS], rows[Holding.TRANSCRIPTS]) == (0, 0)
    profile.close()
