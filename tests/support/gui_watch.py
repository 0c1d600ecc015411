"""Sees every file, database, socket and process call that the GUI thread makes, and where it came from.

Python's audit events tell of opening, connecting and starting; what they leave out (stat, send and recv on a
socket that is open, SQL) is wrapped. The hook cannot be taken off again: install it in a process of its own.
"""

import json
import os
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

WATCHED_EVENTS = (
    "open",
    "socket.",
    "sqlite3.",
    "subprocess.",
    "shutil.",
    "tempfile.",
    "glob.",
    "fcntl.",
    "mmap.",
    "os.",
    "pathlib.",
)
HARMLESS_EVENTS = frozenset({"os.putenv", "os.unsetenv", "os.kill", "os.add_dll_directory"})
"""Named like file events, and none of them touches one."""

OS_CALLS = ("stat", "lstat", "access", "readlink", "fsync", "fdatasync", "statvfs", "sync")
"""File calls without an audit event."""

SOCKET_CALLS = ("send", "sendall", "sendto", "sendmsg", "recv", "recv_into", "recvfrom", "recvmsg", "accept")
SQL_CALLS = ("execute", "executemany", "executescript", "commit", "rollback", "close", "blobopen", "backup")
CURSOR_CALLS = ("execute", "executemany", "executescript", "fetchone", "fetchmany", "fetchall")

LOOP_OWN_FRAMES = ("_read_from_self", "_write_to_self")
"""The event loop's own self-pipe, by the names of asyncio's functions that read and write it."""


@dataclass(frozen=True)
class Violation:
    """What the GUI thread did, with the frames that led there, outermost first."""

    what: str
    stack: tuple[str, ...]


@dataclass
class GuiWatch:
    """Watches one thread from `begin` to `end`. `elsewhere`: the same calls by other threads, counted."""

    thread: int = field(default_factory=threading.get_ident)
    violations: list[Violation] = field(default_factory=list)
    elsewhere: dict[str, int] = field(default_factory=dict)
    _on: bool = False
    _inside: threading.local = field(default_factory=threading.local)

    def install(self) -> None:
        """Hook this process; for good."""
        sys.addaudithook(self._on_event)
        for name in OS_CALLS:
            if hasattr(os, name):
                setattr(os, name, self._wrapped(f"os.{name}", getattr(os, name)))
        for name in SOCKET_CALLS:
            setattr(socket.socket, name, self._wrapped(f"socket.{name}", getattr(socket.socket, name)))
        self._watch_sql()

    def begin(self) -> None:
        """From now on each call of the watched thread is a violation."""
        self._on = True

    def end(self) -> None:
        """Watch no longer."""
        self._on = False

    def write(self, path: Path) -> None:
        """Write what was seen as JSON."""
        self.end()
        seen = {"violations": [asdict(v) for v in self.violations], "elsewhere": self.elsewhere}
        path.write_text(json.dumps(seen, indent=1), "utf-8")

    def _on_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._on and event.startswith(WATCHED_EVENTS) and event not in HARMLESS_EVENTS:
            self._note(event, f"{event} {arguments!r:.200}")

    def _note(self, kind: str, what: str) -> None:
        # Noting reads source lines, which opens files: it must not note itself.
        if getattr(self._inside, "noting", False):
            return
        if threading.get_ident() != self.thread:
            self.elsewhere[kind] = self.elsewhere.get(kind, 0) + 1
            return
        self._inside.noting = True
        try:
            frames = traceback.extract_stack()[:-2]
            if not any(frame.name in LOOP_OWN_FRAMES for frame in frames):
                stack = tuple(f"{f.filename}:{f.lineno} {f.name}: {f.line}" for f in frames)
                self.violations.append(Violation(what, stack))
        finally:
            self._inside.noting = False

    def _wrapped(self, kind: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **named: Any) -> Any:
            if self._on:
                self._note(kind, f"{kind} {arguments!r:.200}")
            return call(*arguments, **named)

        return watched

    def _watch_sql(self) -> None:
        cursor = type("Cursor", (dbapi2.Cursor,), self._methods("cursor", dbapi2.Cursor, CURSOR_CALLS))
        methods = self._methods("sql", dbapi2.Connection, SQL_CALLS)
        methods["cursor"] = lambda connection, factory=cursor: dbapi2.Connection.cursor(connection, factory)
        connection = type("Connection", (dbapi2.Connection,), methods)
        plain = self._wrapped("sql.connect", dbapi2.connect)
        dbapi2.connect = lambda *arguments, **named: plain(*arguments, factory=connection, **named)

    def _methods(self, kind: str, owner: type, names: tuple[str, ...]) -> dict[str, Callable[..., Any]]:
        return {
            name: self._wrapped(f"{kind}.{name}", getattr(owner, name))
            for name in names
            if hasattr(owner, name)
        }


def told(violations: list[dict[str, Any]], frames: int = 14) -> str:
    """Return violations as a test prints them: each distinct one once, with the innermost frames."""
    grouped: dict[tuple[str, ...], list[str]] = {}
    for violation in violations:
        grouped.setdefault(tuple(violation["stack"][-frames:]), []).append(violation["what"])
    blocks = []
    for stack, whats in grouped.items():
        heading = f"{len(whats)} x {whats[0]}"
        blocks.append("\n".join([heading, *(f"    {frame}" for frame in stack)]))
    return "\n\n".join(blocks)
