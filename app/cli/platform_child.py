"""The reference platform as a process of its own, for the demo."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.wire import Wire
from app.errors import EnvironmentFault
from app.protocol.codec import decode

STOP_WITHIN_S = 10


@dataclass(frozen=True)
class DemoUser(Wire):
    """A user that the seed made."""

    email: str
    password: str
    role: str
    totp_secret: str


@dataclass(frozen=True)
class DemoPlatform(Wire):
    """What the platform says once it answers; `users` is empty when its data folder is not new."""

    url: str
    ca_file: str
    enrolment_code: str
    users: tuple[DemoUser, ...]

    def user(self, role: str) -> DemoUser:
        """Return the first user with this role."""
        return next(user for user in self.users if user.role == role)


@contextmanager
def platform_child(data_dir: Path, seed: str) -> Iterator[DemoPlatform]:
    """Run the platform on loopback until the block ends; raises EnvironmentFault DEM-101 without one."""
    command = [sys.executable, "-m", "app", "platform", "--data-dir", str(data_dir), "--seed", seed]
    # Its standard input is our end of a pipe: however we die, the platform sees it close and ends as well.
    command.append("--until-eof")
    # The demo shows what a shorter policy does, and nobody waits fourteen days for it.
    command.append("--without-notice")
    options: dict[str, Any] = {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "env": {**os.environ, "PYTHONUNBUFFERED": "1"},
    }
    with subprocess.Popen(command, **options) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                raise EnvironmentFault(
                    "DEM-101", "The demo platform did not start.", "What it said stands above this line."
                )
            yield decode(DemoPlatform, line)
        finally:
            process.terminate()
            try:
                process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()
