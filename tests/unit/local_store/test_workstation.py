"""One device, several people's profiles: a wipe takes them all, the keys of all before the files of any."""

from pathlib import Path

import pytest

from app.domain.ids import CommandId, OrganisationId, UserId
from app.errors import EnvironmentFault
from local_store.keys import ProfileKeys
from local_store.owner import read_owner, write_owner
from local_store.profile import ProfilePaths, WorkstationPaths
from local_store.workstation import WorkstationEraser
from tests.support.secrets import MemorySecrets
from tests.unit.local_store.test_keys import CHEAP

ORGANISATION = OrganisationId("org")


@pytest.fixture
def station(tmp_path: Path) -> WorkstationPaths:
    station = WorkstationPaths(tmp_path / "callnex")
    for name in ("ada", "bob"):
        paths = station.profile(ORGANISATION, UserId(name))
        ProfileKeys(paths, MemorySecrets(), CHEAP).create("phrase")
        (paths.media / "audio").write_bytes(b"x" * 1000)
    station.device.make()
    station.device.trust.write_text("{}")
    station.models.mkdir()
    return station


def secrets_of(_: ProfilePaths) -> MemorySecrets:
    return MemorySecrets()


def test_a_profiles_path_tells_nothing_and_is_always_the_same(station: WorkstationPaths) -> None:
    assert station.profile(ORGANISATION, UserId("ada")) == station.profile(ORGANISATION, UserId("ada"))
    assert len(station.profiles()) == 2
    assert not any(word in str(paths.root) for paths in station.profiles() for word in ("ada", "bob", "org"))
    assert WorkstationPaths(station.root / "none").profiles() == ()
    assert WorkstationPaths.default().root.name == "callnex-agent-console"


def test_a_wipe_takes_every_profile_and_stays_pending_until_settled(station: WorkstationPaths) -> None:
    eraser = WorkstationEraser(station, secrets_of)
    report = eraser.wipe("lost", CommandId("c"))
    assert (report.files, report.size_bytes, report.reason) == (2, 2000, "lost")
    assert [path for paths in station.profiles() for path in paths.media.iterdir()] == []
    assert station.device.trust.exists()
    assert station.models.exists()
    assert eraser.pending()
    assert eraser.resume().command_id == "c"
    eraser.settled()
    assert not eraser.pending()


def test_every_key_is_gone_before_the_first_file(station: WorkstationPaths) -> None:
    seen: list[tuple[bool, int]] = []

    def close() -> None:
        keys = any(paths.wrapped_key.exists() for paths in station.profiles())
        files = sum(len(list(paths.media.iterdir())) for paths in station.profiles())
        seen.append((keys, files))

    WorkstationEraser(station, secrets_of, close).wipe("", None)
    assert seen[0] == (False, 2)


def test_every_key_is_gone_before_a_keyring_is_asked(station: WorkstationPaths) -> None:
    """A keyring may ask its user something, and wait."""
    keys_left: list[bool] = []

    class Watched(MemorySecrets):
        def delete(self, name: str) -> None:
            keys_left.append(any(paths.wrapped_key.exists() for paths in station.profiles()))
            super().delete(name)

    report = WorkstationEraser(station, lambda _: Watched()).wipe("", None)
    assert len(keys_left) == 3 and not any(keys_left)
    assert report.key_gone_ms > 0


def test_a_wipe_that_stopped_after_the_device_goes_on_with_the_profiles(station: WorkstationPaths) -> None:
    def crash() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        WorkstationEraser(station, secrets_of, crash).wipe("lost", None)
    again = WorkstationEraser(station, secrets_of)
    assert again.pending()
    again.resume()
    assert [path for paths in station.profiles() for path in paths.media.iterdir()] == []


def test_the_owner_is_readable_with_the_profile_key_alone(tmp_path: Path) -> None:
    paths = ProfilePaths(tmp_path)
    write_owner(paths, b"k" * 32, b"Ada")
    assert read_owner(paths, b"k" * 32) == b"Ada"
    assert all(b"Ada" not in path.read_bytes() for path in tmp_path.iterdir())
    for key in (b"w" * 32, b"k" * 32):
        if key == b"k" * 32:
            next(tmp_path.iterdir()).unlink()
        with pytest.raises(EnvironmentFault) as caught:
            read_owner(paths, key)
        assert caught.value.explanation.code == "STO-251"
