"""The reference platform as a process of its own, over real TLS, for tests."""

import atexit
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

READY_WITHIN_S = 60.0
STOP_WITHIN_S = 20.0
TEMPLATES: dict[str, tuple[Path, list["Login"]]] = {}
"""Data folders seeded once in this run; a test with a folder of its own gets a copy, which is quicker."""


@dataclass(frozen=True)
class Login:
    """What a person of the demo signs in with."""

    email: str
    password: str
    role: str
    totp_secret: str


@dataclass
class PlatformProcess:
    """A platform that answers at `url`. `enrolment_code` is good once; `new_code()` in `platform_client`."""

    data_dir: Path
    seed: str
    faults_file: Path | None
    users: list[Login]
    url: str = ""
    ca_file: Path = Path()
    enrolment_code: str = ""
    second_factors_used: set[tuple[str, str]] = field(default_factory=set)
    """By e-mail. Of this platform alone: its people and their secrets may be copies of another one's."""
    without_notice: bool = True
    """A shorter policy at once, as the demo has it; the notice has tests of its own."""
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _log: Path = Path()

    def login(self, role: str) -> Login:
        """Return the first person with this role."""
        return next(user for user in self.users if user.role == role)

    def start(self, port: int = 0) -> None:
        """Start the process and wait until it says that it is ready; on a free port unless one is given."""
        self._log = self.data_dir.parent / f"{self.data_dir.name}.log"
        command = [sys.executable, "-m", "app.reference_platform", "--data-dir", str(self.data_dir)]
        command += ["--port", str(port), "--seed", self.seed]
        if self.without_notice:
            command.append("--without-notice")
        if self.faults_file is not None:
            command += ["--faults", str(self.faults_file)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log)
        ready = self._ready_line()
        self.url, self.ca_file = ready["url"], Path(ready["ca_file"])
        self.enrolment_code = ready["enrolment_code"]
        self.users = self.users or [Login(**user) for user in ready["users"]]

    def stop(self) -> int:
        """End the process as a service manager would, and return its exit status."""
        assert self._process is not None and self._process.stdout is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        finally:
            self._process.stdout.close()

    def kill(self) -> None:
        """End the process as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(STOP_WITHIN_S)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def restart(self) -> None:
        """Stop and start again on the same data; the port, and so the url, is another."""
        self.stop()
        self.start()

    def script_faults(self, faults: Sequence[dict[str, object]]) -> None:
        """Replace the scripted faults; takes effect with the next request."""
        assert self.faults_file is not None
        draft = self.faults_file.with_suffix(".new")
        draft.write_text(json.dumps(list(faults)), "utf-8")
        draft.replace(self.faults_file)

    def log(self) -> str:
        """Return what the process wrote to stderr."""
        return self._log.read_text("utf-8")

    def _ready_line(self) -> dict[str, Any]:
        assert self._process is not None and self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        until, received = time.monotonic() + READY_WITHIN_S, b""
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while b"\n" not in received:
                if not selector.select(max(0.0, until - time.monotonic())):
                    self.kill()
                    raise TimeoutError(f"the platform did not get ready: {self.log()}")
                piece = os.read(descriptor, 65536)
                if not piece:
                    self._process.wait(STOP_WITHIN_S)
                    raise RuntimeError(f"the platform ended: {self.log()}")
                received += piece
        found: dict[str, Any] = json.loads(received)
        return found


@contextmanager
def running_platform(
    seed: str = "small", data_dir: Path | None = None, faults: Sequence[dict[str, object]] | None = None
) -> Iterator[PlatformProcess]:
    """Yield a running platform. Without `data_dir` it gets a fresh seeded folder that is deleted at the end.

    With `faults` (possibly empty) scripted faults are enabled; see `app.reference_platform.faults`.
    """
    with tempfile.TemporaryDirectory(prefix="callnex-platform-") as scratch:
        folder, users = data_dir or Path(scratch) / "data", list[Login]()
        if data_dir is None and seed != "none":
            users = _copy_template(seed, folder)
        faults_file = Path(scratch) / "faults.json" if faults is not None else None
        platform = PlatformProcess(folder, seed, faults_file, users)
        if faults is not None:
            platform.script_faults(faults)
        platform.start()
        try:
            yield platform
        finally:
            process = platform._process
            if process is not None and process.poll() is None:
                platform.stop()
            elif process is not None and process.stdout is not None:
                process.stdout.close()


def _copy_template(seed: str, folder: Path) -> list[Login]:
    if seed not in TEMPLATES:
        scratch = Path(tempfile.mkdtemp(prefix="callnex-seeded-"))
        with running_platform(seed, scratch / "data") as platform:
            users = platform.users
        TEMPLATES[seed] = (scratch, users)
    scratch, users = TEMPLATES[seed]
    shutil.copytree(scratch / "data", folder)
    return list(users)


@atexit.register
def _remove_templates() -> None:
    for scratch, _ in TEMPLATES.values():
        shutil.rmtree(scratch, ignore_errors=True)
    TEMPLATES.clear()
