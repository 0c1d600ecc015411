"""The demo on a screen: signs in before your eyes, then leaves the console to you."""

from pathlib import Path

from app.cli.application import run_application
from app.cli.options import DeskOptions, Place
from app.cli.platform_child import DemoPlatform
from app.cli.scenario.office import office_of
from app.cli.scenario.robot import Robot
from app.cli.scenario.sign_in import enrol, sign_in
from app.cli.window import open_window
from local_store.profile import held

WORKSTATION = "BRG-KTR-0142"


def run_guided(platform: DemoPlatform, folder: Path) -> int:
    """Exit status 0 once the user has closed the window."""
    place = Place(folder, Path(platform.ca_file))

    async def main() -> int:
        desk = await open_window(place, DeskOptions(platform.url, WORKSTATION))
        robot = Robot(folder.parent / "pictures")
        async with office_of(platform) as office:
            await enrol(robot, await office.code())
        await sign_in(robot, platform.user("agent"))
        await desk.closed.wait()
        return 0

    with held(place.paths.device):
        return run_application(main)
