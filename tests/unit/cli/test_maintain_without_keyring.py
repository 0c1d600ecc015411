"""A keyring that is locked or gone keeps nobody from being wiped: unlinking needs no key."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked

from app.cli.main import main
from app.ports.profile import TrustState
from app.protocol.signed import POLICY, sign
from app.security.system_clock import SystemClock
from local_store.keys import Cost, ProfileKeys
from local_store.profile import ProfilePaths, WorkstationPaths
from local_store.trust import FileTrust
from local_store.wipe import FileEraser
from tests.support.secrets import MemorySecrets
from tests.support.signing import enrolment, platform_side, policy


class Locked(KeyringBackend):
    """A keyring that lets nobody in."""

    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked


@pytest.fixture(params=[Locked, fail.Keyring], ids=["locked", "absent"])
def shut(request: pytest.FixtureRequest) -> Iterator[None]:
    real = keyring.get_keyring()
    keyring.set_keyring(request.param())
    yield
    keyring.set_keyring(real)


def _workstation(root: Path, silent: timedelta) -> tuple[WorkstationPaths, ProfilePaths]:
    """A device whose last contact was so long ago, by proven time, and a profile on it."""
    ours, clock, now = platform_side(), SystemClock(), datetime.now(UTC)
    state = TrustState(enrolment(), ours.signed_set(), sign(POLICY, policy(), ours.policy))
    paths = WorkstationPaths(root)
    paths.device.make()
    FileTrust(paths.device).save(
        replace(
            state,
            last_contact=now - silent,
            high_water=now,
            claimed=now,
            boot_seconds=clock.boot_seconds(),
            boot_id=clock.boot_id(),
        )
    )
    profile = ProfilePaths(root / "profiles" / ("0" * 32))
    ProfileKeys(profile, MemorySecrets(), Cost(1, 8192)).create()
    profile.console.write_bytes(b"noise without its key")
    return paths, profile


def test_a_lease_that_ran_out_wipes_and_its_receipt_waits(
    tmp_path: Path, shut: None, capsys: pytest.CaptureFixture[str]
) -> None:
    paths, profile = _workstation(tmp_path, timedelta(days=31))
    assert main(["maintain", "--data-dir", str(tmp_path)]) == 1, "the keyring is still a trouble"
    said = capsys.readouterr()
    assert "The lease ran out: everything here was wiped" in said.out and "KEY-32" in said.err
    assert not profile.wrapped_key.exists() and not profile.console.exists()
    assert paths.device.tombstone.exists(), "without a tombstone there would be no receipt later"
    assert main(["maintain", "--data-dir", str(tmp_path)]) == 1
    assert "begun earlier went on" in capsys.readouterr().out


def test_a_wipe_that_was_killed_goes_on(
    tmp_path: Path, shut: None, capsys: pytest.CaptureFixture[str]
) -> None:
    paths, profile = _workstation(tmp_path, timedelta(days=1))

    class PowerCut(BaseException):
        pass

    def cut(step: str) -> None:
        raise PowerCut

    with pytest.raises(PowerCut):
        FileEraser(paths.device, MemorySecrets(), reached=cut).wipe("lost", None)
    assert profile.wrapped_key.exists()
    assert main(["maintain", "--data-dir", str(tmp_path)]) == 1
    assert "begun earlier went on" in capsys.readouterr().out
    assert not profile.wrapped_key.exists() and not profile.console.exists()


def test_a_lease_in_order_wipes_nothing(
    tmp_path: Path, shut: None, capsys: pytest.CaptureFixture[str]
) -> None:
    _, profile = _workstation(tmp_path, timedelta(days=29))
    assert main(["maintain", "--data-dir", str(tmp_path)]) == 1
    assert "wipe" not in capsys.readouterr().out
    assert profile.wrapped_key.exists() and profile.console.exists()
