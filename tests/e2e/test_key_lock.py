"""Locked or signed out, a console becomes a process whose memory holds no key. Looked at from outside."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.cli.workstation import Workstation
from app.protocol import routes
from local_store.keys import subkey
from local_store.profile import holder
from tests.e2e.console_process import console_process, maintain
from tests.e2e.workplace import Office, Workplace, office_at
from tests.support.platform_process import PlatformProcess, running_platform
from tests.support.process_memory import places_of

pytestmark = pytest.mark.timeout(240)
WITHIN_S = 60.0


@pytest.fixture(scope="module")
def platform() -> Iterator[PlatformProcess]:
    with running_platform() as process:
        yield process


@pytest.fixture(scope="module")
def office(platform: PlatformProcess) -> Iterator[Office]:
    with office_at(platform) as found:
        yield found


@pytest.fixture
def workplace(platform: PlatformProcess, tmp_path: Path) -> Workplace:
    return Workplace(platform, tmp_path / "console", tmp_path / "pictures")


def test_after_a_lock_by_order_no_key_is_anywhere_in_the_process(
    workplace: Workplace, office: Office
) -> None:
    with console_process(workplace, office.code()) as console:
        keys = _keys(workplace)
        assert "key of console.db" in places_of(console.pid, keys), "the scan must find what is there"

        office.order(routes.ADMIN_LOCK, workplace.name, "left the desk")
        _wait_for_the_lock_screen(console.pid, workplace)
        assert console.poll() is None
        assert places_of(console.pid, keys) == []
        assert _open_files(console.pid, workplace.place.paths.profiles()[0].root) == []
        assert _children(console.pid) == []

        answered = maintain(workplace)
        assert (answered.returncode, answered.stderr) == (0, "")
        assert "Checked in" in answered.stdout and "Deleted on schedule" in answered.stdout
        assert places_of(console.pid, keys) == [], "a round of upkeep brought a key back"
        _until(lambda: _holds(console.pid, workplace))


def _keys(workplace: Workplace) -> dict[str, bytes]:
    workstation = Workstation(workplace.place)
    (profile,) = workstation.paths.profiles()
    key = workstation.profile_keys(profile).unlock_with_keyring()
    return {"profile key": key, "key of console.db": subkey(key, b"console.db")}


def _wait_for_the_lock_screen(pid: int, workplace: Workplace) -> None:
    """The new program listens once it shows how things stand."""
    _until(
        lambda: _command(pid)[1:4] == ["-m", "app", "run"] and workplace.place.paths.device.socket.exists()
    )


def _holds(pid: int, workplace: Workplace) -> bool:
    found = holder(workplace.place.paths.device)
    return found is not None and found.pid == pid and not found.passing


def _until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)


def _command(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")


def _open_files(pid: int, folder: Path) -> list[str]:
    found = [str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()]
    return [path for path in found if path.startswith(str(folder))]


def _children(pid: int) -> list[str]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [child for task in tasks for child in task.read_text("ascii").split()]
