"""Run in a session of its own: a profile made beside a good keyring, where there is one, which turns bad.

`python -m tests.security.keyring_moods MOOD SCRATCH` prints one JSON line: what each way to the key said,
what a wipe did, and which files below SCRATCH held a key or the keyring's half of it, in any form.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import keyring
import secretstorage
from jeepney import DBusAddress, new_method_call

from app.errors import CallNexError
from app.protocol.codec import decode
from local_store.connection import open_keyed
from local_store.keyring_secrets import KeyringSecrets
from local_store.keys import KEYRING_SECRET, Cost, ProfileKeys
from local_store.owner import write_owner
from local_store.profile import ProfilePaths
from local_store.subkey import subkey
from local_store.wipe import FileEraser, Tombstone
from tests.support.process_memory import forms_of
from tests.support.things import NOW

CHEAP = Cost(1, 8192)
SERVICE, PASSWORD, OWNER = "callnex-agent-console/moods", "correct horse", b"Jana Peeters"
NEVER_THERE = ("absent", "headless")


def main(mood: str, scratch: Path) -> None:
    """See the module's own words."""
    paths, secrets = ProfilePaths(scratch / "profile"), KeyringSecrets(SERVICE)
    keys = ProfileKeys(paths, secrets, CHEAP)
    said: dict[str, object] = {}
    if mood in NEVER_THERE:
        said["create"] = _said(keys.create)
        said["written"] = paths.wrapped_key.exists()
    key = keys.create(PASSWORD if mood in NEVER_THERE else None)
    half = b"" if mood in NEVER_THERE else secrets.get(KEYRING_SECRET) or b""
    _fill(paths, keys, key)
    looked_for = _forms(key, half)
    _turn(mood)
    said["unlock"] = _said(keys.unlock_with_keyring)
    by_password = keys.unlock_with_passphrase if mood in NEVER_THERE else None
    said["password"] = (by_password(PASSWORD) if by_password else keys.unlock_offline(PASSWORD, NOW)) == key
    said["another"] = _another(scratch)
    said["found"] = _found(scratch, looked_for)
    said["finds"] = _finds_what_is_planted(scratch, looked_for, key)
    said["wipe"] = _wiped(paths, secrets)
    said["left"] = sorted(path.name for path in paths.root.rglob("*") if path.is_file())
    said["found after"] = _found(scratch, looked_for)
    print(json.dumps(said))


def _said(act: Callable[[], object]) -> str:
    try:
        act()
    except CallNexError as error:
        return error.explanation.code
    return "opened"


def _fill(paths: ProfilePaths, keys: ProfileKeys, key: bytes) -> None:
    keys.add_offline_slot(key, PASSWORD, NOW + timedelta(days=7))
    write_owner(paths, key, OWNER)
    con = open_keyed(paths.console, subkey(key, b"console.db"))
    con.execute("CREATE TABLE t (words TEXT)")
    con.execute("INSERT INTO t VALUES ('Jana Peeters')")
    con.close()


def _turn(mood: str) -> None:
    """Make the keyring what `mood` says."""
    if mood == "locked":
        with secretstorage.dbus_init() as bus:
            secretstorage.get_default_collection(bus).lock()
    elif mood == "changed":
        KeyringSecrets(SERVICE).put(KEYRING_SECRET, os.urandom(32))
    elif mood == "corrupt":
        keyring.set_password(SERVICE, KEYRING_SECRET, "%% not base64 %%")
    elif mood == "denied":
        # A daemon that asks before it opens anything, and nobody there who says yes.
        _end_daemon()
        subprocess.run(
            ["gnome-keyring-daemon", "--start", "--components=secrets"], check=True, stdout=subprocess.DEVNULL
        )


def _end_daemon() -> None:
    with secretstorage.dbus_init() as bus:
        about = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        call = new_method_call(about, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",))
        (pid,) = bus.send_and_get_reply(call).body
    os.kill(pid, signal.SIGTERM)
    while Path(f"/proc/{pid}/exe").exists():
        os.sched_yield()


def _another(scratch: Path) -> list[object]:
    """A second profile in this mood: it fails closed, or is kept as well as the first."""
    other = ProfilePaths(scratch / "another")
    said = _said(ProfileKeys(other, KeyringSecrets(f"{SERVICE}/another"), CHEAP).create)
    return [said, other.wrapped_key.exists()]


def _forms(key: bytes, half: bytes) -> tuple[bytes, ...]:
    wanted = [key, subkey(key, b"console.db"), *([half] if half else [])]
    return tuple(form for secret in wanted for form in forms_of(secret))


def _found(scratch: Path, forms: tuple[bytes, ...]) -> list[str]:
    hits = []
    for path in scratch.rglob("*"):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            hits += [path.name for form in forms if form in data]
    return sorted(set(hits))


def _finds_what_is_planted(scratch: Path, forms: tuple[bytes, ...], key: bytes) -> list[str]:
    planted = [scratch / "planted-raw", scratch / "planted-hex"]
    planted[0].write_bytes(b"...." + key + b"....")
    planted[1].write_text(f"PRAGMA key = \"x'{subkey(key, b'console.db').hex()}'\"")
    found = _found(scratch, forms)
    for path in planted:
        path.unlink()
    return found


def _wiped(paths: ProfilePaths, secrets: KeyringSecrets) -> list[object]:
    eraser = FileEraser(paths, secrets)
    report = eraser.wipe("lost", None)
    stone = decode(Tombstone, paths.tombstone.read_bytes())
    eraser.settled()
    return [report.files == stone.files > 0, paths.wrapped_key.exists()]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
