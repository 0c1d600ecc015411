"""Words of an unfinished transcript end with it, at once, even for one who has every key and every page."""

import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from app.domain.ids import RecordingId
from app.domain.inventory import Purged
from app.ports.stores import Stores
from app.services.retain import Retain
from local_store.connection import open_keyed
from local_store.layers import text_of
from local_store.owed import NAME
from local_store.state import set_state
from tests.support.canary_profile import receipts_of
from tests.support.oracle import decrypted, survivors
from tests.support.profiles import TestProfile
from tests.support.unfinished import COUNT, ENDS, EVERY, KEYS, MAIN, TURNS, Begun

pytestmark = pytest.mark.anyio
End = Callable[[Stores, RecordingId], Awaitable[None]]
OLD_SCHEMA = Path(__file__).parents[1] / "fixtures" / "schemas" / "0002.sql"
SHM = Path("/dev/shm")
FOLDER = SHM if SHM.is_dir() and os.access(SHM, os.W_OK) else Path(tempfile.gettempdir())


@pytest.fixture
async def begun(tmp_path: Path) -> AsyncIterator[Begun]:
    made = Begun(tmp_path / "p")
    await made.fill()
    yield made
    made.profile.close()


async def test_while_it_is_under_way_the_words_lie_sealed_and_the_oracle_can_open_them(begun: Begun) -> None:
    assert begun.in_pages() == set()
    assert begun.left() == set(begun.words)


@pytest.mark.parametrize("end", ENDS)
async def test_nothing_is_left_once_it_ends(begun: Begun, end: End) -> None:
    for key in EVERY[:-1]:
        await end(begun.stores, key)
    still = set(begun.words_of(COUNT - 1))
    assert begun.left() == still, "while the store is open: the one that goes on, and nothing else"
    begun.profile.close()
    assert begun.left() == still, "after closing it"
    begun.profile.open()
    assert await begun.held(0) in ([], ["hello"])
    assert await begun.held(COUNT - 1) == begun.words_of(COUNT - 1), "the one beside it goes on"


async def test_nothing_is_left_once_the_recording_is_purged(begun: Begun) -> None:
    begun.profile.clock.move(days=100)
    await Retain(begun.stores.retention, receipts_of(begun.profile), lambda _: None).sweep()
    assert begun.left() == set()


async def test_without_its_key_a_transcript_begins_anew(begun: Begun) -> None:
    begun.profile.close()
    con = open_keyed(begun.profile.paths.keys, KEYS)
    con.execute("DELETE FROM partial_key WHERE recording_id = ?", (EVERY[0],))
    con.close()
    begun.profile.open()
    assert await begun.held(0) == []
    assert await begun.held(1) == begun.words_of(1)
    assert begun.left() == set(begun.words[TURNS:])


def whole_or_gone(*options: str) -> str:
    """Run the program of kills and return what it counted."""
    program = [sys.executable, "-m", "tests.security.crash.partials", f"--folder={FOLDER}", *options]
    ran = subprocess.run(program, capture_output=True, text=True, check=False)
    print(ran.stdout)
    assert ran.returncode == 0, ran.stdout + ran.stderr[-2000:]
    return ran.stdout


def test_killed_at_a_step_it_is_whole_or_gone() -> None:
    assert "2 deeds killed " in whole_or_gone("finished", "gone_on_with", "--every=3")


@pytest.mark.long
def test_killed_at_any_step_it_is_whole_or_gone() -> None:
    assert "7 deeds killed " in whole_or_gone()


async def old_profile(root: Path, said: list[str], before: Purged) -> TestProfile:
    """A profile of the schema before, with turns that lie open and a scrub that was owed already."""
    profile = TestProfile(root)
    profile.open()
    profile.close()
    profile.paths.console.unlink()
    con = open_keyed(profile.paths.console, MAIN)
    con.executescript(f"BEGIN;{OLD_SCHEMA.read_text('utf-8')}COMMIT;")
    head = '{"recording_id":"recording-1","model":"m","language":"en","done_s":[1.0]}'
    con.execute(
        "INSERT INTO transcription (recording_id, state, body, partial) VALUES ('recording-1', 'waiting',"
        ' \'{"recording_id":"recording-1","place":0,"added_at":"2026-06-15T12:00:00Z"}\', ?)',
        (head,),
    )
    for number, word in enumerate(said):
        con.execute(
            "INSERT INTO transcription_turn (recording_id, body) VALUES (?, ?)",
            (f"recording-{1 + number % 2}", f'{{"speaker":"agent","start_s":0,"end_s":1,"text":"{word}"}}'),
        )
    if before.total:
        set_state(con, NAME, text_of(before))
    con.close()
    return profile


@pytest.mark.parametrize("before", [Purged(), Purged(transcripts=2), Purged(contacts=1, other=5)])
async def test_open_turns_of_the_schema_before_go_and_are_owed_their_scrub(
    tmp_path: Path, begun: Begun, before: Purged
) -> None:
    said = begun.words
    profile = await old_profile(tmp_path / "old", said, before)
    assert survivors(decrypted(profile.paths.console, MAIN), said) == set(said)
    stores = profile.open().stores
    assert await stores.queue.partial(RecordingId("recording-1")) is None
    assert [queued.recording.id for queued in await stores.queue.items()] == ["recording-1"]
    retain = Retain(stores.retention, receipts_of(profile), lambda _: None)
    purged = await retain.sweep()
    assert purged == Purged(before.recordings, before.transcripts, 0, before.contacts, 0, before.other + 2)
    assert survivors(decrypted(profile.paths.console, MAIN), said) == set()
    (receipt,) = await receipts_of(profile).all()
    assert dict(receipt.counts)["other"] == before.other + 2
    profile.close()


async def test_without_open_turns_the_migration_owes_nothing(tmp_path: Path) -> None:
    profile = await old_profile(tmp_path / "old", [], Purged())
    assert await profile.open().stores.retention.purge() == Purged()
    profile.close()
