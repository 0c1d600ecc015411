"""Destroys what one OS user keeps on this computer: the device's own folder and every profile.

The enrolment, the receipt chain and the marks of time belong to the device; everything readable belongs to a
person's profile. An order to wipe is an order to the device, so it takes every profile.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from app.domain.ids import CommandId
from app.ports.profile import WipeReport
from app.ports.secrets import Secrets
from local_store.files import unlink_durably
from local_store.profile import ProfilePaths, WorkstationPaths
from local_store.wipe import FileEraser


class WorkstationEraser:
    """Implements app.ports.profile.Eraser over the device and all its profiles.

    The device's tombstone is written first and settled last, so that a wipe killed between two profiles
    goes on with the others. `secrets_of` gives the keyring items of a profile.
    """

    def __init__(
        self,
        paths: WorkstationPaths,
        secrets_of: Callable[[ProfilePaths], Secrets],
        close_handles: Callable[[], None] = lambda: None,
    ) -> None:
        self._paths = paths
        self._secrets_of = secrets_of
        self._close_handles = close_handles
        self._keys_gone_at = 0.0

    def wipe(self, reason: str, command_id: CommandId | None) -> WipeReport:
        """Destroy every profile: all keys first, then the files; see `FileEraser.wipe`."""
        begun = time.monotonic()
        report = self._device_eraser().wipe(reason, command_id)
        report = replace(report, key_gone_ms=(self._keys_gone_at - begun) * 1000)
        return self._rest(report, reason, command_id)

    def pending(self) -> bool:
        """Return whether a wipe was begun and not settled."""
        return any(self._eraser(paths).pending() for paths in self._every())

    def resume(self) -> WipeReport:
        """Finish a wipe that was begun."""
        report = self._device_eraser().resume()
        return self._rest(report, report.reason, report.command_id)

    def settled(self) -> None:
        """Forget the tombstones, the device's last."""
        for paths in reversed(self._every()):
            self._eraser(paths).settled()

    def _kill_keys(self) -> None:
        """Every key dies before the first file is touched and before a keyring, which may hang, is asked."""
        for paths in self._paths.profiles():
            unlink_durably(paths.wrapped_key)
        self._keys_gone_at = time.monotonic()

    def _rest(self, report: WipeReport, reason: str, command_id: CommandId | None) -> WipeReport:
        for paths in self._paths.profiles():
            one = self._eraser(paths).wipe(reason, command_id)
            report = replace(
                report,
                files=report.files + one.files,
                size_bytes=report.size_bytes + one.size_bytes,
                unsent_actions=report.unsent_actions + one.unsent_actions,
            )
        return report

    def _every(self) -> tuple[ProfilePaths, ...]:
        return (self._paths.device, *self._paths.profiles())

    def _device_eraser(self) -> FileEraser:
        # The device folder holds no key of its own: where a profile's key is gone, here all of them go.
        device = self._paths.device
        return FileEraser(device, self._secrets_of(device), self._kill_keys)

    def _eraser(self, paths: ProfilePaths) -> FileEraser:
        close = (lambda: None) if paths == self._paths.device else self._close_handles
        return FileEraser(paths, self._secrets_of(paths), close)
