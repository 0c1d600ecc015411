"""The wipe: first the key dies, then everything else goes; killed anywhere, it goes on from the tombstone.

What stays, because no one can read anything of it here: outbox.sealed while it holds unsent work (the
platform alone can open it), the receipt chain and its head, trust.json (needed to deliver the receipt), the
lock file and the socket of the console that wipes, and the tombstone until the receipt is written.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from app.domain.ids import CommandId
from app.domain.wire import Wire
from app.errors import EnvironmentFault
from app.ports.profile import WipeReport
from app.ports.secrets import KeyringAbsent, KeyringLocked, Secrets
from app.protocol.codec import decode, encode
from local_store.files import disk_fault, sync_folder, unlink_durably, write_atomic
from local_store.keys import KEYRING_SECRET
from local_store.profile import ProfilePaths
from local_store.sealed_log import SealedLog


@dataclass(frozen=True)
class Tombstone(Wire):
    """What a resumed wipe needs to know; `key_gone_ms` < 0 while the key may still be there.

    `files` and `size_bytes` are counted once the key is gone, so without it.
    """

    reason: str
    command_id: CommandId | None
    key_gone_ms: float = -1.0
    files: int = 0
    size_bytes: int = 0


class FileEraser:
    """Implements app.ports.profile.Eraser, on paths alone: the store may be open, locked or closed.

    `close_handles` is called once the key is gone (open files cannot be unlinked on Windows). `reached` is
    told each step by name, for tests that stop there.
    """

    def __init__(
        self,
        paths: ProfilePaths,
        secrets: Secrets,
        close_handles: Callable[[], None] = lambda: None,
        reached: Callable[[str], None] = lambda step: None,
    ) -> None:
        self._paths = paths
        self._secrets = secrets
        self._close_handles = close_handles
        self._reached = reached

    def wipe(self, reason: str, command_id: CommandId | None) -> WipeReport:
        """Tombstone, unlink the wrapped key, then everything else; resumes if killed. Blocking.

        Raises EnvironmentFault when a file cannot be unlinked; by then the key is gone, and `resume` goes on.
        A full disk does not stop it: without room for a tombstone the key goes all the same.
        """
        begun = time.monotonic()
        if self.pending():
            return self.resume()
        stone = Tombstone(reason, command_id)
        with suppress(EnvironmentFault):
            self._paths.make()
            self._bury(stone)
        self._reached("tombstone")
        return self._go_on(stone, begun)

    def pending(self) -> bool:
        """Return whether a wipe was begun and not settled."""
        return self._paths.tombstone.exists()

    def resume(self) -> WipeReport:
        """Finish a wipe that was begun; harmless when everything is gone already."""
        return self._go_on(self._stone(), time.monotonic())

    def settled(self) -> None:
        """Forget the tombstone: everything is gone and the receipt is written. Idempotent."""
        with suppress(KeyringAbsent, KeyringLocked):
            self._secrets.delete(KEYRING_SECRET)
        unlink_durably(self._paths.tombstone)

    def _go_on(self, stone: Tombstone, begun: float) -> WipeReport:
        unlink_durably(self._paths.wrapped_key)
        if stone.key_gone_ms < 0:
            gone_ms = (time.monotonic() - begun) * 1000
            stone = self._measured(replace(stone, key_gone_ms=gone_ms))
        self._reached("key")
        self._close_handles()
        self._reached("handles")
        for path in self._doomed():
            _unlink(path)
            self._reached("file")
        sync_folder(self._paths.root)
        self._reached("files")
        with suppress(KeyringAbsent, KeyringLocked):
            self._secrets.delete(KEYRING_SECRET)
        self._reached("secret")
        unsent = SealedLog(self._paths.outbox).mend()
        if not unsent.entries:
            unlink_durably(self._paths.outbox)
        self._reached("done")
        return WipeReport(
            stone.key_gone_ms,
            stone.files,
            stone.size_bytes,
            len(unsent.entries),
            stone.reason,
            stone.command_id,
        )

    def _doomed(self) -> list[Path]:
        """Return every file to unlink: all of the folder but what must outlive the wipe."""
        paths = self._paths
        here = {paths.lock, paths.socket, paths.tombstone}
        kept = {paths.outbox, paths.trust, *here, *paths.root.glob("receipts.*")}
        found = [path for path in paths.root.rglob("*") if not path.is_dir()] if paths.root.exists() else []
        return sorted(path for path in found if path not in kept)

    def _measured(self, stone: Tombstone) -> Tombstone:
        """Note what is about to go, so that a wipe killed halfway still reports the whole."""
        sizes = [path.lstat().st_size for path in self._doomed()]
        stone = replace(stone, files=len(sizes), size_bytes=sum(sizes))
        with suppress(EnvironmentFault):
            self._bury(stone)
        return stone

    def _bury(self, stone: Tombstone) -> None:
        write_atomic(self._paths.tombstone, encode(stone))

    def _stone(self) -> Tombstone:
        try:
            return decode(Tombstone, self._paths.tombstone.read_bytes())
        except (FileNotFoundError, ValidationError):
            # A tombstone that cannot be read still says that everything has to go.
            return Tombstone("", None)
        except OSError as error:
            raise disk_fault(error, self._paths.tombstone) from error


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise disk_fault(error, path) from error
