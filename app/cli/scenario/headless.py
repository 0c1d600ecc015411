"""The whole main job, driven through the real widgets with mouse and keys, measured and pictured."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from app.cli.application import run_application
from app.cli.options import DeskOptions, Place
from app.cli.platform_child import DemoPlatform
from app.cli.scenario import calls, privacy, recordings
from app.cli.scenario.office import Office, office_of
from app.cli.scenario.report import Report
from app.cli.scenario.robot import NotSeen, Robot
from app.cli.scenario.sign_in import enrol, sign_in
from app.cli.scenario.stalls import StallMeter
from app.cli.window import open_window
from app.domain.call import Call
from app.errors import CallNexError
from local_store.profile import held
from resources import voice

WORKSTATION = "BRG-KTR-0142"
CALLS = 2
DELIVERY_S = 20.0
ASK_EVERY_S = 0.2


def run_headless(platform: DemoPlatform, folder: Path, out: Path) -> int:
    """Exit status 0 only if everything happened; `out` has the pictures and report.json either way."""
    place = Place(folder, Path(platform.ca_file))
    report = Report()

    async def main() -> int:
        stalls = StallMeter()
        robot = Robot(out, stalls.excuse)
        desk = await open_window(place, DeskOptions(platform.url, WORKSTATION, voice("nl-lotte")))
        stalls.start()
        try:
            async with office_of(platform) as office:
                await _scenario(robot, office, platform, report)
        except (NotSeen, CallNexError) as failure:
            report.failures.append(str(failure))
        finally:
            stalls.stop()
            report.gui_stalls_over_50_ms = len(stalls.stalls)
            report.longest_gui_stall_ms = max(stalls.stalls, default=0.0)
            report.longest_gui_work_ms = round(stalls.busiest_ms, 1)
            report.pictures = robot.seen
            robot.window.close()
            await desk.closed.wait()
        return 1 if report.failures else 0

    with held(place.paths.device):
        status = run_application(main)
    report.write(out)
    _tell(report, out)
    return status


async def _scenario(robot: Robot, office: Office, platform: DemoPlatform, report: Report) -> None:
    began = datetime.now(UTC)
    robot.picture("01-enrol")
    await enrol(robot, await office.code())
    robot.picture("02-sign-in")
    await sign_in(robot, platform.user("agent"))
    report.steps.append("signed in")
    await calls.go_ready(robot)
    robot.picture("03-preview")
    for number in range(CALLS):
        await calls.one_call(robot, number)
    await calls.pause(robot)
    await _measure_calls(office, began, report)
    await recordings.open_recordings(robot)
    await recordings.hear(robot)
    await recordings.jump_and_stop(robot)
    report.steps.append("a recording was heard")
    await recordings.annotate(robot)
    robot.picture("06-recording")
    report.steps.append("a recording was annotated")
    await recordings.ask_for_text(robot)
    robot.picture("07-no-speech-model")
    report.steps.append("says how to get a speech model")
    _expect(report, await recordings.search(robot, "dank") > 0, "a word was found in transcripts")
    await privacy.open_privacy(robot)
    await robot.until(lambda: privacy.held(robot) > 0, "figures on the privacy page")
    report.rows_synced = privacy.held(robot)
    robot.picture("09-privacy")
    report.recordings_purged = await privacy.shorten_retention(robot, office)
    robot.picture("10-purged")
    _expect(report, report.recordings_purged > 0, "recordings were purged")
    report.wipe_milliseconds = await privacy.wipe(robot, office, WORKSTATION)
    robot.picture("11-wiped")
    _expect(report, report.wipe_milliseconds >= 0, "the wipe says how long it took")


async def _measure_calls(office: Office, began: datetime, report: Report) -> None:
    """What the platform knows of the calls: it is the far end."""
    made = await _delivered(office, began)
    report.calls_made = len(made)
    heard = [(await office.far_end(call.id)).seconds_voiced for call in made]
    report.seconds_heard_at_far_end = round(sum(heard), 1)
    _expect(report, report.calls_made == CALLS, f"{CALLS} calls with an outcome reached the platform")
    _expect(report, bool(heard) and min(heard) > 1.0, "each call was heard at the far end")


async def _delivered(office: Office, began: datetime) -> list[Call]:
    """The calls whose outcome the platform has; saved here, an outcome is still on its way for a moment."""
    deadline = asyncio.get_running_loop().time() + DELIVERY_S
    while True:
        made = [call for call in await office.calls_since(began) if call.outcome is not None]
        if len(made) >= CALLS or asyncio.get_running_loop().time() > deadline:
            return made
        await asyncio.sleep(ASK_EVERY_S)


def _expect(report: Report, happened: bool, what: str) -> None:
    (report.steps if happened else report.failures).append(what)


def _tell(report: Report, out: Path) -> None:
    print(f"Report: {out / 'report.json'}, {len(report.pictures)} pictures")
    for failure in report.failures:
        print(f"did not happen: {failure}")
