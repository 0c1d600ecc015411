"""The operating system's keyring, and why it may not answer."""

from typing import Protocol

from app.errors import EnvironmentFault


class KeyringAbsent(EnvironmentFault):
    """There is no usable keyring on this computer."""


class KeyringLocked(EnvironmentFault):
    """There is a keyring, but it is locked or refused access."""


class Secrets(Protocol):
    """Named secrets of one profile. Blocking: call it off the GUI thread."""

    def get(self, name: str) -> bytes | None:
        """Return a secret or None; raises KeyringAbsent or KeyringLocked."""
        ...

    def put(self, name: str, value: bytes) -> None:
        """Keep a secret and read it back; raises KeyringAbsent or KeyringLocked."""
        ...

    def delete(self, name: str) -> None:
        """Forget a secret; no error when there is none."""
        ...
