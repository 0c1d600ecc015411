"""Figures "kills survived" and "page flips": run as programs of their own, which fork and kill children.

By hand and resumable: `python -m tests.security.crash.kills --kills 10000 --state FILE`; `flips` likewise.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

LONG = (pytest.mark.long, pytest.mark.timeout(6 * 3600))
SHM = Path("/dev/shm")
FOLDER = SHM if SHM.is_dir() and os.access(SHM, os.W_OK) else Path(tempfile.gettempdir())
"""Kills need no disk that keeps anything: memory makes ten thousand of them bearable."""
STATE = Path("build/long")


def figures(program: str, *options: str) -> tuple[int, str]:
    """Run one of the programs; return its exit status and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.security.crash.{program}", *options],
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout)
    return done.returncode, done.stdout + done.stderr[-2000:]


@pytest.mark.parametrize("kills", [24, pytest.param(10_000, marks=LONG)])
def test_kills_lose_no_promise(kills: int, tmp_path: Path) -> None:
    state = tmp_path / "kills.json" if kills < 1000 else STATE / "kills.json"
    state.parent.mkdir(parents=True, exist_ok=True)
    status, said = figures("kills", f"--kills={kills}", f"--state={state}", f"--folder={FOLDER}")
    assert status == 0, said
    assert f"SIGKILLs survived: {kills}," in said
    assert "wrong: 0" in said
    assert int(re.findall(r"promises made meanwhile: (\d+)", said)[0]) > kills


@pytest.mark.parametrize("flips", [20, pytest.param(2_000, marks=LONG)])
def test_flipped_bytes_are_detected_and_cost_nothing_unsent(flips: int) -> None:
    status, said = figures("flips", f"--flips={flips}", f"--folder={FOLDER}")
    assert status == 0, said
    assert f"Bytes flipped: {flips} " in said
    assert "undetected: 0, wrong rows shown: 0, unsent items lost: 0" in said


QUICK_TO_NOTICE = ("not_sealed", "answered_stays_sealed")
SLOW_TO_NOTICE = ("no_transactions", "no_recovery", "no_sweep", "no_scrub", "tombstone_ignored")


@pytest.mark.parametrize(
    "fault", [*QUICK_TO_NOTICE, *(pytest.param(name, marks=LONG) for name in SLOW_TO_NOTICE)]
)
def test_a_planted_fault_is_noticed_by_the_kills(fault: str) -> None:
    status, said = figures("kills", "--kills=400", "--seed=3", f"--fault={fault}", f"--folder={FOLDER}")
    assert status == 1, said
    assert "wrong: 0" not in said


@pytest.mark.parametrize(
    "fault",
    ["never_rebuilt", pytest.param("no_second_copy", marks=LONG), pytest.param("no_recovery", marks=LONG)],
)
def test_a_planted_fault_is_noticed_by_the_flips(fault: str) -> None:
    status, said = figures("flips", "--flips=60", f"--fault={fault}", f"--folder={FOLDER}")
    assert status == 1, said
