"""The device as composed for one process: trust, keyring, identity, platform, receipts, wipe."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from app.cli.options import Place
from app.domain.command import Receipt
from app.domain.ids import OrganisationId, UserId
from app.ports.profile import Enrolment
from app.security.device import ActionSealer, DeviceIdentity, load_identity
from app.security.dpop import DeviceProofs
from app.security.keeper import TrustKeeper
from app.security.system_clock import SystemClock
from app.sync.client import connect
from app.sync.threaded import ThreadedPlatform
from local_store.keyring_secrets import KeyringSecrets
from local_store.keys import ProfileKeys
from local_store.opened import OpenStores, open_stores
from local_store.profile import ProfilePaths
from local_store.receipts_log import DeviceSigner, ReceiptLog, receipts_left
from local_store.trust import FileTrust
from local_store.workstation import WorkstationEraser


class TrustedClock:
    """The time that stores and rules use: the platform's word carried on, never simply the wall clock."""

    def __init__(self, keeper: TrustKeeper) -> None:
        self._keeper = keeper
        self._system = SystemClock()

    def now(self) -> datetime:
        """Return the time to stamp, hide and show with."""
        return self._keeper.now()

    def boot_seconds(self) -> float:
        """Return seconds since boot."""
        return self._system.boot_seconds()


class Workstation:
    """Builds the parts that belong to the device. Blocking where it touches the keyring or a file."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.paths = place.paths
        self.paths.device.make()
        self.keeper = TrustKeeper(FileTrust(self.paths.device), SystemClock())
        self.clock = TrustedClock(self.keeper)
        self.secrets = self.secrets_of(self.paths.device)

    def secrets_of(self, paths: ProfilePaths) -> KeyringSecrets:
        """Return the keyring items of one folder; the service name tells nothing about a person."""
        name = hashlib.sha256(str(paths.root.resolve()).encode()).hexdigest()[:16]
        return KeyringSecrets(f"callnex-agent-console/{name}")

    def identity(self) -> DeviceIdentity | None:
        """Return the device's key, None before enrolment."""
        return load_identity(self.secrets)

    def platform(self, url: str, identity: DeviceIdentity) -> ThreadedPlatform:
        """Return the platform's API as this device; nothing is sent yet."""
        proofs = DeviceProofs(identity, self.keeper.now)
        return ThreadedPlatform(lambda: connect(url, proofs, self.place.pinned_ca))

    def receipts(self, identity: DeviceIdentity, enrolment: Enrolment) -> ReceiptLog:
        """Return the receipt chain that this device signs."""
        signer = DeviceSigner(identity, enrolment.enrolment_id, self.keeper.keys)
        return ReceiptLog(self.paths.device, self.clock, signer)

    def receipts_left(self, enrolment: Enrolment) -> tuple[Receipt, ...]:
        """Return what the receipts say, oldest first, unverified: the key may be gone. Blocking."""
        return receipts_left(self.paths.device, enrolment.enrolment_id)

    def eraser(self, close_handles: Callable[[], None]) -> WorkstationEraser:
        """Return what destroys every profile of this device."""
        return WorkstationEraser(self.paths, self.secrets_of, close_handles)

    def proven_now(self) -> datetime | None:
        """Return the time that may destroy, None before the first contact."""
        reading = self.keeper.reading()
        return None if reading is None else reading.proven

    def open_stores(
        self, paths: ProfilePaths, key: bytes, identity: DeviceIdentity, enrolment: Enrolment
    ) -> OpenStores:
        """Open a profile's stores under its key; blocking."""
        return open_stores(
            paths,
            key,
            self.clock,
            ActionSealer(identity, self.keeper.seal_key),
            enrolment.enrolment_id,
            proven=self.proven_now,
            receipts=self.paths.device.receipts,
        )

    def profile_keys(self, paths: ProfilePaths) -> ProfileKeys:
        """Return the keys of one profile."""
        return ProfileKeys(paths, self.secrets_of(paths))

    def profile(self, organisation_id: OrganisationId, user_id: UserId) -> ProfilePaths:
        """Return the profile of one CallNex user."""
        return self.paths.profile(organisation_id, user_id)
