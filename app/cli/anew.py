"""Ends this process and begins it anew: of the keys that were in its memory nothing is left (execve(2))."""

import os
import sys
from typing import NoReturn


def start_anew() -> NoReturn:
    """Replace this process by a fresh one of the same command; the process id stays.

    On Windows a new process begins and this one ends: there is no other way, and the memory goes as well.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os.execv(sys.executable, command())


def command() -> list[str]:
    """Return the command line that began this process. A frozen program is its own interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *sys.argv[1:]]
    return [sys.executable, *sys.orig_argv[1:]]
