"""Reads what `strace -f -xx -y` saw a process do to files: what changed them and what made that durable.

The order is that of the listing. A call that another thread interrupted there counts where it began, an fsync
where it ended: both are the worse case for the program.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "openat,read,write,pread64,pwrite64,lseek,ftruncate,fsync,fdatasync,rename,unlink,close,"
    "writev,pwritev,pwritev2,fallocate,copy_file_range,sendfile,renameat,renameat2,unlinkat,link,linkat,truncate"
)
NOT_UNDERSTOOD = frozenset(
    ("writev", "pwritev", "pwritev2", "fallocate", "copy_file_range", "sendfile", "renameat", "renameat2")
) | {"unlinkat", "link", "linkat", "truncate"}
"""Traced so that it shows when the program begins to use one."""
_LINE = re.compile(r"(?:\[pid +)?(\d+)\]? +(.*)")
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)", re.DOTALL)
_FD = re.compile(r"(\d+)<([^>]*)>")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Op:
    """One change. `kind`: open, write, truncate, sync, rename, unlink. Paths are absolute."""

    kind: str
    path: str
    at: int = 0
    data: bytes = b""
    to: str = ""


def operations(listing: Path) -> Iterator[Op]:
    """Yield every change; raises ValueError for a call that changes files and is not understood here."""
    reader = _Reader()
    with listing.open(encoding="ascii", errors="replace") as lines:
        for name, arguments, result in _calls(lines):
            if result >= 0:
                yield from reader.take(name, arguments, result)


def _calls(lines: Iterator[str]) -> Iterator[tuple[str, str, int]]:
    begun: dict[str, str] = {}
    for line in lines:
        match = _LINE.match(line.rstrip("\n"))
        if match is None:
            continue
        thread, text = match.groups()
        if text.endswith("<unfinished ...>"):
            begun[thread] = text.removesuffix("<unfinished ...>").rstrip()
            continue
        if text.startswith("<... "):
            rest = text.partition(" resumed>")[2]
            text = begun.pop(thread, "") + rest
        call = _CALL.match(text)
        if call is not None:
            yield call[1], call[2], int(call[3])


class _Reader:
    """Follows where each open file stands: `write` and `read` go on from there."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self._appends: set[str] = set()
        self._sizes: dict[str, int] = {}

    def take(self, name: str, arguments: str, result: int) -> Iterator[Op]:
        if name in NOT_UNDERSTOOD:
            raise ValueError(f"{name} changes files in a way that is not followed: {arguments[:200]}")
        if name == "openat":
            yield from self._open(arguments, result)
        elif name in ("rename", "unlink"):
            paths = [_text(found) for found in _STRING.findall(arguments)]
            yield Op(name, paths[0], to=paths[-1])
            self._moved(name, paths)
        else:
            yield from self._on_file(name, arguments, result)

    def _open(self, arguments: str, result: int) -> Iterator[Op]:
        path, number = _text(_STRING.findall(arguments)[0]), str(result)
        self._at[number] = 0
        self._appends.discard(number)
        if "O_APPEND" in arguments:
            self._appends.add(number)
        if "O_CREAT" in arguments:
            yield Op("open", path)
        if "O_TRUNC" in arguments:
            self._sizes[path] = 0
            yield Op("truncate", path)

    def _moved(self, name: str, paths: list[str]) -> None:
        size = self._sizes.pop(paths[0], 0)
        if name == "rename":
            self._sizes[paths[1]] = size

    def _on_file(self, name: str, arguments: str, result: int) -> Iterator[Op]:
        match = _FD.match(arguments)
        if match is None:
            return
        number, path = match[1], _plain(match[2])
        if name in ("fsync", "fdatasync"):
            yield Op("sync", path)
        elif name == "ftruncate":
            size = int(arguments.rpartition(",")[2])
            self._sizes[path] = size
            yield Op("truncate", path, size)
        elif name == "lseek":
            self._at[number] = result
        elif name == "read":
            self._at[number] = self._at.get(number, 0) + result
        elif name in ("write", "pwrite64"):
            data = _bytes(_STRING.findall(arguments)[0])[:result]
            at = int(arguments.rpartition(",")[2]) if name == "pwrite64" else self._place(number, path)
            if name == "write":
                self._at[number] = at + len(data)
            self._sizes[path] = max(self._sizes.get(path, 0), at + len(data))
            yield Op("write", path, at, data)

    def _place(self, number: str, path: str) -> int:
        return self._sizes.get(path, 0) if number in self._appends else self._at.get(number, 0)


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


def _text(escaped: str) -> str:
    return _bytes(escaped).decode()


def _plain(path: str) -> str:
    return _text(path) if path.startswith("\\x") else path
