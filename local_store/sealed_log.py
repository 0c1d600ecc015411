"""outbox.sealed: every user action, readable by the platform alone, on disk before its row commits.

One line an entry: CRC-32 of the JSON (8 hex digits), a space, the JSON of app.protocol.messages.SealedAction.
It outlives the key, a damaged database and a wipe: no work is lost and none can be read here.
"""

import zlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from app.domain.ids import ActionKey
from app.protocol.codec import decode, encode
from app.protocol.messages import SealedAction
from local_store.files import append_durably, cut, disk_fault, write_atomic


@dataclass(frozen=True)
class SealedEntries:
    """What the file holds: whole entries, where the last of them ends, and how many lines are damaged."""

    entries: tuple[SealedAction, ...]
    end: int
    size: int
    damaged: int

    @property
    def torn(self) -> bool:
        """True when the file ends in a line that was never finished."""
        return self.end < self.size


class SealedLog:
    """The file at `path`; blocking, used on the DB thread or with the store closed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> SealedEntries:
        """Return every whole entry, oldest first; a damaged line is passed over, never the ones after it."""
        try:
            data = self._path.read_bytes() if self._path.exists() else b""
        except OSError as error:
            raise disk_fault(error, self._path) from error
        end = data.rfind(b"\n") + 1
        found = [_parse(line) for line in data[:end].splitlines()]
        whole = tuple(entry for entry in found if entry is not None)
        return SealedEntries(whole, end, len(data), len(found) - len(whole))

    def mend(self) -> SealedEntries:
        """Cut off a torn tail, then return the entries."""
        found = self.read()
        if found.torn:
            cut(self._path, found.end)
        return found

    def append(self, entry: SealedAction) -> Callable[[], None]:
        """Append and fsync; return what takes the entry back if its row cannot be committed."""
        before = self._path.stat().st_size if self._path.exists() else 0
        body = encode(entry)
        append_durably(self._path, b"%08x %s\n" % (zlib.crc32(body), body))
        return lambda: cut(self._path, before)

    def drop(self, settled: Collection[ActionKey]) -> None:
        """Forget entries the platform has answered."""
        self.write([entry for entry in self.read().entries if entry.key not in settled])

    def write(self, entries: Iterable[SealedAction]) -> None:
        """Replace the whole file; either the old or the new entries survive."""
        bodies = [encode(entry) for entry in entries]
        write_atomic(self._path, b"".join(b"%08x %s\n" % (zlib.crc32(body), body) for body in bodies))


def _parse(line: bytes) -> SealedAction | None:
    checksum, _, body = line.partition(b" ")
    if checksum != b"%08x" % zlib.crc32(body):
        return None
    try:
        return decode(SealedAction, body)
    except ValidationError:
        return None
