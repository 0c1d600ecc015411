"""A wipe leaves no key in memory either: the console ends, and the process that says so never had one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync

from app.protocol import routes
from tests.e2e.console_process import begun_anew, console_process, keys_of, until
from tests.e2e.workplace import Office, Workplace, office_at, says
from tests.support.platform_process import PlatformProcess, running_platform
from tests.support.process_memory import places_of
from tests.support.qt_loop import qt_loop
from ui.state_screens.wiped import WipedScreen

__all__ = ["qt_loop"]

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def platform() -> Iterator[PlatformProcess]:
    with running_platform() as process:
        yield process


@pytest.fixture(scope="module")
def office(platform: PlatformProcess) -> Iterator[Office]:
    with office_at(platform) as found:
        yield found


def test_a_wipe_by_order_ends_in_a_process_without_keys_that_shows_the_receipt(
    qt_loop: qasync.QEventLoop, platform: PlatformProcess, office: Office, tmp_path: Path
) -> None:
    workplace = Workplace(platform, tmp_path / "console", tmp_path / "pictures", anew=True)
    with console_process(workplace, office.code()) as console:
        keys = keys_of(workplace)
        assert "key of console.db" in places_of(console.pid, keys), "the scan must find what is there"
        office.order(routes.ADMIN_WIPE, workplace.name, "lost on a train")
        until(lambda: begun_anew(console.pid, workplace))
        assert console.poll() is None, "it is the same process"
        assert places_of(console.pid, keys) == []
        assert not [path for one in workplace.place.paths.profiles() for path in one.root.glob("*.key")]

    async def scenario() -> None:
        async with workplace.console() as (robot, desk):
            (screen,) = robot.window.findChildren(WipedScreen)
            assert screen.isVisible() and robot.window.screen_shown is screen
            assert says(robot, "CallNex data here was wiped")
            assert says(robot, "Receipt W-")
            assert desk.device is None

    qt_loop.run_until_complete(scenario())
