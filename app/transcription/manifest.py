"""What is known about an installed model: where it came from, and what its files must be."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from app.domain.wire import Wire
from app.protocol.codec import decode, encode

FILE = "callnex-model.json"
BLOCK = 1 << 20

Advance = Callable[[int], None]
"""Called with a number of bytes just done."""


@dataclass(frozen=True)
class FileSum(Wire):
    """One file of a model: name, size in bytes, SHA-256 in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest(Wire):
    """An installed model. `languages` empty: any. `source`: the folder, archive or hub name given."""

    name: str
    source: str
    languages: tuple[str, ...]
    licence: str
    added_at: datetime
    files: tuple[FileSum, ...]
    note: str = ""

    @property
    def size_bytes(self) -> int:
        """Size of all files together."""
        return sum(file.size for file in self.files)


def load(folder: Path) -> Manifest | None:
    """Return the manifest of a folder, None where there is none or it is not ours."""
    try:
        return decode(Manifest, (folder / FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def save(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into a folder that nobody uses yet."""
    (folder / FILE).write_bytes(encode(manifest))


def quick_fault(folder: Path, manifest: Manifest) -> str | None:
    """Return what is wrong with the files by name and size, None when nothing is."""
    for file in manifest.files:
        path = folder / file.name
        if not path.is_file():
            return f"{file.name} is missing"
        if path.stat().st_size != file.size:
            return f"{file.name} has {path.stat().st_size} bytes instead of {file.size}"
    return None


def faults(folder: Path, manifest: Manifest, advance: Advance) -> tuple[str, ...]:
    """Return everything that is wrong with the files, reading each to its end."""
    found = []
    for file in manifest.files:
        path = folder / file.name
        if not path.is_file():
            found.append(f"{file.name} is missing")
        elif path.stat().st_size != file.size:
            found.append(f"{file.name} has {path.stat().st_size} bytes instead of {file.size}")
        elif _sum_of(path, advance) != file.sha256:
            found.append(f"{file.name} has changed since it was added")
    return tuple(found)


def _sum_of(path: Path, advance: Advance) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
            advance(len(block))
    return digest.hexdigest()
