"""The clocks of this computer."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path


class SystemClock:
    """Wall clock, boot clock and boot identity of the operating system."""

    def __init__(self) -> None:
        # It cannot change while this process lives, and telling the time must not read a file.
        self._boot_id = _boot_id()

    def now(self) -> datetime:
        """Return the wall clock in UTC."""
        return datetime.now(UTC)

    def boot_seconds(self) -> float:
        """Return seconds since boot, sleep included."""
        return _boot_seconds()

    def boot_id(self) -> str:
        """Return what tells this boot from every other, "" where the system does not say."""
        return self._boot_id


if sys.platform == "win32":  # pragma: no cover - another system
    import ctypes
    import winreg

    _BOOT_KEY = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"

    def _boot_seconds() -> float:
        ticks = ctypes.windll.kernel32.GetTickCount64
        ticks.restype = ctypes.c_uint64
        return float(ticks()) / 1000

    def _boot_id() -> str:
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _BOOT_KEY) as key:
                return str(winreg.QueryValueEx(key, "BootId")[0])
        except OSError:
            return ""

elif sys.platform == "darwin":  # pragma: no cover - another system
    import ctypes

    def _boot_seconds() -> float:
        # CLOCK_MONOTONIC_RAW counts through sleep on macOS and cannot be slewed.
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)

    def _boot_id() -> str:
        size = ctypes.c_size_t(64)
        text = ctypes.create_string_buffer(size.value)
        failed = ctypes.CDLL(None).sysctlbyname(b"kern.bootsessionuuid", text, ctypes.byref(size), None, 0)
        return "" if failed else text.value.decode("ascii")

else:
    _BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

    def _boot_seconds() -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def _boot_id() -> str:
        try:
            return _BOOT_ID.read_text("ascii").strip()
        except OSError:
            return ""
