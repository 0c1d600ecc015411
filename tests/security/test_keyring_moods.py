"""Keyring absent, locked, changed, corrupt, denied, headless: no key on disk, a way forward, and a wipe."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

MODULE = "tests.security.keyring_moods"
UNLOCK = "printf pw | gnome-keyring-daemon --unlock --components=secrets > /dev/null"
SAYS = {
    "absent": "KEY-308",
    "headless": "KEY-308",
    "locked": "KEY-322",
    "changed": "KEY-302",
    "corrupt": "KEY-323",
    "denied": "KEY-322",
}
"""Without a keyring the profile has no slot for one: the passphrase is the way."""

LONG = pytest.mark.long
REFUSES = {"absent": "KEY-321", "headless": "KEY-321", "locked": "KEY-322", "denied": "KEY-322"}


QUICK = ("absent", "locked", "denied")
"""In the quick run; the others stand for the same paths from another cause."""


@pytest.mark.parametrize("mood", [mood if mood in QUICK else pytest.param(mood, marks=LONG) for mood in SAYS])
def test_no_key_on_the_disk_a_way_forward_and_a_wipe(tmp_path: Path, mood: str) -> None:
    said = _run(mood, tmp_path)
    assert said["finds"] == ["planted-hex", "planted-raw"], "the scan must find what is there"
    assert said["found"] == [], "a key in the clear"
    assert said["unlock"] == SAYS[mood]
    assert said["password"] is True, "no way forward"
    refused = REFUSES.get(mood)
    assert said["another"] == ([refused, False] if refused else ["opened", True])
    if "create" in said:
        assert (said["create"], said["written"]) == ("KEY-321", False)
    assert said["wipe"] == [True, False]
    assert said["left"] == []
    assert said["found after"] == []


def _run(mood: str, tmp_path: Path) -> dict[str, Any]:
    real = mood not in ("absent", "headless")
    if real and not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")):
        pytest.skip("no Secret Service here: install dbus and gnome-keyring")
    for name in ("data", "run", "home", "cache", "config"):
        (tmp_path / name).mkdir(mode=0o700)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "DISPLAY"))}
    env |= {
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "HOME": str(tmp_path / "home"),
    }
    if mood == "absent":
        env["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    step = f"{mood} {tmp_path}"
    inside = f"{UNLOCK}; exec {sys.executable} -m {MODULE} {step}"
    command = ["dbus-run-session", "--", "bash", "-c", inside]
    if not real:
        command = [sys.executable, "-m", MODULE, *step.split()]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
