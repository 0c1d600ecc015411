"""Every scheduler runs `callnex maintain` each 15 minutes, as the user and with no more rights."""

import configparser
import plistlib
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import isodate
import pytest

from app.cli.main import parser
from app.cli.maintain import ANSWER_WITHIN_S, DONE_WITHIN_S

PACKAGING = Path(__file__).parents[3] / "packaging"
EVERY_S = 15 * 60
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def _unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=True, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string((PACKAGING / "linux" / name).read_text("utf-8"))
    return read


def _is_maintain(arguments: list[str]) -> bool:
    return parser(arguments[0]).parse_args(arguments).command.__module__ == "app.cli.maintain"


def test_packaging_does_not_hide_the_library_of_that_name() -> None:
    assert not (PACKAGING / "__init__.py").exists()


def test_systemd_runs_it_every_quarter_of_an_hour_and_after_a_sleep() -> None:
    timer, service = _unit("callnex-maintain.timer"), _unit("callnex-maintain.service")["Service"]
    assert timer["Timer"]["OnCalendar"] == "*:00/15" and timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"
    program, *arguments = service["ExecStart"].split()
    assert program == "/usr/bin/callnex" and _is_maintain(arguments)
    assert service["LimitCORE"] == "0" and service["NoNewPrivileges"] == "yes"
    assert "User" not in service, "the user's own manager runs it"


def test_no_schedule_ends_it_while_it_waits_for_an_open_console() -> None:
    limits = (
        isodate.parse_duration(_task("Settings/ExecutionTimeLimit")).total_seconds(),
        float(_unit("callnex-maintain.service")["Service"]["TimeoutStartSec"].removesuffix("min")) * 60,
    )
    assert min(limits) > ANSWER_WITHIN_S + DONE_WITHIN_S


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this computer")
def test_systemd_finds_nothing_wrong_with_them(tmp_path: Path) -> None:
    for name in ("callnex-maintain.service", "callnex-maintain.timer"):
        text = (PACKAGING / "linux" / name).read_text("utf-8")
        # The program is not installed here, and systemd wants to see it.
        (tmp_path / name).write_text(text.replace("/usr/bin/callnex", str(shutil.which("true"))), "utf-8")
    (tmp_path / "run").mkdir(mode=0o700)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", *map(str, sorted(tmp_path.glob("callnex-*")))],
        capture_output=True,
        text=True,
        env={"XDG_RUNTIME_DIR": str(tmp_path / "run"), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        check=False,
    )
    complaints = [line for line in done.stderr.splitlines() if "callnex-maintain" in line]
    assert complaints == [] and done.returncode == 0, done.stderr


def test_task_scheduler_runs_it_for_whoever_is_logged_on_with_no_more_rights() -> None:
    assert isodate.parse_duration(_task("Triggers/LogonTrigger/Repetition/Interval")).seconds == EVERY_S
    assert _task("Principals/Principal/GroupId") == "S-1-5-32-545"
    assert _task("Principals/Principal/RunLevel") == "LeastPrivilege"
    assert _task("Settings/MultipleInstancesPolicy") == "IgnoreNew"
    assert _task("Settings/StopIfGoingOnBatteries") == "false"
    assert _is_maintain(_task("Actions/Exec/Arguments").split())


def test_launchd_runs_it_in_the_background_of_each_user() -> None:
    path = PACKAGING / "macos" / "eu.callnex.agent-console.maintain.plist"
    agent = plistlib.loads(path.read_bytes())
    assert agent["Label"] == path.stem
    assert agent["StartInterval"] == EVERY_S and agent["RunAtLoad"] is True
    assert "UserName" not in agent, "an agent runs as its user"
    assert agent["HardResourceLimits"] == {"Core": 0} and agent["Umask"] == 0o077
    assert _is_maintain(agent["ProgramArguments"][1:])


def _task(path: str) -> str:
    root = ElementTree.parse(PACKAGING / "windows" / "callnex-maintain.xml").getroot()
    found = root.find("/".join(f"{TASK}{part}" for part in path.split("/")))
    assert found is not None and found.text, path
    return found.text
