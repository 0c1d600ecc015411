"""After hide, delete, scrub and receipt nothing is left of anybody, in any form, even with every key in hand.

The oracle's word counts because it is seen to fail first, on every purge that is known to be bad.
"""

import asyncio
import base64
import copy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.ids import RecordingId
from app.domain.recording import RecordingFilter
from app.services.retain import Retain
from local_store import retention
from local_store.connection import Connection
from local_store.executor import Database
from local_store.media_rows import scrub
from local_store.removal import remove_recording
from tests.support.canary_profile import EACH, MAIN, CanaryProfile
from tests.support.oracle import evidence
from tests.support.profiles import TestProfile

pytestmark = pytest.mark.anyio
FEW = 6


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CanaryProfile:
    filled = CanaryProfile(tmp_path_factory.mktemp("made") / "p", FEW)
    asyncio.run(filled.fill())
    filled.profile.close()
    return filled


@pytest.fixture
def filled(made: CanaryProfile, tmp_path: Path) -> Iterator[CanaryProfile]:
    mine = copy.copy(made)
    mine.root = tmp_path / "p"
    shutil.copytree(made.root, mine.root)
    mine.profile = TestProfile(mine.root, made.profile.clock, made.profile.sealer)
    mine.profile.open()
    yield mine
    mine.profile.close()


async def work(filled: CanaryProfile, purge: Callable[[Database], None]) -> dict[str, set[str]]:
    """Run a purge on the store's thread and return what is left."""
    assert filled.profile.opened is not None
    await filled.profile.opened._db.run(purge)
    return filled.left()


async def test_the_oracle_sees_everything_in_its_place_before(filled: CanaryProfile) -> None:
    left = filled.left()
    assert set(left) == {canary.name for canary in filled.canaries}
    assert len(left) == FEW * EACH + 1 + len(filled.media_keys)
    forms = {form for found in left.values() for form in found}
    assert {"console.db: utf-8", "console.db: fts5 term", "keys.db: raw"} <= forms
    assert "unfinished words, opened: utf-8" in forms
    assert any(form.endswith("pcm stereo, little-endian") for form in forms)
    assert any(form.endswith("peaks") for form in forms)


async def test_a_search_for_the_bytes_alone_would_pass_falsely(filled: CanaryProfile) -> None:
    """FTS5 keeps of a term only what differs from the one before it."""
    left = await work(filled, lambda db: _delete(db.main, _tombstones))
    await work(filled, lambda db: scrub(db.main))
    left = filled.left()
    index = {name for name, found in left.items() if any(form.endswith("fts5 term") for form in found)}
    paths = filled.profile.paths
    plain = b"".join(evidence([], {paths.console: MAIN}).values())
    assert index
    assert sum(name.encode() in plain for name in index) < len(index) / 2


OLD = "basis_at < 1783000000000000"
"""Microseconds: between the expired and the fresh."""


def _tombstones(con: Connection) -> None:
    con.execute("INSERT INTO turn_index (turn_index, rowid, text) SELECT 'delete', id, text FROM turn")


def _delete(con: Connection, index: Callable[[Connection], None]) -> None:
    index(con)
    for table in ("turn", "transcript", "mark", "recording", "contact", "call", "draft", "action"):
        con.execute(f"DELETE FROM {table}")


def _truncate(con: Connection) -> None:
    assert con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


def plain_delete(db: Database) -> None:
    """What most programs do: delete with secure_delete on, then truncate the log."""
    _delete(db.main, _tombstones)
    _truncate(db.main)


def no_optimize(db: Database) -> None:
    """Vacuumed, but the index still holds the words of its deletes."""
    _delete(db.main, _tombstones)
    scrub(db.main)


def no_vacuum(db: Database) -> None:
    """The index is clean; unowned bytes inside pages are not, and the log holds every old page."""
    _delete(db.main, _tombstones)
    db.main.execute("INSERT INTO turn_index (turn_index) VALUES ('optimize')")


def _delete_expired(con: Connection) -> None:
    for (recording_id,) in con.execute(f"SELECT id FROM recording WHERE {OLD}").fetchall():
        remove_recording(con, RecordingId(recording_id))
    for table in ("contact", "call", "draft", "action"):
        con.execute(f"DELETE FROM {table} WHERE {OLD}")


def gaps(db: Database) -> None:
    """The expired alone, index clean, log truncated: pages shared with others keep bytes no cell owns."""
    _delete_expired(db.main)
    db.main.execute("INSERT INTO turn_index (turn_index) VALUES ('optimize')")
    _truncate(db.main)


def fts_secure_delete(db: Database) -> None:
    """FTS5's own option, row by row, as it is meant to be used: words stay in gaps of its pages."""
    db.main.execute("INSERT INTO turn_index (turn_index, rank) VALUES ('secure-delete', 1)")
    _delete_expired(db.main)
    _truncate(db.main)


def incremental_vacuum(db: Database) -> None:
    """Free pages given back one by one; the index and the gaps inside pages stay."""
    db.main.execute("PRAGMA auto_vacuum = INCREMENTAL")
    db.main.execute("VACUUM")
    _delete(db.main, _tombstones)
    db.main.execute("PRAGMA incremental_vacuum").fetchall()
    _truncate(db.main)


def stale_statistics(db: Database) -> None:
    """All done, but statistics taken before still hold samples of what they were taken from."""
    db.main.execute("ANALYZE")
    _delete(db.main, _tombstones)
    db.main.execute("INSERT INTO turn_index (turn_index) VALUES ('optimize')")
    db.main.execute("VACUUM")
    _truncate(db.main)


