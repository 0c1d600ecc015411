"""What a program and all its children write into files: recorded by strace, so nothing can slip by.

Linux alone. Needs the Debian package `strace` and the right to trace one's own children.
"""

import codecs
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

CALLS = (
    "write,pwrite64,writev,pwritev,pwritev2,openat,openat2,open,creat,mkdir,mkdirat,rename,renameat,renameat2,"
    "mmap,sendfile,copy_file_range,splice"
)
LONGEST = 64 << 20
_CALL = re.compile(r"^\d+ +(\w+)\((.*)$")
_TARGET = re.compile(r"^\d+<(/[^>]*)>")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"(\.\.\.)?')
_COPIES = {"sendfile": 0, "copy_file_range": 2, "splice": 2}
"""Calls that fill a file without showing what with, and which argument names it."""
SHARED_MAPS = re.compile(r"-shm$|^/dev/shm/|^/memfd:|^/dev/(zero|dri|nvidia)|^/(SYSV|drm)|gvfs|/dconf/")
"""Files that may be mapped for writing: SQLite's index of its log, and memory that is no file."""


@dataclass
class Written:
    """Bytes by file (in the order they were written), names that were made, and writes nobody can see."""

    files: dict[str, bytearray] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    unseen: list[str] = field(default_factory=list)

    @property
    def evidence(self) -> dict[str, bytes]:
        """Everything to look through."""
        names = "\n".join(sorted(self.names)).encode()
        return {**{path: bytes(data) for path, data in self.files.items()}, "names": names}


def traced(arguments: Sequence[str], log: Path) -> list[str]:
    """Return the command line that runs a program under strace."""
    return [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-y",
        "-s",
        str(LONGEST),
        "-e",
        f"trace={CALLS}",
        "-e",
        "signal=none",
        "-o",
        str(log),
        *arguments,
    ]


def run_traced(arguments: Sequence[str], folder: Path, timeout_s: float) -> tuple[int, str, Written]:
    """Run `python ARGUMENTS`; return its status, what it said, and what it wrote into files."""
    log = folder / "strace.txt"
    done = subprocess.run(
        traced([sys.executable, *arguments], log),
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr, read(log)


def read(log: Path) -> Written:
    """Return what a log of strace says was written into files; pipes and sockets are left out."""
    found = Written()
    with log.open(encoding="latin-1") as lines:
        for line in lines:
            match = _CALL.match(line)
            if match is not None:
                _take(found, match[1], match[2])
    return found


def _take(found: Written, call: str, rest: str) -> None:
    if call in ("write", "pwrite64", "writev", "pwritev", "pwritev2"):
        target = _TARGET.match(rest)
        if target is not None and not target[1].startswith(("/dev/", "/proc/")):
            pieces = _TEXT.findall(rest[target.end() :])
            if any(cut for _, cut in pieces):
                found.unseen.append(f"{call} {target[1]}")
            found.files.setdefault(target[1], bytearray()).extend(b"".join(map(_bytes, pieces)))
    elif call in _COPIES:
        targets = re.findall(r"\d+<(/[^>]*)>", rest.split(", ")[_COPIES[call]])
        found.unseen += [f"{call} {path}" for path in targets if not path.startswith("/dev/")]
    elif call == "mmap":
        target = re.search(r"\d+<(/[^>]*)>", rest) if "MAP_SHARED" in rest and "PROT_WRITE" in rest else None
        if target is not None and not SHARED_MAPS.search(target[1]):
            found.unseen.append(f"{call} {target[1]}")
    elif call.startswith("open") and "O_CREAT" not in rest:
        return
    else:
        found.names.update(text for text, _ in _TEXT.findall(rest))


def _bytes(piece: tuple[str, str]) -> bytes:
    return codecs.escape_decode(piece[0].encode("latin-1"))[0]
