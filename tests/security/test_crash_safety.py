"""Figures "kills survived", power cuts included, and "page flips": programs that fork and kill children.

By hand and resumable: `python -m tests.security.crash.kills --kills 10000 --state FILE`; `flips` likewise.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HOURS = 6 * 3600
SHM = Path("/dev/shm")
FOLDER = SHM if SHM.is_dir() and os.access(SHM, os.W_OK) else Path(tempfile.gettempdir())
"""Kills need no disk that keeps anything: memory makes ten thousand of them bearable."""
STATE = Path("build/long")
BY_KILLS = (
    "not_sealed",
    "answered_stays_sealed",
    "no_transactions",
    "no_recovery",
    "no_sweep",
    "no_scrub",
    "old_key_forgotten",
)
BY_CUTS = ("no_fsync", "folder_not_synced", "lazy_database")
BY_FLIPS = ("no_second_copy", "never_rebuilt", "no_recovery")
NOTICED = [
    *((".kills", "--kills=400", fault) for fault in (*BY_KILLS, "tombstone_ignored", "old_key_forgotten")),
    *((".cuts", "--cuts=200", fault) for fault in BY_CUTS),
    *((".flips", "--flips=200", fault) for fault in BY_FLIPS),
]


def figures(program: str, *options: str) -> tuple[int, str]:
    """Run one of the programs; return its exit status and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.security.crash{program}", f"--folder={FOLDER}", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout)
    return done.returncode, done.stdout + done.stderr[-2000:]


@pytest.mark.timeout(600)
def test_no_promise_is_lost_and_planted_faults_are_noticed() -> None:
    status, said = figures("")
    assert status == 0, said
    for figure in ("SIGKILLs survived: 12,", "Power cuts survived: 8 in", "Bytes flipped: 8 "):
        assert figure in said
    assert said.count("wrong: 0") == 3
    assert "undetected: 0, wrong rows shown: 0, unsent items lost: 0" in said
    assert said.count(": noticed") == 4
    assert int(re.findall(r"promises made meanwhile: (\d+)", said)[0]) > 12


@pytest.mark.long
@pytest.mark.timeout(HOURS)
def test_ten_thousand_kills() -> None:
    STATE.mkdir(parents=True, exist_ok=True)
    status, said = figures(".kills", "--kills=10000", f"--state={STATE / 'kills.json'}")
    assert status == 0, said
    assert "SIGKILLs survived: 10000," in said


@pytest.mark.long
@pytest.mark.timeout(HOURS)
def test_a_thousand_power_cuts() -> None:
    status, said = figures(".cuts", "--cuts=1000")
    assert status == 0, said
    assert "Power cuts survived: 1000 in " in said


@pytest.mark.long
@pytest.mark.timeout(HOURS)
def test_two_thousand_flipped_bytes() -> None:
    STATE.mkdir(parents=True, exist_ok=True)
    status, said = figures(".flips", "--flips=2000", f"--state={STATE / 'flips.json'}")
    assert status == 0, said
    assert "Bytes flipped: 2000 " in said


@pytest.mark.long
@pytest.mark.timeout(HOURS)
@pytest.mark.parametrize(("program", "most", "fault"), NOTICED)
def test_a_planted_fault_is_noticed(program: str, most: str, fault: str) -> None:
    status, said = figures(program, most, "--seed=3", f"--fault={fault}")
    assert status == 1, said
    assert "the child failed by itself" not in said