def key_kept(db: Database) -> None:
    """The rows are gone without a trace; the audio's key and file are not."""
    _delete(db.main, _tombstones)
    db.main.execute("INSERT INTO turn_index (turn_index) VALUES ('optimize')")
    scrub(db.main)


def key_in_the_log(db: Database) -> None:
    """The key's row is deleted; the log of keys.db still holds the page it was on."""
    db.keys.execute("INSERT INTO media_key (file, key) VALUES ('another', x'00')")
    db.keys.execute("DELETE FROM media_key")


def unfinished_key_in_the_log(db: Database) -> None:
    """The key of unfinished words is deleted; the log of keys.db still holds the page it was on."""
    db.keys.execute("DELETE FROM partial_key")


@pytest.mark.parametrize(
    ("purge", "where"),
    [
        (plain_delete, "console.db: fts5 term"),
        (no_optimize, "console.db: fts5 term"),
        (no_vacuum, "console.db-wal: utf-8"),
        (incremental_vacuum, "console.db: fts5 term"),
        (stale_statistics, "console.db: utf-8"),
        (key_kept, "pcm stereo, little-endian"),
        (key_in_the_log, "keys.db-wal: raw"),
        (key_kept, "unfinished words, opened: utf-8"),
        (unfinished_key_in_the_log, "unfinished words, opened: utf-8"),
    ],
)
async def test_a_purge_that_is_known_to_be_bad_is_caught(
    filled: CanaryProfile, purge: Callable[[Database], None], where: str
) -> None:
    left = await work(filled, purge)
    assert any(where in form for found in left.values() for form in found), sorted(left)[:5]


@pytest.mark.parametrize(
    ("purge", "count"), [(gaps, 20), pytest.param(fts_secure_delete, 30, marks=pytest.mark.long)]
)
async def test_words_in_gaps_of_pages_are_caught(
    tmp_path: Path, purge: Callable[[Database], None], count: int
) -> None:
    """Only some layouts leave any: these do, and the scrub takes them."""
    filled = CanaryProfile(tmp_path / "p", count)
    await filled.fill()
    left = await work(filled, purge)
    assert any("console.db: utf-8" in found for found in left.values())
    assert filled.profile.opened is not None
    await filled.profile.opened.stores.retention.scrub()
    after = filled.left()
    filled.profile.close()
    assert not any("console.db" in form for found in after.values() for form in found)


CODED: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8, capitals": lambda word: word.upper().encode(),
    "utf-16-le": lambda word: word.encode("utf-16-le"),
    "utf-16-be": lambda word: word.encode("utf-16-be"),
    "hex": lambda word: word.encode().hex().encode(),
    "base64 of utf-8": lambda word: base64.b64encode(b"a" + word.encode()),
    "base64 of utf-16-le": lambda word: base64.b64encode(b"ab" + word.encode("utf-16-le")),
}


async def test_a_word_left_in_a_file_beside_the_store_is_caught(filled: CanaryProfile) -> None:
    await _sweep(filled)
    assert filled.left() == {}
    word, log = filled.canaries[0].name, filled.root / "console.log"
    for form, code in CODED.items():
        log.write_bytes(b"said: " + code(word) + b"\n")
        left = filled.left()
        assert set(left) == {word} and f"console.log (as it lies): {form}" in left[word]
    log.unlink()
    (filled.root / word).touch()
    assert set(filled.left()) == {word}


async def _sweep(filled: CanaryProfile) -> None:
    assert filled.profile.opened is not None
    retain = Retain(filled.profile.opened.stores.retention, filled.receipts(), lambda _: None)
    await retain.sweep()


async def check_residue(filled: CanaryProfile, monkeypatch: pytest.MonkeyPatch) -> int:
    """Purge as the console does and return how many canaries were looked for and not found."""
    temporary = filled.root / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    assert filled.profile.opened is not None
    db = filled.profile.opened._db
    await db.run(lambda db: db.main.execute("ANALYZE"))
    stores = filled.profile.opened.stores
    await stores.recordings.page(RecordingFilter(filled.canaries[0].name), None, 5)
    await _sweep(filled)
    assert filled.left() == {}, "while the store is open"
    filled.profile.close()
    assert filled.left() == {}, "after closing it"
    kept = filled.left(filled.fresh)
    assert set(kept) == {canary.name for canary in filled.fresh}, "what is not expired stays"
    return len(filled.canaries)


@pytest.mark.parametrize("way", ["one by one", "index anew"])
async def test_nothing_is_left_of_a_thousand_canaries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way == "index anew":
        monkeypatch.setattr(retention, "MANY_TURNS", 1)
    filled = CanaryProfile(tmp_path / "p", 13)
    await filled.fill()
    looked_for = await check_residue(filled, monkeypatch)
    print(f"purge residue: 0 of {looked_for} canaries")
    assert looked_for >= 1000


@pytest.mark.long
@pytest.mark.parametrize("way", ["one by one", "index anew"])
async def test_nothing_is_left_of_ten_thousand_canaries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way == "index anew":
        monkeypatch.setattr(retention, "MANY_TURNS", 1)
    filled = CanaryProfile(tmp_path / "p", 128)
    await filled.fill()
    looked_for = await check_residue(filled, monkeypatch)
    print(f"purge residue: 0 of {looked_for} canaries")
    assert looked_for >= 10_000
