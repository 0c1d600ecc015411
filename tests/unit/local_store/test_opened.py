"""Opening a profile: every bad state of the disk has a sentence and is left as it was."""

from pathlib import Path

import pytest

from app.domain.actions import SaveWrapUp, SignedAction
from app.domain.ids import CallId, RecordingId
from app.errors import EnvironmentFault
from local_store.connection import open_keyed
from local_store.opened import open_stores
from local_store.owner import write_owner
from local_store.subkey import subkey
from tests.support.profiles import ENROLMENT, PROFILE_KEY, TestProfile, TestSealer
from tests.support.things import AGENT, NOW, SetClock, call, campaign, contact, page
from tests.unit.local_store.test_files import little_room

pytestmark = pytest.mark.anyio
WRAP_UP = SaveWrapUp(CallId("call-1"), "sold", "a note " * 100)


@pytest.fixture
async def profile(tmp_path: Path) -> TestProfile:
    profile = TestProfile(tmp_path / "p")
    stores = profile.open().stores
    await stores.replica.apply(page(campaigns=(campaign(),), contacts=(contact(1),), calls=(call(1),)))
    await stores.outbox.enqueue(WRAP_UP, AGENT, NOW)
    profile.close()
    return profile


def contents(profile: TestProfile) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in profile.root.rglob("*") if path.is_file()}


def refusal(profile: TestProfile, key: bytes = PROFILE_KEY) -> str:
    with pytest.raises(EnvironmentFault) as caught:
        open_stores(profile.paths, key, SetClock(), TestSealer(), ENROLMENT)
    explanation = caught.value.explanation
    assert explanation.what.endswith(".")
    assert explanation.next_step.endswith(".")
    return explanation.code


async def test_a_wrong_key_changes_nothing(profile: TestProfile) -> None:
    before = contents(profile)
    assert refusal(profile, b"w" * 32) == "STO-201"
    assert contents(profile) == before
    assert profile.open().recovered == 0
    profile.close()


async def test_a_newer_database_is_refused_undamaged(profile: TestProfile) -> None:
    con = open_keyed(profile.paths.console, subkey(PROFILE_KEY, b"console.db"))
    con.execute("PRAGMA user_version = 7")
    con.close()
    before = contents(profile)
    assert refusal(profile) == "STO-206"
    assert contents(profile) == before


@pytest.mark.parametrize("name", ["console.db", "keys.db"])
async def test_a_damaged_database_is_begun_anew_and_unsent_work_survives_it(
    profile: TestProfile, name: str
) -> None:
    (profile.root / name).write_bytes(b"\x00" * 20_000)
    opened = profile.open()
    assert len(await opened.stores.outbox.waiting(9)) == 1
    assert opened.recovered == (name == "console.db")
    rebuilt = await opened.rebuilt()
    assert rebuilt is not None
    assert (rebuilt.files, rebuilt.audio_lost) == ((name,), 0)
    assert rebuilt.explanation.code == "STO-212"
    assert await opened.rebuilt() is None
    assert await opened.stores.replica.cursor() == ("" if name == "console.db" else "cursor-1")
    profile.close()


async def test_without_a_witness_for_the_key_nothing_is_taken_for_damage(profile: TestProfile) -> None:
    for name in ("console.db", "keys.db", "spare.db"):
        path = profile.root / name
        path.write_bytes(b"\x00" * 16 + path.read_bytes()[16:])
    before = contents(profile)
    assert refusal(profile) == "STO-201"
    assert contents(profile) == before
    write_owner(profile.paths, PROFILE_KEY, b"Ada")
    assert len(await profile.open().stores.outbox.waiting(9)) == 1
    profile.close()


async def test_a_damaged_expiry_list_is_written_anew(profile: TestProfile) -> None:
    profile.paths.expiry.write_bytes(b"garbage")
    profile.open()
    assert profile.paths.expiry.read_bytes() == b""
    profile.close()


async def test_a_media_folder_in_the_way_of_the_sweep_closes_what_was_opened(profile: TestProfile) -> None:
    profile.paths.outbox.unlink()
    profile.paths.outbox.mkdir()
    assert refusal(profile) == "STO-204"


async def test_a_full_disk_at_enqueue_leaves_nothing_of_the_action(profile: TestProfile) -> None:
    stores = profile.open().stores
    before, sealed = await stores.calls.get(CallId("call-1")), profile.paths.outbox.read_bytes()
    # The sealed line still fits, the row's pages in the write-ahead log do not.
    room = len(sealed) * 2 + 200
    log = profile.root / "console.db-wal"
    assert log.stat().st_size + 4096 > room
    with little_room(room), pytest.raises(EnvironmentFault) as caught:
        await stores.outbox.enqueue(WRAP_UP, AGENT, NOW)
    assert caught.value.explanation.code in ("STO-203", "STO-204")
    assert profile.paths.outbox.read_bytes() == sealed
    assert await stores.calls.get(CallId("call-1")) == before
    await stores.outbox.enqueue(WRAP_UP, AGENT, NOW)
    assert len(await stores.outbox.waiting(9)) == 2
    profile.close()


async def test_a_sealer_that_fails_leaves_nothing_of_the_action(profile: TestProfile) -> None:
    class NoKey(TestSealer):
        def seal(self, action: SignedAction) -> bytes:
            raise EnvironmentFault("KEY-312", "The seal key is damaged.", "Enrol again.")

    profile.sealer = NoKey()
    stores = profile.open().stores
    sealed = profile.paths.outbox.read_bytes()
    with pytest.raises(EnvironmentFault, match="KEY-312"):
        await stores.outbox.enqueue(WRAP_UP, AGENT, NOW)
    assert profile.paths.outbox.read_bytes() == sealed
    profile.close()


async def test_audio_that_does_not_fit_is_refused_and_swept(profile: TestProfile) -> None:
    stores = profile.open().stores
    writer = await stores.media.writer(RecordingId("recording-1"))
    with little_room(500_000), pytest.raises(EnvironmentFault) as caught:
        await writer.write(b"x" * 4_000_000)
        await writer.commit()
    assert caught.value.explanation.code in ("STO-203", "STO-204")
    assert not await stores.media.has(RecordingId("recording-1"))
    profile.close()
    profile.open()
    assert not list(profile.paths.media.iterdir())
    profile.close()


async def test_after_closing_every_store_says_so(profile: TestProfile) -> None:
    opened = profile.open()
    media = opened.stores.media
    live = await media.quarantine(RecordingId("recording-1"))
    opened.close()
    opened.close()
    opened.interrupt()
    for act in (opened.stores.campaigns.all, lambda: live.write(b"late"), media.quarantined):
        with pytest.raises(EnvironmentFault) as caught:
            await act()
        assert caught.value.explanation.code == "STO-209"
