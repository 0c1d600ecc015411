"""What keeps a console from opening is said in a sentence with a next step, and costs nothing kept."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import keyring
import pytest
import qasync
from keyring.backends import fail
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from app.cli.scenario import calls
from app.cli.scenario.robot import Robot
from app.cli.workstation import Workstation
from app.ports.secrets import Secrets
from local_store.connection import open_keyed
from local_store.keys import KEYRING_SECRET, KeyringHalfGone
from local_store.profile import ProfilePaths
from local_store.subkey import subkey
from tests.e2e.workplace import Office, Workplace, office_at, says
from tests.support.platform_process import PlatformProcess, running_platform
from ui.widgets import Label, Toast

pytestmark = pytest.mark.timeout(240)
Damage = Callable[[Workplace], AbstractContextManager[None]]


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


@contextmanager
def newer(workplace: Workplace) -> Iterator[None]:
    """A later version of the console was here, and is installed again afterwards."""
    known = _set_version(workplace, 99)
    yield
    assert _set_version(workplace, known) == 99


@contextmanager
def lost_key(workplace: Workplace) -> Iterator[None]:
    """The keyring lost its half of the key, and the lease of the password's own slot is over."""
    secrets, wrapped = _profile_secrets(workplace), _profile(workplace).wrapped_key
    half, slots = secrets.get(KEYRING_SECRET), wrapped.read_bytes()
    assert half is not None
    held = json.loads(slots)
    wrapped.write_text(json.dumps(held | {"slots": held["slots"][:1]}))
    secrets.delete(KEYRING_SECRET)
    yield
    secrets.put(KEYRING_SECRET, half)
    wrapped.write_bytes(slots)


@pytest.mark.parametrize(
    ("damage", "sentence", "step"),
    [
        (newer, "The local data was written by a newer version of the console.", "Install that version"),
        (lost_key, "The keyring no longer holds its half", "Ask IT to reset"),
    ],
)
def test_what_cannot_be_opened_is_said_at_sign_in_and_is_whole_afterwards(
    qt_loop: qasync.QEventLoop,
    workplace: Workplace,
    office: Office,
    damage: Damage,
    sentence: str,
    step: str,
) -> None:
    async def written() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await calls.go_ready(robot)
            await calls.pause(robot)

    async def refused() -> None:
        async with workplace.console() as (robot, _):
            await _try_to_sign_in(robot, workplace)
            await robot.until(lambda: says(robot, sentence), "the sentence")
            assert step in _said(robot, sentence)

    async def again() -> None:
        async with workplace.signed_in(office):
            pass

    qt_loop.run_until_complete(written())
    before = _rows(workplace)
    with damage(workplace):
        qt_loop.run_until_complete(refused())
    qt_loop.run_until_complete(again())
    assert before <= _rows(workplace)


def test_damaged_data_is_fetched_again_and_that_is_said(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office
) -> None:
    async def used() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await robot.until(lambda: says(robot, "Synced"), "the first synchronisation", 60)

    async def again() -> None:
        async with workplace.signed_in(office) as (robot, _):
            sentence = "The local data was damaged and has been rebuilt; nothing unsent was lost."
            await robot.until(lambda: _told(robot, sentence), "the sentence")
            await robot.until(lambda: says(robot, "Synced"), "everything to be fetched again", 60)

    qt_loop.run_until_complete(used())
    before, path = _rows(workplace), _profile(workplace).console
    path.write_bytes(b"\0" * 8192 + path.read_bytes()[8192:])
    qt_loop.run_until_complete(again())
    assert before == _rows(workplace)


@pytest.mark.parametrize("left", [None, b"\1" * 32], ids=["nothing", "another secret"])
def test_a_keyring_that_lost_its_half_gets_a_new_one_by_the_password(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office, left: bytes | None
) -> None:
    async def used() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await robot.until(lambda: says(robot, "Synced"), "the first synchronisation", 60)

    qt_loop.run_until_complete(used())
    before, secrets = _rows(workplace), _profile_secrets(workplace)
    secrets.delete(KEYRING_SECRET)
    if left is not None:
        secrets.put(KEYRING_SECRET, left)
    with pytest.raises(KeyringHalfGone):
        _rows(workplace)
    qt_loop.run_until_complete(used())
    assert before <= _rows(workplace), "read through the keyring again"


def test_without_a_keyring_the_sign_in_page_says_so_and_nothing_is_written(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office
) -> None:
    async def refused() -> None:
        async with workplace.console() as (robot, _):
            await robot.write("Enrolment code", await asyncio.to_thread(office.code), QLineEdit)
            await robot.click("Enrol this workstation", QAbstractButton)
            await robot.until(lambda: says(robot, "This computer offers no keyring"), "the sentence")

    real = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        qt_loop.run_until_complete(refused())
    finally:
        keyring.set_keyring(real)
    assert not workplace.place.paths.device.trust.exists()
    assert workplace.place.paths.profiles() == ()


def _told(robot: Robot, beginning: str) -> bool:
    return any(one.accessibleName().startswith(beginning) for one in robot.window.findChildren(Toast))


async def _try_to_sign_in(robot: Robot, workplace: Workplace) -> None:
    user = workplace.user("agent")
    await robot.write("E-mail", user.email, QLineEdit)
    await robot.write("Password", user.password, QLineEdit)
    await robot.click("Sign in", QAbstractButton)


def _said(robot: Robot, beginning: str) -> str:
    labels = (label for label in robot.window.findChildren(Label) if label.isVisible())
    return next(label.text() for label in labels if label.text().startswith(beginning))


def _profile(workplace: Workplace) -> ProfilePaths:
    (profile,) = Workstation(workplace.place).paths.profiles()
    return profile


def _profile_secrets(workplace: Workplace) -> Secrets:
    return Workstation(workplace.place).secrets_of(_profile(workplace))


def _set_version(workplace: Workplace, version: int) -> int:
    """Write the schema's version number; returns the one before."""
    key = Workstation(workplace.place).profile_keys(_profile(workplace)).unlock_with_keyring()
    con = open_keyed(_profile(workplace).console, subkey(key, b"console.db"))
    try:
        before = int(con.execute("PRAGMA user_version").fetchone()[0])
        con.execute(f"PRAGMA user_version = {version}")
    finally:
        con.close()
    return before


def _rows(workplace: Workplace) -> set[tuple[str, str]]:
    """Return every campaign, call and recording that is kept, by kind and id."""
    with workplace.store() as con:
        return {
            (table, str(row[0]))
            for table in ("campaign", "call", "recording")
            for row in con.execute(f"SELECT id FROM {table}")
        }
