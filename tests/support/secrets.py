"""A keyring of the test's own: open, locked or absent at will."""

from app.ports.secrets import KeyringAbsent, KeyringLocked


class MemorySecrets:
    """Implements app.ports.secrets.Secrets. `mood` "open", "locked" or "absent"."""

    def __init__(self) -> None:
        self.items: dict[str, bytes] = {}
        self.mood = "open"

    def get(self, name: str) -> bytes | None:
        self._answer()
        return self.items.get(name)

    def put(self, name: str, value: bytes) -> None:
        self._answer()
        self.items[name] = value

    def delete(self, name: str) -> None:
        self._answer()
        self.items.pop(name, None)

    def _answer(self) -> None:
        if self.mood == "locked":
            raise KeyringLocked("KEY-322", "The keyring is locked.", "Unlock it.")
        if self.mood == "absent":
            raise KeyringAbsent("KEY-321", "There is no keyring.", "Use a passphrase.")
