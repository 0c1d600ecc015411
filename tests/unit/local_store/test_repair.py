"""Damage: begun anew whole, and what exists nowhere else comes back."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.actions import SaveWrapUp
from app.domain.call import WrapUp
from app.domain.ids import CallId, RecordingId
from app.domain.policy import Policy
from app.errors import EnvironmentFault
from app.protocol.messages import ActionResult
from local_store import opening, repair
from local_store.connection import open_keyed, value
from local_store.repair import Rebuilt, damaged, mark, marked
from local_store.state import get_state, set_state
from local_store.subkey import subkey
from tests.support.profiles import PROFILE_KEY, TestProfile
from tests.support.things import AGENT, NOW, call, campaign, contact, page, policy, recording

pytestmark = pytest.mark.anyio
LIVE, DRAFTED, REFUSED = RecordingId("live-1"), CallId("call-1"), CallId("call-2")
PAGE = 4096


@pytest.fixture
async def profile(tmp_path: Path) -> TestProfile:
    """Return a closed profile with one of each thing that exists nowhere else."""
    profile = TestProfile(tmp_path / "p")
    stores = profile.open().stores
    await stores.replica.apply(
        page(
            campaigns=(campaign(),),
            contacts=(contact(),),
            calls=(call(1), call(2)),
            recordings=(recording(),),
        )
    )
    await stores.replica.put_policy(policy(3))
    raw = await stores.media.quarantine(LIVE)
    await raw.write(b"\x01\x00\x02\x00" * 100)
    await raw.commit()
    await stores.calls.keep_draft(WrapUp(DRAFTED, None, "half a note"))
    key, _ = await stores.outbox.enqueue(SaveWrapUp(REFUSED, "sold", "refused"), AGENT, NOW)
    await stores.outbox.settle([ActionResult(key, False, "no such outcome")])
    await stores.outbox.enqueue(SaveWrapUp(REFUSED, "no", "waits"), AGENT, NOW)
    profile.close()
    return profile


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x40
    path.write_bytes(data)


def page_of(profile: TestProfile, table: str) -> int:
    """Return the number of the first page of a table, from 0."""
    con = open_keyed(profile.paths.console, subkey(PROFILE_KEY, b"console.db"))
    try:
        return int(value(con, "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))) - 1
    finally:
        con.close()


async def unsent(profile: TestProfile) -> tuple[int, str, int]:
    """Return how many actions wait, the draft, and the bytes of live audio."""
    opened = profile.opened or profile.open()
    draft = await opened.stores.calls.draft(DRAFTED)
    assert await opened.stores.media.quarantined() == (LIVE,)
    with await opened.stores.media.open_quarantined(LIVE) as stream:
        size = len(stream.read())
    return len(await opened.stores.outbox.waiting(9)), draft.note if draft else "", size


@pytest.mark.parametrize("name", ["console.db", "keys.db", "spare.db"])
async def test_nothing_unsent_is_lost_with_any_one_database(profile: TestProfile, name: str) -> None:
    flip(profile.root / name, 100)
    assert await unsent(profile) == (1, "half a note", 400)
    profile.close()
    assert marked(profile.paths) == ()
    assert damaged(profile.paths, PROFILE_KEY) == ()
    assert await unsent(profile) == (1, "half a note", 400)
    profile.close()


async def test_damage_met_while_working_is_mended_and_the_work_done_again(profile: TestProfile) -> None:
    told: list[bool] = []
    flip(profile.paths.console, page_of(profile, "contact") * PAGE + 100)
    opened = profile.open()
    opened.on_rebuilt(lambda: told.append(True))
    assert await opened.stores.contacts.find("Carla", 9) == ()
    assert told == [True]
    rebuilt = await opened.rebuilt()
    assert rebuilt is not None
    assert rebuilt.files == ("console.db",)
    assert await opened.stores.replica.cursor() == ""
    # From pages that are authentic: what is refused is still shown, and the policy holds.
    assert {item.reason for item in await opened.stores.outbox.items()} == {"", "no such outcome"}
    held = await opened.stores.replica.policy()
    assert held is not None
    assert held.revision == 3
    assert await unsent(profile) == (1, "half a note", 400)
    profile.close()


async def test_zeros_in_place_of_a_page_are_never_an_answer(profile: TestProfile) -> None:
    """The last page of a long text comes back as zeros when it fails its check, and no error with it."""
    text = "a" * 6000
    opened = profile.open()
    await opened._db.run(lambda db: set_state(db.main, "long", text))
    profile.close()
    clean, asked = profile.paths.console.read_bytes(), 0
    for number in range(1, len(clean) // PAGE):
        profile.paths.console.write_bytes(clean)
        flip(profile.paths.console, number * PAGE + 100)
        opened = profile.open()
        assert await opened._db.run(lambda db: get_state(db.main, "long")) in (text, None), f"page {number}"
        asked += await opened.rebuilt() is not None
        profile.close()
    assert asked, "no page mattered"


async def test_a_policy_that_reads_as_zeros_is_left_behind(profile: TestProfile) -> None:
    """A policy is longer than a page and ends on one of its own; half of one must not be put back."""
    opened = profile.open()
    await opened.stores.replica.put_policy(long_policy())
    profile.close()
    clean, rebuilt = profile.paths.console.read_bytes(), 0
    for number in range(1, len(clean) // PAGE):
        profile.paths.console.write_bytes(clean)
        flip(profile.paths.console, number * PAGE + 100)
        mark(profile.paths, ("console.db",))
        opened = profile.open()
        held = await opened.stores.replica.policy()
        rebuilt += held is None
        assert held in (None, long_policy()), f"page {number}"
        assert await unsent(profile) == (1, "half a note", 400), f"page {number}"
        profile.close()
    assert rebuilt, "no page mattered"


def long_policy() -> Policy:
    """Return a policy whose text ends on a page of its own."""
    return replace(policy(4), signed_by="Petra " + "P" * 6000)


async def test_an_error_that_only_looks_like_damage_costs_nothing(profile: TestProfile) -> None:
    opened = profile.open()
    tried: list[int] = []

    def work(db: object) -> None:
        tried.append(1)
        raise EnvironmentFault("STO-205", "The file or its folder is read-only.", "Check it.")

    with pytest.raises(EnvironmentFault, match="STO-205"):
        await opened._db.run(work)
    assert len(tried) == 2
    assert await opened.rebuilt() is None
    assert await opened.stores.replica.cursor() == "cursor-1"
    profile.close()


@pytest.mark.parametrize("step", ["salvage", "discard", "put_back", "unmark"])
async def test_a_rebuild_that_was_cut_short_is_finished_by_the_next_start(
    profile: TestProfile, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    flip(profile.paths.console, 100)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(opening, step, cut)
        with pytest.raises(KeyboardInterrupt):
            profile.open()
    assert marked(profile.paths) == ("console.db",)
    assert await unsent(profile) == (1, "half a note", 400)
    assert marked(profile.paths) == ()
    profile.close()


async def test_audio_whose_key_is_gone_from_both_places_is_said_to_be_lost(profile: TestProfile) -> None:
    flip(profile.paths.keys, 100)
    flip(profile.paths.spare, 100)
    opened = profile.open()
    rebuilt = await opened.rebuilt()
    assert rebuilt is not None
    assert (rebuilt.files, rebuilt.audio_lost) == (("keys.db", "spare.db"), 1)
    assert "unsent recordings that could not be saved: 1" in rebuilt.explanation.what
    assert await opened.stores.media.quarantined() == ()
    profile.close()


@pytest.mark.parametrize("whole", [True, False])
async def test_audio_whose_end_a_cut_log_forgot_is_sent_all_the_same(
    profile: TestProfile, whole: bool
) -> None:
    """The row says `writing` again; only the copy knows whether the recording was added, so was whole."""
    stores = profile.open().stores
    writer = await stores.media.writer(LIVE)
    await writer.write(b"flac" * 1000)
    await writer.commit()
    if whole:
        await stores.recordings.add(replace(recording(), id=LIVE))
        await stores.media.end_quarantine(LIVE)
    profile.close()
    con = open_keyed(profile.paths.console, subkey(PROFILE_KEY, b"console.db"))
    con.execute("UPDATE media SET state = 'writing', size_bytes = 0 WHERE role = 'audio'")
    con.close()
    for _ in range(2):
        stores = profile.open().stores
        assert await stores.media.waiting_upload() == ((LIVE,) if whole else ())
        assert await stores.media.quarantined() == (() if whole else (LIVE,))
        if whole:
            with await stores.media.open(LIVE) as stream:
                assert stream.read() == b"flac" * 1000
        profile.close()


async def test_a_settled_draft_does_not_come_back(profile: TestProfile) -> None:
    stores = profile.open().stores
    await stores.outbox.enqueue(SaveWrapUp(DRAFTED, "sold", "whole"), AGENT, NOW)
    profile.close()
    flip(profile.paths.console, 100)
    assert await profile.open().stores.calls.draft(DRAFTED) is None
    profile.close()


async def test_a_draft_that_retention_deleted_does_not_come_back(profile: TestProfile) -> None:
    profile.clock.move(days=100)
    stores = profile.open().stores
    await stores.retention.purge()
    con = open_keyed(profile.paths.spare, subkey(PROFILE_KEY, b"spare.db"))
    assert value(con, "SELECT count(*) FROM draft") == 0
    con.close()
    profile.close()


def test_the_sentence_says_what_was_lost() -> None:
    assert "nothing unsent was lost" in Rebuilt(NOW, ("console.db",)).explanation.what
    assert repair.DATABASES == ("console.db", "keys.db", "spare.db")
