"""The wipe on paths alone: what goes, what stays, and what it says."""

from pathlib import Path

import pytest

from app.domain.actions import StartCall
from app.domain.ids import CallId, CommandId, RecordingId
from app.errors import EnvironmentFault
from local_store.keys import KEYRING_SECRET, ProfileKeys
from local_store.profile import ProfilePaths
from local_store.wipe import FileEraser
from tests.support.profiles import TestProfile
from tests.support.secrets import MemorySecrets
from tests.support.things import AGENT, NOW, contact, page, recording
from tests.unit.local_store.test_files import little_room
from tests.unit.local_store.test_keys import CHEAP

pytestmark = pytest.mark.anyio


async def filled(root: Path, secrets: MemorySecrets, actions: int = 2) -> TestProfile:
    """Return an open profile with everything in it, `actions` of it unsent."""
    profile = TestProfile(root)
    ProfileKeys(profile.paths, secrets, CHEAP).create()
    stores = profile.open().stores
    await stores.replica.apply(page(contacts=(contact(1),), recordings=(recording(1),)))
    writer = await stores.media.writer(RecordingId("recording-1"))
    await writer.write(b"flac" * 1000)
    await writer.commit()
    for n in range(actions):
        action = StartCall(CallId(f"call-{n}"), contact(1).campaign_id, contact(1).id, NOW)
        await stores.outbox.enqueue(action, AGENT, NOW)
    profile.paths.receipts.write_text("link\n")
    profile.paths.trust.write_text("{}")
    return profile


def left(paths: ProfilePaths) -> set[str]:
    return {path.name for path in paths.root.rglob("*") if path.is_file()}


async def test_a_wipe_leaves_only_what_nobody_here_can_read(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    profile = await filled(tmp_path / "p", secrets)
    before = [path for path in profile.root.rglob("*") if path.is_file()]
    eraser = FileEraser(profile.paths, secrets, profile.close)
    assert not eraser.pending()
    report = eraser.wipe("lost laptop", CommandId("c1"))
    assert left(profile.paths) == {"outbox.sealed", "receipts.log", "trust.json", "tombstone"}
    assert KEYRING_SECRET not in secrets.items
    assert (report.unsent_actions, report.reason, report.command_id) == (2, "lost laptop", "c1")
    kept = ("wrapped.key", "outbox.sealed", "receipts.log", "trust.json")
    assert report.files == len([path for path in before if path.name not in kept])
    assert report.size_bytes > 8000
    assert report.key_gone_ms >= 0
    assert eraser.pending()
    again = eraser.resume()
    assert (again.files, again.size_bytes, again.key_gone_ms) == (
        report.files,
        report.size_bytes,
        report.key_gone_ms,
    )
    assert eraser.wipe("another order", None) == again
    eraser.settled()
    eraser.settled()
    assert not eraser.pending()
    assert left(profile.paths) == {"outbox.sealed", "receipts.log", "trust.json"}


async def test_nothing_unsent_nothing_sealed_left(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    profile = await filled(tmp_path / "p", secrets, actions=0)
    FileEraser(profile.paths, secrets, profile.close).wipe("", None)
    assert "outbox.sealed" not in left(profile.paths)


async def test_unsent_work_of_a_wiped_profile_is_delivered_by_the_next(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    profile = await filled(tmp_path / "p", secrets)
    assert profile.opened is not None
    sealed = await profile.opened.stores.outbox.waiting(9)
    eraser = FileEraser(profile.paths, secrets, profile.close)
    eraser.wipe("", None)
    eraser.settled()
    opened = profile.open()
    assert opened.recovered == 2
    assert await opened.stores.outbox.waiting(9) == sealed
    assert [item.kind for item in await opened.stores.outbox.items()] == ["sealed", "sealed"]
    assert await opened.stores.contacts.get(contact(1).id) is None
    profile.close()


@pytest.mark.parametrize("mood", ["locked", "absent"])
async def test_a_locked_keyring_does_not_hold_it_up(tmp_path: Path, mood: str) -> None:
    secrets = MemorySecrets()
    profile = await filled(tmp_path / "p", secrets)
    secrets.mood = mood
    eraser = FileEraser(profile.paths, secrets, profile.close)
    eraser.wipe("", None)
    assert not profile.paths.wrapped_key.exists()
    assert not profile.paths.console.exists()
    secrets.mood = "open"
    assert KEYRING_SECRET in secrets.items
    eraser.settled()
    assert KEYRING_SECRET not in secrets.items


async def test_the_key_is_gone_before_handles_are_closed_or_anything_else_goes(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    profile = await filled(tmp_path / "p", secrets)
    seen: list[tuple[bool, bool, bool]] = []

    def close() -> None:
        paths = profile.paths
        seen.append((paths.tombstone.exists(), paths.wrapped_key.exists(), paths.console.exists()))
        profile.close()

    FileEraser(profile.paths, secrets, close).wipe("", None)
    assert seen == [(True, False, True)]


async def test_a_file_that_will_not_go_is_a_fault_and_the_key_is_gone_all_the_same(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    profile = await filled(tmp_path / "p", secrets)
    profile.close()
    eraser = FileEraser(profile.paths, secrets)

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self.name == "console.db":
            raise PermissionError(13, "Permission denied")
        original(self, missing_ok)

    original = Path.unlink
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(EnvironmentFault) as caught:
            eraser.wipe("", None)
    assert caught.value.explanation.code == "STO-204"
    assert not profile.paths.wrapped_key.exists()
    assert eraser.pending()
    eraser.resume()
    assert not profile.paths.console.exists()


@pytest.mark.parametrize("content", [b"", b"garbage", b"{}"])
def test_a_tombstone_that_cannot_be_read_still_wipes(tmp_path: Path, content: bytes) -> None:
    secrets = MemorySecrets()
    paths = ProfilePaths(tmp_path / "p")
    ProfileKeys(paths, secrets, CHEAP).create()
    paths.tombstone.write_bytes(content)
    eraser = FileEraser(paths, secrets)
    assert eraser.pending()
    assert eraser.resume().reason == ""
    assert not paths.wrapped_key.exists()


def test_a_tombstone_that_is_a_folder_is_a_fault(tmp_path: Path) -> None:
    paths = ProfilePaths(tmp_path / "p")
    paths.make()
    paths.tombstone.mkdir()
    with pytest.raises(EnvironmentFault):
        FileEraser(paths, MemorySecrets()).resume()


def test_a_full_disk_does_not_stop_it(tmp_path: Path) -> None:
    secrets = MemorySecrets()
    paths = ProfilePaths(tmp_path / "p")
    ProfileKeys(paths, secrets, CHEAP).create()
    with little_room(0):
        FileEraser(paths, secrets).wipe("lost", None)
    assert not paths.wrapped_key.exists()


def test_an_empty_profile_can_be_wiped(tmp_path: Path) -> None:
    report = FileEraser(ProfilePaths(tmp_path / "never"), MemorySecrets()).wipe("", None)
    assert (report.files, report.unsent_actions) == (0, 0)
