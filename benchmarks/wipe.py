"""How long a wipe takes until the key is gone: a small profile against a large one, taking turns."""

import os
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from app.domain.ids import EnrolmentId, OrganisationId, UserId
from app.ports.profile import WipeReport
from app.security.device import ActionSealer, DeviceIdentity
from app.security.system_clock import SystemClock
from benchmarks.figures import Figure
from local_store.keyring_secrets import KeyringSecrets
from local_store.keys import ProfileKeys
from local_store.opened import OpenStores, open_stores
from local_store.profile import ProfilePaths, WorkstationPaths
from local_store.workstation import WorkstationEraser

SMALL, LARGE = 10 * 1000**2, 4 * 1000**3
RECORDING = 15 * 1000**2
"""Bytes of one recording's file: about eight minutes of stereo."""

MEDIAN_MS, RATIO, DIFFERENCE_MS = 250.0, 1.5, 20.0
"""Asked: the median of each size, and of large over small at most this ratio or this difference."""


def measure(rounds: int) -> list[Figure]:
    """Return the medians until the wrapped key is gone, how they compare, and how long all of it took."""
    reports: dict[int, list[WipeReport]] = {SMALL: [], LARGE: []}
    for _ in range(rounds):
        for size, found in reports.items():
            found.append(_wiped(size))
    times = {size: [report.key_gone_ms for report in found] for size, found in reports.items()}
    small, large = median(times[SMALL]), median(times[LARGE])
    asked = f"or at most {DIFFERENCE_MS:g} ms more: it is {large - small:+.2f} ms"
    ratio_counts = large - small > DIFFERENCE_MS
    return [
        Figure("wipe of 10 MB until the key is gone", small, "ms", MEDIAN_MS, _spread(times[SMALL])),
        Figure("wipe of 4 GB until the key is gone", large, "ms", MEDIAN_MS, _spread(times[LARGE])),
        Figure("  large / small", large / small, "x", RATIO if ratio_counts else None, asked),
        Figure("  files of 4 GB", reports[LARGE][0].files, "", None, "unlinked after the key"),
    ]


def _wiped(size: int) -> WipeReport:
    """Wipe an open profile with `size` bytes of audio, as an order does; nothing of it may be left."""
    with tempfile.TemporaryDirectory(prefix="callnex-bench-") as folder:
        workstation = WorkstationPaths(Path(folder))
        paths = workstation.profile(OrganisationId("bench"), UserId("bench"))
        keyring = KeyringSecrets(f"callnex-bench/{secrets.token_hex(8)}")
        opened = _open(paths, ProfileKeys(paths, keyring).create())
        _fill(paths.media, size)
        eraser = WorkstationEraser(workstation, lambda _: keyring, opened.close)
        report = eraser.wipe("measured", None)
        assert report.size_bytes >= size and not list(paths.media.iterdir())
        eraser.settled()
        return report


def _open(paths: ProfilePaths, key: bytes) -> OpenStores:
    identity = DeviceIdentity(secrets.token_bytes(32))

    def no_seal_key() -> bytes:
        raise AssertionError("nothing is sealed here")

    sealer = ActionSealer(identity, no_seal_key)
    return open_stores(paths, key, SystemClock(), sealer, EnrolmentId("bench"))


def _fill(media: Path, size: int) -> None:
    """Allocate files as recordings have them; what they hold does not matter to an unlink."""
    media.mkdir(parents=True, exist_ok=True)
    for number in range(max(1, size // RECORDING + 1)):
        descriptor = os.open(media / f"{number:032x}", os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, RECORDING)
        finally:
            os.close(descriptor)


def _spread(times: Sequence[float]) -> str:
    return f"median of {len(times)}, {min(times):.1f} .. {max(times):.1f}"
