"""What a run of the demo leaves: numbers, pictures, and in words what did not happen."""

import json
from pathlib import Path

import pytest

from app.cli.scenario.report import Report
from tests.support.marked_process import run_python

SCENARIO = """
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from app.cli.platform_child import DemoPlatform
from app.cli.scenario import headless
from app.cli.scenario.robot import NotSeen

@asynccontextmanager
async def office_of(platform):
    yield None

async def scenario(robot, office, platform, report):
    robot.picture("01-enrol")
    {step}

headless.office_of, headless._scenario = office_of, scenario
folder = Path({folder!r})
platform = DemoPlatform("https://127.0.0.1:1", str(folder / "ca.pem"), "", ())
sys.exit(headless.run_headless(platform, folder / "console", folder / "out"))
"""


def test_it_is_written_as_json(tmp_path: Path) -> None:
    Report(calls_made=2, steps=["signed in"], failures=["no wipe"]).write(tmp_path / "new")
    found = json.loads((tmp_path / "new" / "report.json").read_text("utf-8"))
    assert (found["calls_made"], found["steps"], found["failures"]) == (2, ["signed in"], ["no wipe"])
    assert found["gui_stalls_over_50_ms"] == 0


@pytest.mark.parametrize(
    ("step", "status", "failures"),
    [
        ("report.steps.append('all of it')", 0, []),
        ("raise NotSeen('the wiped screen (waited 60 s)')", 1, ["the wiped screen (waited 60 s)"]),
        ("headless._expect(report, False, 'recordings were purged')", 1, ["recordings were purged"]),
    ],
)
def test_the_status_tells_whether_everything_happened(
    tmp_path: Path, step: str, status: int, failures: list[str]
) -> None:
    ran = run_python(["-c", SCENARIO.format(step=step, folder=str(tmp_path))], timeout_s=60)
    assert ran.status == status, ran.err
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert report["failures"] == failures
    assert report["pictures"] == ["01-enrol.png"]
    assert [line for line in ran.out.splitlines() if line.startswith("did not happen")] == [
        f"did not happen: {what}" for what in failures
    ]
    assert ran.left == ()
