"""The keyring code against a real Secret Service in a session of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

UNLOCKED = (
    "printf pw | gnome-keyring-daemon --unlock --components=secrets > /dev/null; exec {python} -m {step}"
)
MODULE = "tests.security.keyring_session"


def run(tmp_path: Path, step: str, *wrapper: str) -> str:
    for name in ("data", "run", "home"):
        (tmp_path / name).mkdir(mode=0o700)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "DISPLAY"))}
    env |= {
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "HOME": str(tmp_path / "home"),
    }
    command = [*wrapper, UNLOCKED.format(python=sys.executable, step=f"{MODULE} {step}")]
    if not wrapper:
        command = [sys.executable, "-m", MODULE, step]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


needs_service = pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="no Secret Service here: install dbus and gnome-keyring",
)


@needs_service
@pytest.mark.parametrize(
    ("step", "said"), [("roundtrip", "done keyring.backends.SecretService"), ("locked", "locked KEY-322")]
)
def test_a_real_secret_service(tmp_path: Path, step: str, said: str) -> None:
    assert run(tmp_path, step, "dbus-run-session", "--", "bash", "-c") == said


def test_no_session_bus_is_no_keyring(tmp_path: Path) -> None:
    assert run(tmp_path, "absent") == "absent KEY-321"
