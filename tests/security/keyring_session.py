"""Run inside a D-Bus session of its own: what the store's keyring code does with a real Secret Service."""

import sys

import keyring
import secretstorage

from app.ports.secrets import KeyringAbsent, KeyringLocked
from local_store.keyring_secrets import KeyringSecrets


def main(step: str) -> None:
    """Print what happened at `step` in one word."""
    secrets = KeyringSecrets("callnex-test-profile")
    value = bytes(range(256))
    if step == "roundtrip":
        assert secrets.get("a") is None
        secrets.put("a", value)
        assert secrets.get("a") == value
        assert KeyringSecrets("another-profile").get("a") is None
        secrets.put("a", b"new")
        assert secrets.get("a") == b"new"
        secrets.delete("a")
        secrets.delete("a")
        assert secrets.get("a") is None
        print("done", type(keyring.get_keyring()).__module__)
        return
    if step == "locked":
        secrets.put("a", value)
        with secretstorage.dbus_init() as bus:
            secretstorage.get_default_collection(bus).lock()
    try:
        secrets.get("a")
    except KeyringLocked as error:
        print("locked", error.explanation.code)
    except KeyringAbsent as error:
        print("absent", error.explanation.code)


main(sys.argv[1])
