"""No process of the console lets its memory be written to the disk, or be read by the user's other programs.

A console that takes this care is told apart from a program that does not: the control opens itself to all.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.voice.child import engine_command

WITHIN_S = 60.0
ORDINARY = ("setpriv", "--bounding-set", "-sys_ptrace") if os.getuid() == 0 else ()
"""Root looks into every process; without this one power it is as any user is with their own processes."""
OPEN_TO_ALL = "import ctypes; ctypes.CDLL(None).prctl(0x59616D61, -1, 0, 0, 0); input()"
"""PR_SET_PTRACER_ANY, which Yama wants on some systems before it lets even the same user look."""

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.skipif(bool(ORDINARY) and not shutil.which("setpriv"), reason="root without setpriv here"),
]


def test_the_console(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with _started([sys.executable, "-m", "app", "run", "--data-dir", str(data)]) as pid:
        _until(lambda: (data / "device" / "lock").exists())
        assert _core_limits(pid) == ["0", "0"]
        assert not _readable(pid)


@pytest.mark.parametrize("command", [engine_command(), (sys.executable, "-m", "app.transcription.worker")])
def test_its_children(command: Sequence[str]) -> None:
    with _started(command) as pid:
        _until(lambda: _core_limits(pid) == ["0", "0"] and not _readable(pid))


def test_a_process_that_takes_no_care_is_told_apart() -> None:
    with _started([sys.executable, "-c", OPEN_TO_ALL]) as pid:
        _until(lambda: _readable(pid))


def _core_limits(pid: int) -> list[str]:
    lines = Path(f"/proc/{pid}/limits").read_text("ascii").splitlines()
    (line,) = (line for line in lines if line.startswith("Max core file size"))
    return line.split()[4:6]


def _readable(pid: int) -> bool:
    """Whether another program of this user may look into that one's memory (ptrace(2))."""
    look = f"open('/proc/{pid}/mem', 'rb').close()"
    done = subprocess.run([*ORDINARY, sys.executable, "-c", look], capture_output=True, check=False)
    assert done.returncode == 0 or b"PermissionError" in done.stderr, done.stderr
    return done.returncode == 0


@contextmanager
def _started(command: Sequence[str]) -> Iterator[int]:
    child = subprocess.Popen(
        [*ORDINARY, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    with child:
        try:
            yield child.pid
        finally:
            child.kill()


def _until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)
