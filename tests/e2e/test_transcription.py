"""Speech to text in the console: the real engine with a tiny model, pressed by hand, read from the store."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync

from app.cli.scenario import calls, recordings
from app.cli.scenario.robot import Robot
from app.security.system_clock import SystemClock
from app.services.transcription_queue import TranscriptionQueue
from app.transcription.child import WORKER
from app.transcription.models import ModelLibrary, Wanted
from tests.e2e.workplace import Office, Workplace, office_at, says
from tests.support.platform_process import PlatformProcess, running_platform
from tests.support.tiny_model import SAYS, TinyModel, build
from ui.widgets import Button, Label

MADE_HERE = "made on this workstation, model tiny"
IN_ENGLISH = "James King"
"""Whom the newest call of the small seed that Jana can see was with."""
pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def platform() -> Iterator[PlatformProcess]:
    with running_platform(faults=()) as process:
        yield process


@pytest.fixture(scope="module")
def office(platform: PlatformProcess) -> Iterator[Office]:
    with office_at(platform) as found:
        yield found


@pytest.fixture
def workplace(platform: PlatformProcess, tmp_path: Path) -> Workplace:
    made = Workplace(platform, tmp_path / "console", tmp_path / "pictures")
    model = build(tmp_path / "tiny", TinyModel(chained=True))
    ModelLibrary(made.place.paths.models, SystemClock()).add(Wanted(str(model), "tiny"))
    return made


def test_an_english_recording_is_transcribed_kept_and_shown_and_closing_leaves_nobody_at_work(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office
) -> None:
    async def to_the_end() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await recordings.open_recordings(robot)
            await _english_audio(robot)
            assert says(robot, "from the platform")
            await robot.click("transcribe", Button)
            await robot.until(lambda: says(robot, MADE_HERE), "the transcript", 60)
            robot.picture("transcribed")

    async def closed_in_the_middle() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await recordings.open_recordings(robot)
            await robot.until(lambda: says(robot, MADE_HERE), "the transcript made before")
            await robot.click("transcribe", Button)
            await robot.until(lambda: _percent(robot), "progress")

    qt_loop.run_until_complete(to_the_end())
    assert _children() == []
    found = _transcripts(workplace)
    assert [text for text in found if SAYS in text], "the words are not in the store"
    qt_loop.run_until_complete(closed_in_the_middle())
    assert _children() == []
    assert _transcripts(workplace) == found


def test_recognition_is_calm_while_a_call_is_up(
    qt_loop: qasync.QEventLoop, workplace: Workplace, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    calmed: list[bool] = []
    calm = TranscriptionQueue.calm

    def watched(service: TranscriptionQueue, on: bool) -> None:
        calmed.append(on)
        calm(service, on)

    monkeypatch.setattr(TranscriptionQueue, "calm", watched)

    async def scenario() -> None:
        async with workplace.signed_in(office) as (robot, _):
            await calls.go_ready(robot)
            assert True not in calmed
            await calls.one_call(robot, 0)
            await calls.pause(robot)

    qt_loop.run_until_complete(scenario())
    assert [on for on, _ in itertools.groupby(calmed)] == [False, True, False]


async def _english_audio(robot: Robot) -> None:
    """Bring the audio of the first recording of the list here."""
    await robot.until(lambda: says(robot, IN_ENGLISH), "the recording in English")
    fetch = await robot.find(Button, recordings.FETCH)
    await robot.click_at(fetch, fetch.rect().center())
    await robot.find(Button, "transcribe", 60)


def _percent(robot: Robot) -> bool:
    labels = (label for label in robot.window.findChildren(Label) if label.isVisible())
    return any(label.text().endswith(" %") and label.text() != "0 %" for label in labels)


def _children() -> list[str]:
    """Return the recognisers that run for this process."""
    found = []
    pids = " ".join(task.read_text() for task in Path("/proc/self/task").glob("*/children"))
    for pid in pids.split():
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
        found += [pid] if WORKER in command else []
    return found


def _transcripts(workplace: Workplace) -> list[str]:
    """Return the words of every transcript."""
    with workplace.store() as connection:
        rows = connection.execute("SELECT text FROM turn ORDER BY id").fetchall()
    return [str(row[0]) for row in rows]
