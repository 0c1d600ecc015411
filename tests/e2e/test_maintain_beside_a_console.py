"""`callnex maintain` while a console is open: the console does the round; one that hangs is ended."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.console_process import console_process, maintain
from tests.e2e.workplace import Office, Workplace, office_at
from tests.support.platform_process import PlatformProcess, running_platform

pytestmark = pytest.mark.timeout(240)


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


def test_the_console_checks_in_and_says_what_it_did_and_a_stopped_one_is_ended(
    workplace: Workplace, office: Office
) -> None:
    with console_process(workplace, office.code()) as console:
        before = office.workstation(workplace.name).last_contact
        asked = maintain(workplace)
        assert (asked.returncode, asked.stderr) == (0, "")
        assert "Checked in; policy revision" in asked.stdout and "Deleted on schedule" in asked.stdout
        after = office.workstation(workplace.name).last_contact
        assert before is not None and after is not None and after > before
        assert console.poll() is None

        console.send_signal(signal.SIGSTOP)
        ended = maintain(workplace, "--answer-within", "2")
        assert (ended.returncode, ended.stderr) == (0, "")
        assert "did not answer" in ended.stdout and "Checked in" in ended.stdout
        assert console.wait(30) == -signal.SIGKILL
    again = maintain(workplace)
    assert (again.returncode, again.stderr) == (0, "")
    assert "did not answer" not in again.stdout
