"""What a process holds: threads, children, open regular files."""

import gc
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

SETTLE_S = 3.0
"""Threads and children that are already ending get this long to be gone."""

KEPT_BY_LIBRARIES = ("/dev/", "/proc/", "/sys/", "/memfd:", "site-packages", "/usr/", "fontconfig")


@dataclass(frozen=True)
class Snapshot:
    """Names of threads, pids of children, and paths of open files at one moment."""

    threads: frozenset[int]
    children: frozenset[int]
    files: frozenset[str]

    @classmethod
    def take(cls) -> "Snapshot":
        return cls(
            frozenset(t.ident or 0 for t in threading.enumerate()),
            frozenset(_children()),
            frozenset(_open_files()),
        )

    def left_behind(self) -> list[str]:
        """Return what is there now and was not then, after giving it time to end."""
        deadline = time.monotonic() + SETTLE_S
        while True:
            left = self._new()
            if not left or time.monotonic() > deadline:
                return left
            # Only now: collecting after every test would take most of the suite's time.
            gc.collect()
            time.sleep(0.02)

    def _new(self) -> list[str]:
        threads = [
            f"thread {t.name}"
            for t in threading.enumerate()
            if (t.ident or 0) not in self.threads and not _is_pool_worker_of_library(t) and not _has_ended(t)
        ]
        children = [f"process {pid}: {_command(pid)}" for pid in _children() if pid not in self.children]
        files = [f"file {path}" for path in _open_files() if path not in self.files]
        return threads + children + files


def _is_pool_worker_of_library(thread: threading.Thread) -> bool:
    return thread.name.startswith(("AnyIO worker thread", "tqdm_monitor"))


def _has_ended(thread: threading.Thread) -> bool:
    """A thread that Qt started and ended stays listed: Python never hears of its end."""
    return not Path(f"/proc/self/task/{thread.native_id}").exists()


def _children() -> list[int]:
    # Not /proc/self/task/*/children: it may leave some out while others end.
    return [int(entry.name) for entry in os.scandir("/proc") if entry.name.isdigit() and _is_ours(entry.name)]


def _is_ours(pid: str) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False  # ended since it was listed
    state, parent = stat.rpartition(b")")[2].split()[:2]
    return int(parent) == os.getpid() and state != b"Z"


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _open_files() -> list[str]:
    found = []
    for fd in Path("/proc/self/fd").iterdir():
        try:
            target = str(fd.readlink())
        except FileNotFoundError:
            continue  # the descriptor of this very listing
        ours = target.startswith("/") and not any(part in target for part in KEPT_BY_LIBRARIES)
        if ours and not Path(target).is_dir():
            found.append(target)
    return found
