"""Secrets in the keyring of the operating system."""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringError, NoKeyringError, PasswordDeleteError
from keyring.errors import KeyringLocked as BackendLocked

from app.errors import EnvironmentFault
from app.ports.secrets import KeyringAbsent, KeyringLocked


class KeyringSecrets:
    """Implements app.ports.secrets.Secrets: items `service` / name, values as base64.

    `service` names the profile; it must tell nothing about a person (the folder's opaque name does not).
    """

    def __init__(self, service: str, backend: KeyringBackend | None = None) -> None:
        """Use `backend`, or the one the operating system offers at each call."""
        self._service = service
        self._backend = backend

    def get(self, name: str) -> bytes | None:
        """Return a secret or None; raises KeyringAbsent or KeyringLocked, or EnvironmentFault KEY-323."""
        with _faults():
            text = self._keyring().get_password(self._service, name)
        try:
            return None if text is None else base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise EnvironmentFault(
                "KEY-323",
                "A secret of this profile in the keyring is damaged.",
                "Ask IT to reset this workstation's profile; what was not sent is kept sealed.",
            ) from error

    def put(self, name: str, value: bytes) -> None:
        """Keep a secret and read it back; raises KeyringAbsent or KeyringLocked."""
        with _faults():
            self._keyring().set_password(self._service, name, base64.b64encode(value).decode("ascii"))
        if self.get(name) != value:
            raise _absent()

    def delete(self, name: str) -> None:
        """Forget a secret; no error when there is none."""
        with _faults():
            backend = self._keyring()
            if backend.get_password(self._service, name) is None:
                return
            try:
                backend.delete_password(self._service, name)
            except PasswordDeleteError as error:
                raise _locked() from error

    def _keyring(self) -> KeyringBackend:
        backend = self._backend or keyring.get_keyring()
        if isinstance(backend, fail.Keyring | null.Keyring):
            raise _absent()
        return backend


@contextmanager
def _faults() -> Iterator[None]:
    """Tell apart: no keyring at all, and one that is locked or whose unlock was dismissed."""
    try:
        yield
    except NoKeyringError as error:
        raise _absent() from error
    except (BackendLocked, InitError) as error:
        raise _locked() from error
    except KeyringError as error:
        raise _absent() from error


def _absent() -> KeyringAbsent:
    return KeyringAbsent(
        "KEY-321",
        "This computer offers no keyring that can keep a secret.",
        "Set up a keyring (Secret Service on Linux), or protect this profile with a passphrase.",
    )


def _locked() -> KeyringLocked:
    return KeyringLocked(
        "KEY-322",
        "The keyring of this computer is locked or did not let the console in.",
        "Unlock the keyring, then try again.",
    )
