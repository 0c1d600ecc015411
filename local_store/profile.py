"""Where a device and its profiles lie on disk, and who holds one. Light: the first page needs it."""

import hashlib
import os
import sys
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

    def make(self) -> None:
        """Create the folders, accessible to the owner only. Raises EnvironmentFault."""
        try:
            for folder in (self.root, self.media):
                folder.mkdir(mode=FOLDER_OWNER_ONLY, parents=True, exist_ok=True)
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


@dataclass(frozen=True)
class Holder:
    """The process that has a profile open. `started` tells it from a later one with the same pid."""

    pid: int
    started: str


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
        pid_text, _, started = paths.lock.read_text("ascii").strip().partition(" ")
    except (OSError, ValueError):
        return None
    if not pid_text.isdecimal() or not started or process_started(int(pid_text)) != started:
        return None
    return Holder(int(pid_text), started)


@contextmanager
def held(paths: ProfilePaths) -> Iterator[None]:
    """Hold the profile for this process; raises UserFacing PRO-101 when another one does."""
    paths.make()
    try:
        handle = os.open(paths.lock, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    except OSError as error:
        raise disk_fault(error, paths.lock) from error
    try:
        if not _try_lock(handle):
            raise UserFacing(
                "PRO-101",
                "This profile is already open in another window or service.",
                "Use the console that is running, or close it first.",
            )
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()} {process_started(os.getpid())}\n".encode("ascii"))
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
