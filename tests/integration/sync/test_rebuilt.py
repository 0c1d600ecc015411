"""A damaged profile against a real platform: everything comes back, and what was unsent arrives."""

from pathlib import Path

import pytest

from app.domain.recording import RecordingFilter
from tests.integration.sync.test_synchronise import Working, working

pytestmark = pytest.mark.anyio
__all__ = ["working"]


def damage(path: Path, page: int) -> None:
    """Change one byte of a page that the store has written."""
    data = bytearray(path.read_bytes())
    data[page * 4096 + 100] ^= 0x40
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["console.db", "keys.db", "spare.db"])
async def test_what_was_damaged_is_fetched_again_and_unsent_work_arrives(working: Working, name: str) -> None:
    assert working.opened is not None
    before = await working.opened.stores.recordings.page(RecordingFilter(), None, 500)
    mark = await working.mark("made before the damage")
    working.close_stores()
    (profile,) = working.paths.profiles()
    damage(profile.root / name, 0)
    stores = working.open(working.user).stores
    rebuilt = await working.opened.rebuilt()
    assert rebuilt is not None
    assert rebuilt.files == (name,)
    assert "nothing unsent was lost" in rebuilt.explanation.what
    assert (await working.synchroniser().once()).problem is None
    assert working.held(mark) == 1
    after = await stores.recordings.page(RecordingFilter(), None, 500)
    assert [item.recording for item in after.items] == [item.recording for item in before.items]
    assert [one.id for one in await stores.recordings.marks(before.items[0].recording.id)].count(mark) == 1


async def test_damage_that_is_found_while_working_is_mended_under_the_hand(working: Working) -> None:
    assert working.opened is not None
    told: list[str] = []
    before = await working.opened.stores.recordings.page(RecordingFilter(), None, 500)
    mark = await working.mark("made before the damage")
    working.close_stores()
    (profile,) = working.paths.profiles()
    for page in range(3, profile.console.stat().st_size // 4096):
        damage(profile.console, page)
    opened = working.open(working.user)
    opened.on_rebuilt(lambda: told.append("rebuilt"))
    assert (await opened.stores.recordings.page(RecordingFilter(), None, 500)).total == 0
    assert told == ["rebuilt"] or await opened.rebuilt() is not None
    assert (await working.synchroniser().once()).problem is None
    after = await opened.stores.recordings.page(RecordingFilter(), None, 500)
    assert [item.recording for item in after.items] == [item.recording for item in before.items]
    assert working.held(mark) == 1
