"""What somebody who kept every page and every key can read of transcripts that were never finished."""

from dataclasses import dataclass, field
from pathlib import Path

from nacl.secret import SecretBox

from local_store.connection import open_keyed
from local_store.profile import ProfilePaths
from local_store.subkey import subkey
from tests.support.oracle import decrypted
from tests.support.profiles import PROFILE_KEY

MAIN, KEYS = subkey(PROFILE_KEY, b"console.db"), subkey(PROFILE_KEY, b"keys.db")


@dataclass
class Kept:
    """Copies of sealed turns and of their keys, taken while both were there: more than any gap would hold."""

    turns: dict[str, list[bytes]] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)

    def take(self, paths: ProfilePaths) -> None:
        """Add everything that is there now."""
        for recording_id, sealed in _rows(
            paths.console, MAIN, "recording_id, sealed FROM transcription_turn"
        ):
            self.turns.setdefault(str(recording_id), []).append(bytes(sealed))
        self.keys |= {str(i): bytes(key) for i, key in _rows(paths.keys, KEYS, "* FROM partial_key")}

    def opened(self, paths: ProfilePaths) -> bytes:
        """Return the plaintext of every copied turn whose key is left in any page of keys.db or its log."""
        pages = decrypted(paths.keys, KEYS)
        left = {name: key for name, key in self.keys.items() if key in pages}
        return b"\n".join(
            SecretBox(key).decrypt(sealed) for name, key in left.items() for sealed in self.turns[name]
        )


def _rows(path: Path, key: bytes, what: str) -> list[tuple[object, bytes]]:
    con = open_keyed(path, key)
    found: list[tuple[object, bytes]] = con.execute(f"SELECT {what}").fetchall()
    con.close()
    return found
