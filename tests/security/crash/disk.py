"""A disk that forgets: what was not fsynced when the power went may be there, in part, or not at all.

Data of a file is durable once the file was fsynced; a name (created, renamed, unlinked) once its folder was.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.security.crash.trace import Op

SECTOR = 512
Change = tuple[int, bytes | None]
"""A write (place, bytes), or a truncation (size, None)."""


@dataclass
class File:
    """Bytes that are durable, and changes since the last fsync."""

    durable: bytes = b""
    pending: list[Change] = field(default_factory=list)


@dataclass
class Disk:
    """`names` as the running program sees them; `durable_names` as after a cut that keeps the least."""

    names: dict[str, File] = field(default_factory=dict)
    durable_names: dict[str, File] = field(default_factory=dict)
    renaming: list[tuple[str, File | None]] = field(default_factory=list)

    def take(self, op: Op) -> None:
        """Let one operation happen."""
        if op.kind == "sync":
            self._sync(op.path)
        elif op.kind == "rename":
            moved = self.names.pop(op.path)
            self._name(op.path, None)
            self._name(op.to, moved)
        elif op.kind == "unlink":
            self._name(op.path, None)
        elif op.kind == "open":
            if op.path not in self.names:
                self._name(op.path, File())
        elif op.path in self.names:
            change = (op.at, op.data if op.kind == "write" else None)
            self.names[op.path].pending.append(change)

    def _name(self, path: str, file: File | None) -> None:
        self.renaming.append((path, file))
        _point(self.names, path, file)

    def _sync(self, path: str) -> None:
        if path in self.names:
            file = self.names[path]
            file.durable = applied(file.durable, file.pending)
            file.pending = []
            return
        # A folder: its names are durable, in the order in which they came to be.
        kept = []
        for name, file_or_none in self.renaming:
            if str(Path(name).parent) == path:
                _point(self.durable_names, name, file_or_none)
            else:
                kept.append((name, file_or_none))
        self.renaming = kept

    def after_cut(self, rng: np.random.Generator) -> dict[str, bytes]:
        """Return path -> bytes as the next start finds them; what of the undurable is there is chance."""
        mode = str(rng.choice(["least", "most", "any"], p=[0.3, 0.1, 0.6]))
        names = dict(self.durable_names)
        share = {"least": 0, "most": len(self.renaming)}.get(mode, int(rng.integers(len(self.renaming) + 1)))
        for path, file in self.renaming[:share]:
            _point(names, path, file)
        return {path: _survivor(file, mode, rng) for path, file in names.items()}


def _point(names: dict[str, File], path: str, file: File | None) -> None:
    if file is None:
        names.pop(path, None)
    else:
        names[path] = file


def _survivor(file: File, mode: str, rng: np.random.Generator) -> bytes:
    if mode == "least":
        return file.durable
    if mode == "most":
        return applied(file.durable, file.pending)
    there = [_torn(change, rng) for change in file.pending if rng.random() < 0.5]
    return applied(file.durable, there)


def _torn(change: Change, rng: np.random.Generator) -> Change:
    """A write may have reached the disk up to a sector."""
    at, data = change
    if data is None or rng.random() < 0.7:
        return change
    sectors = -(-len(data) // SECTOR)
    return at, data[: int(rng.integers(sectors + 1)) * SECTOR]


def applied(durable: bytes, changes: list[Change]) -> bytes:
    """Return the bytes after these changes; a gap reads as zeros."""
    found = bytearray(durable)
    for at, data in changes:
        if data is None:
            found = found[:at] + bytes(max(0, at - len(found)))
        else:
            found += bytes(max(0, at - len(found)))
            found[at : at + len(data)] = data
    return bytes(found)
