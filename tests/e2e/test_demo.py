"""`make demo` where there is no display: the main job from enrolment to wipe, in one command."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from app.cli.scenario.headless import CALLS
from tests.support.marked_process import Ran, run_python

PICTURES = [
    "01-enrol.png",
    "02-sign-in.png",
    "03-preview.png",
    "04-on-call.png",
    "05-wrap-up.png",
    "06-recording.png",
    "07-no-speech-model.png",
    "08-search.png",
    "09-privacy.png",
    "10-purged.png",
    "11-wiped.png",
]
OLDER_THAN_THE_NEW_POLICY = 2
"""Recordings of the small seed that Jana can see and that ended more than ten days ago."""

HOLDINGS_AT_LEAST = 70
"""Items of the small seed that reach her workstation; her own calls come on top."""

pytestmark = pytest.mark.timeout(300)


@dataclass(frozen=True)
class Demo:
    """One run of the demo."""

    ran: Ran
    out: Path
    data: Path

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.out / "report.json").read_text("utf-8"))
        return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Run it once for all tests here."""
    out, data = tmp_path_factory.mktemp("out"), tmp_path_factory.mktemp("data")
    command = [
        "-m",
        "app",
        "demo",
        "--headless",
        "--seed",
        "small",
        "--out",
        str(out),
        "--data-dir",
        str(data),
    ]
    return Demo(run_python(command, timeout_s=240), out, data)


def test_everything_happened(demo: Demo) -> None:
    assert demo.report["failures"] == []
    assert demo.ran.status == 0, demo.ran.err


def test_it_complains_of_nothing_and_leaves_no_process(demo: Demo) -> None:
    assert demo.ran.complaints == []
    assert demo.ran.left == ()


def test_the_report_has_what_the_platform_and_the_screen_said(demo: Demo) -> None:
    report = demo.report
    assert report["calls_made"] == CALLS
    assert report["seconds_heard_at_far_end"] > CALLS
    assert report["rows_synced"] >= HOLDINGS_AT_LEAST
    assert report["recordings_purged"] == OLDER_THAN_THE_NEW_POLICY
    assert report["wipe_milliseconds"] > 0


def test_every_step_is_pictured(demo: Demo) -> None:
    assert demo.report["pictures"] == PICTURES
    seen: set[bytes] = set()
    for name in PICTURES:
        picture = QImage(str(demo.out / name))
        assert (picture.width(), picture.height()) == (1440, 900), name
        assert len(_colours(picture)) > 8, f"{name} is blank"
        seen.add((demo.out / name).read_bytes())
    assert len(seen) == len(PICTURES), "two pictures are the same"


def test_without_a_speech_model_it_says_how_to_get_one(demo: Demo) -> None:
    assert "says how to get a speech model" in demo.report["steps"]


def test_it_prints_who_can_sign_in(demo: Demo) -> None:
    assert re.search(r"^Platform: https://127\.0\.0\.1:\d+ \(authority: .+\)$", demo.ran.out, re.MULTILINE)
    assert re.search(r"^ {2}privacy_officer +\S+@\S+ +\S+$", demo.ran.out, re.MULTILINE)


def test_the_wipe_left_no_profile_on_the_disk(demo: Demo) -> None:
    """What is on the disk after the wipe is the device's own: its receipts and when it last heard."""
    console = demo.data / "console"
    names = sorted(str(path.relative_to(console)) for path in console.rglob("*") if path.is_file())
    assert names and not [name for name in names if not name.startswith("device")], names


def _colours(picture: QImage) -> set[int]:
    return {picture.pixel(x, y) for x in range(0, picture.width(), 4) for y in range(0, picture.height(), 4)}
