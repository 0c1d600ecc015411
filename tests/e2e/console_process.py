"""A driven console as a process, and `callnex maintain` beside it."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.workstation import Workstation
from local_store.subkey import subkey
from tests.e2e.workplace import Workplace

ENDED_WITHIN_S = 60.0
MAINTAIN_WITHIN_S = 110.0


@contextmanager
def console_process(
    workplace: Workplace, code: str = "", role: str = "agent"
) -> "Iterator[subprocess.Popen[str]]":
    """Yield a console of its own that is enrolled (by `code`, if not yet) and has this person signed in."""
    user = workplace.user(role) if role else None
    told = {
        "root": str(workplace.root),
        "ca_file": str(workplace.platform.ca_file),
        "url": workplace.platform.url,
        "name": workplace.name,
        "code": code,
        "email": user.email if user else "",
        "password": user.password if user else "",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.driven_console"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        try:
            assert child.stdin is not None and child.stdout is not None
            child.stdin.write(json.dumps(told) + "\n")
            child.stdin.flush()
            assert child.stdout.readline().strip() == "in"
            yield child
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait(ENDED_WITHIN_S)


def maintain(workplace: Workplace, *options: str) -> "subprocess.CompletedProcess[str]":
    """Run `callnex maintain` as the scheduler does."""
    place = ["--data-dir", str(workplace.root), "--ca-file", str(workplace.platform.ca_file)]
    return subprocess.run(
        [sys.executable, "-m", "app", "maintain", *place, *options],
        capture_output=True,
        text=True,
        timeout=MAINTAIN_WITHIN_S,
        check=False,
    )


def keys_of(workplace: Workplace) -> dict[str, bytes]:
    """Return the keys of the one profile here, by name."""
    workstation = Workstation(workplace.place)
    (profile,) = workstation.paths.profiles()
    key = workstation.profile_keys(profile).unlock_with_keyring()
    return {"profile key": key, "key of console.db": subkey(key, b"console.db")}


def begun_anew(pid: int, workplace: Workplace) -> bool:
    """Say whether the process is another program by now, and listens: it shows how things stand."""
    command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    return command[1:4] == ["-m", "app", "run"] and _listens(workplace.place.paths.device.socket)


def _listens(path: Path) -> bool:
    """Say whether somebody does; the program before may have left its socket behind."""
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
    return True


def until(happened: Callable[[], bool]) -> None:
    """Wait for something that happens in another process."""
    deadline = time.monotonic() + ENDED_WITHIN_S
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)
