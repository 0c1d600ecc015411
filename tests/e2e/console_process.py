"""A driven console as a process, and `callnex maintain` beside it."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.workplace import Workplace

ENDED_WITHIN_S = 60.0
MAINTAIN_WITHIN_S = 110.0


@contextmanager
def console_process(
    workplace: Workplace, code: str = "", role: str = "agent"
) -> "Iterator[subprocess.Popen[str]]":
    """Yield a console of its own that is enrolled (by `code`, if not yet) and has this person signed in."""
    user = workplace.user(role) if role else None
    told = {
        "root": str(workplace.root),
        "ca_file": str(workplace.platform.ca_file),
        "url": workplace.platform.url,
        "name": workplace.name,
        "code": code,
        "email": user.email if user else "",
        "password": user.password if user else "",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.driven_console"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        try:
            assert child.stdin is not None and child.stdout is not None
            child.stdin.write(json.dumps(told) + "\n")
            child.stdin.flush()
            assert child.stdout.readline().strip() == "in"
            yield child
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait(ENDED_WITHIN_S)


def maintain(workplace: Workplace, *options: str) -> "subprocess.CompletedProcess[str]":
    """Run `callnex maintain` as the scheduler does."""
    place = ["--data-dir", str(workplace.root), "--ca-file", str(workplace.platform.ca_file)]
    return subprocess.run(
        [sys.executable, "-m", "app", "maintain", *place, *options],
        capture_output=True,
        text=True,
        timeout=MAINTAIN_WITHIN_S,
        check=False,
    )
