"""What the console makes of each way a keyring can fail."""

import keyring.backend
import pytest
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringError, NoKeyringError, PasswordDeleteError
from keyring.errors import KeyringLocked as BackendLocked

from app.errors import EnvironmentFault
from app.ports.secrets import KeyringAbsent, KeyringLocked
from local_store.keyring_secrets import KeyringSecrets


class Backend(keyring.backend.KeyringBackend):
    """A keyring in memory that can raise or forget."""

    priority = 1  # type: ignore[assignment]

    def __init__(self, error: Exception | None = None, forgets: bool = False) -> None:
        super().__init__()
        self.items: dict[tuple[str, str], str] = {}
        self.error = error
        self.forgets = forgets

    def get_password(self, service: str, username: str) -> str | None:
        if self.error and not isinstance(self.error, PasswordDeleteError):
            raise self.error
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.error:
            raise self.error
        if not self.forgets:
            self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.error:
            raise self.error
        del self.items[service, username]


def test_bytes_go_in_and_come_out_and_go(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = Backend()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    secrets = KeyringSecrets("profile")
    secrets.put("a", bytes(range(256)))
    assert secrets.get("a") == bytes(range(256))
    assert KeyringSecrets("other").get("a") is None
    secrets.delete("a")
    secrets.delete("a")
    assert secrets.get("a") is None


@pytest.mark.parametrize(
    ("error", "wanted", "code"),
    [
        (NoKeyringError("no"), KeyringAbsent, "KEY-321"),
        (InitError("Prompt dismissed"), KeyringLocked, "KEY-322"),
        (BackendLocked("locked"), KeyringLocked, "KEY-322"),
        (KeyringError("odd"), KeyringAbsent, "KEY-321"),
    ],
)
def test_each_failure_has_its_sentence(error: Exception, wanted: type[EnvironmentFault], code: str) -> None:
    secrets = KeyringSecrets("profile", Backend(error))
    for act in (lambda: secrets.get("a"), lambda: secrets.put("a", b""), lambda: secrets.delete("a")):
        with pytest.raises(wanted) as caught:
            act()
        assert caught.value.explanation.code == code


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring()])
def test_a_keyring_that_keeps_nothing_is_no_keyring(backend: keyring.backend.KeyringBackend) -> None:
    with pytest.raises(KeyringAbsent):
        KeyringSecrets("profile", backend).put("a", b"secret")


def test_a_secret_that_was_not_kept_is_noticed_at_once() -> None:
    with pytest.raises(KeyringAbsent):
        KeyringSecrets("profile", Backend(forgets=True)).put("a", b"secret")


def test_a_secret_that_someone_changed_is_damage() -> None:
    backend = Backend()
    backend.items["profile", "a"] = "not base64"
    with pytest.raises(EnvironmentFault) as caught:
        KeyringSecrets("profile", backend).get("a")
    assert caught.value.explanation.code == "KEY-323"


def test_a_keyring_that_will_not_delete_is_locked() -> None:
    backend = Backend(PasswordDeleteError("no"))
    backend.items["profile", "a"] = "YQ=="
    with pytest.raises(KeyringLocked):
        KeyringSecrets("profile", backend).delete("a")
