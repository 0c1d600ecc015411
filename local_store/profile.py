"""Where a device and its profiles lie on disk, and who holds one. Light: the first page needs it."""

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.ids import OrganisationId, UserId
from app.errors import UserFacing
from local_store.files import FOLDER_OWNER_ONLY, OWNER_ONLY, disk_fault

APP = "callnex-agent-console"


@dataclass(frozen=True)
class ProfilePaths:
    """The files of one profile: one OS user, one organisation, one CallNex user."""

    root: Path

    @property
    def wrapped_key(self) -> Path:
        """The profile key, wrapped; without it everything here is noise."""
        return self.root / "wrapped.key"

    @property
    def console(self) -> Path:
        """Everything readable, under the profile key."""
        return self.root / "console.db"

    @property
    def keys(self) -> Path:
        """One key per audio file."""
        return self.root / "keys.db"

    @property
    def spare(self) -> Path:
        """A second copy of what exists nowhere else."""
        return self.root / "spare.db"

    @property
    def media(self) -> Path:
        """Folder of the audio files."""
        return self.root / "media"

    @property
    def outbox(self) -> Path:
        """Unsent actions, readable by the platform alone."""
        return self.root / "outbox.sealed"

    @property
    def receipts(self) -> Path:
        """The receipt chain; outside the wipe."""
        return self.root / "receipts.log"

    @property
    def receipt_head(self) -> Path:
        """The platform's newest countersignature over the chain; outside the wipe."""
        return self.root / "receipts.head"

    @property
    def expiry(self) -> Path:
        """Opaque file names and deletion times."""
        return self.root / "expiry.list"

    @property
    def trust(self) -> Path:
        """Enrolment and marks of trust; needed until a wipe's receipt is delivered."""
        return self.root / "trust.json"

    @property
    def tombstone(self) -> Path:
        """There while a wipe is not settled."""
        return self.root / "tombstone"

    @property
    def lock(self) -> Path:
        """Held by the one process that has the profile open."""
        return self.root / "lock"

    @property
    def socket(self) -> Path:
        """Where a running console can be asked; in the device's folder alone."""
        return self.root / "console.sock"

    def make(self) -> None:
        """Create the folders, accessible to the owner only. Raises EnvironmentFault."""
        try:
            # The folder above tells by counts and dates who works here; one that is there stays as it is.
            self.root.parent.mkdir(mode=FOLDER_OWNER_ONLY, parents=True, exist_ok=True)
            for folder in (self.root, self.media):
                folder.mkdir(mode=FOLDER_OWNER_ONLY, exist_ok=True)
                folder.chmod(FOLDER_OWNER_ONLY)
        except OSError as error:
            raise disk_fault(error, self.root) from error


@dataclass(frozen=True)
class WorkstationPaths:
    """`root/device` and `root/profiles/<opaque>`; the names tell nothing about a person."""

    root: Path

    @classmethod
    def default(cls) -> "WorkstationPaths":
        """Return the place of this OS user."""
        import platformdirs

        return cls(Path(platformdirs.user_data_dir(APP, appauthor=False)))

    @property
    def device(self) -> ProfilePaths:
        """Trust state, receipts, tombstone and lock of the device."""
        return ProfilePaths(self.root / "device")

    @property
    def models(self) -> Path:
        """Speech models; no personal data, so they survive a wipe."""
        return self.root / "models"

    def profile(self, organisation_id: OrganisationId, user_id: UserId) -> ProfilePaths:
        """Return the profile of one CallNex user."""
        name = hashlib.sha256(f"{organisation_id}\0{user_id}".encode()).hexdigest()[:32]
        return ProfilePaths(self.root / "profiles" / name)

    def profiles(self) -> tuple[ProfilePaths, ...]:
        """Return every profile there is."""
        folder = self.root / "profiles"
        found = sorted(folder.iterdir()) if folder.is_dir() else []
        return tuple(ProfilePaths(path) for path in found if path.is_dir())


PASSING = "passing"
PASSING_WITHIN_S = 60.0
UNKNOWN_WITHIN_S = 1.0
LOOK_EVERY_S = 0.05


@dataclass(frozen=True)
class Holder:
    """The process that has a profile open. `started` tells it from a later one with the same pid.

    `passing`: it lets go by itself before long, as `callnex maintain` does.
    """

    pid: int
    started: str
    passing: bool = False


def process_started(pid: int) -> str:
    """Return when a process started (ticks since boot), "" where that is unknown: then end no one."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("ascii", errors="replace")
    except OSError:
        return ""
    return text.rpartition(")")[2].split()[19]


def holder(paths: ProfilePaths) -> Holder | None:
    """Return who wrote the lock file last and still runs, None when that process is gone or unknown."""
    try:
        pid_text, started, *more = paths.lock.read_text("ascii").split()
    except (OSError, ValueError):
        return None
    if not pid_text.isdecimal() or process_started(int(pid_text)) != started:
        return None
    return Holder(int(pid_text), started, PASSING in more)


class Hold:
    """A profile held by this process. It can be lent to another one that passes by. Blocking."""

    def __init__(self, paths: ProfilePaths, handle: int, passing: bool) -> None:
        self._paths = paths
        self._handle = handle
        self._passing = passing

    def take(self) -> bool:
        """Hold it (again); False when another process does, and does not pass by."""
        if not _locked_in_time(self._handle, self._paths):
            return False
        line = f"{os.getpid()} {process_started(os.getpid())} {PASSING if self._passing else ''}"
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, f"{line.rstrip()}\n".encode("ascii"))
        return True

    def lend(self) -> None:
        """Let another process take it, until `take`."""
        _unlock(self._handle)


@contextmanager
def held(paths: ProfilePaths, *, passing: bool = False) -> Iterator[Hold]:
    """Hold the profile for this process; raises UserFacing PRO-101 when another one does.

    One that is `passing` by is waited for, blocking.
    """
    paths.make()
    try:
        handle = os.open(paths.lock, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    except OSError as error:
        raise disk_fault(error, paths.lock) from error
    try:
        hold = Hold(paths, handle, passing)
        if not hold.take():
            raise UserFacing(
                "PRO-101",
                "This profile is already open in another window or service.",
                "Use the console that is running, or close it first.",
            )
        yield hold
    finally:
        os.close(handle)


def _locked_in_time(handle: int, paths: ProfilePaths) -> bool:
    begun = time.monotonic()
    while not _try_lock(handle):
        found, waited = holder(paths), time.monotonic() - begun
        # Who has only just taken it has not written yet: the file still names the one before.
        unknown = found is None or found.pid == os.getpid()
        patience_s = UNKNOWN_WITHIN_S if unknown else PASSING_WITHIN_S
        if not (unknown or (found is not None and found.passing)) or waited > patience_s:
            return False
        time.sleep(LOOK_EVERY_S)
    return True


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
