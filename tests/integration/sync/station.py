"""A whole workstation without a window: keyring in memory, stores on disk, a real platform."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.changes import Changes
from app.domain.people import User
from app.ports.profile import Enrolment
from app.security.device import ActionSealer, DeviceIdentity, load_identity
from app.security.keeper import BootClock, TrustKeeper
from app.security.system_clock import SystemClock
from app.services.check_in import CheckedIn, CheckIn
from app.services.enrol import Enrol, Enrolled
from app.services.hand_over import HandOver
from app.services.obey import Obey
from app.services.synchronise import Pace, Synchroniser, SyncState
from app.sync.client import HttpPlatform
from local_store.keys import ProfileKeys
from local_store.opened import OpenStores, open_stores
from local_store.profile import ProfilePaths, WorkstationPaths
from local_store.receipts_log import DeviceSigner, ReceiptLog
from local_store.trust import FileTrust
from local_store.workstation import WorkstationEraser
from tests.integration.sync.conftest import Waits, client_to
from tests.support.platform_process import PlatformProcess
from tests.support.secrets import MemorySecrets


class KeeperClock:
    """The clock of the stores: trusted time."""

    def __init__(self, keeper: TrustKeeper) -> None:
        self._keeper = keeper

    def now(self) -> datetime:
        return self._keeper.now()

    def boot_seconds(self) -> float:
        return self._keeper.tick().boot_seconds


@dataclass
class Station:
    """The parts as one process holds them. `again()` is the same workstation after a restart."""

    root: Path
    served: PlatformProcess
    secrets: dict[Path, MemorySecrets] = field(default_factory=dict)
    clock: BootClock = field(default_factory=SystemClock)
    waits: Waits = field(default_factory=Waits)
    locks: list[str] = field(default_factory=list)
    states: list[SyncState] = field(default_factory=list)
    published: list[Changes] = field(default_factory=list)
    opened: OpenStores | None = None
    enrolled: Enrolled | None = None

    def __post_init__(self) -> None:
        self.paths = WorkstationPaths(self.root)
        self.keeper = TrustKeeper(FileTrust(self.paths.device), self.clock)
        self.client: HttpPlatform | None = None

    def again(self) -> "Station":
        """Return the workstation as the next process finds it; this one is as good as killed."""
        found = Station(self.root, self.served, self.secrets, self.clock)
        identity, state = load_identity(found.secrets_of(found.paths.device)), found.keeper.state()
        if identity is not None and state is not None:
            platform = found.connect(self.served.url, identity)
            found.enrolled = Enrolled(identity, platform, state.enrolment)
        return found

    def secrets_of(self, paths: ProfilePaths) -> MemorySecrets:
        return self.secrets.setdefault(paths.root, MemorySecrets())

    def connect(self, url: str, identity: DeviceIdentity) -> HttpPlatform:
        self.client = client_to(url, self.served.ca_file, identity, self.waits, now=self.keeper.now)
        return self.client

    @property
    def platform(self) -> HttpPlatform:
        assert self.client is not None
        return self.client

    def receipts_for(self, identity: DeviceIdentity, enrolment: Enrolment) -> ReceiptLog:
        signer = DeviceSigner(identity, enrolment.enrolment_id, self.keeper.keys)
        return ReceiptLog(self.paths.device, KeeperClock(self.keeper), signer)

    async def enrol(self, code: str) -> Enrolled:
        enrol = Enrol(self.keeper, self.secrets_of(self.paths.device), self.connect, self.receipts_for)
        self.enrolled = await enrol(code, "DESK-1", self.served.url)
        return self.enrolled

    @property
    def identity(self) -> DeviceIdentity:
        assert self.enrolled is not None
        return self.enrolled.identity

    @property
    def receipts(self) -> ReceiptLog:
        assert self.enrolled is not None
        return self.receipts_for(self.identity, self.enrolled.enrolment)

    def hand_over(self) -> HandOver:
        return HandOver(self.platform, self.keeper, self.receipts)

    def obey(self) -> Obey:
        async def lock(reason: str) -> None:
            self.locks.append(reason)

        eraser = WorkstationEraser(self.paths, self.secrets_of, self.close_stores)
        secrets = self.secrets_of(self.paths.device)
        return Obey(self.keeper, self.receipts, self.hand_over(), eraser, secrets, lock)

    async def check_in(self) -> CheckedIn:
        apply = None if self.opened is None else self.opened.stores.replica.put_policy
        service = CheckIn(self.platform, self.keeper, self.receipts, self.hand_over(), self.obey(), apply)
        return await service()

    def open(self, user: User) -> OpenStores:
        assert self.enrolled is not None
        paths = self.paths.profile(user.organisation_id, user.id)
        paths.make()
        keys = ProfileKeys(paths, self.secrets_of(paths))
        key = keys.unlock_with_keyring() if keys.exists() else keys.create()
        sealer = ActionSealer(self.identity, self.keeper.seal_key)
        enrolment_id = self.enrolled.enrolment.enrolment_id
        self.opened = open_stores(paths, key, KeeperClock(self.keeper), sealer, enrolment_id)
        return self.opened

    def synchroniser(self) -> Synchroniser:
        assert self.opened is not None

        async def check_in() -> Changes:
            return (await self.check_in()).changes

        return Synchroniser(
            self.platform,
            self.opened.stores,
            check_in,
            self.keeper.now,
            self.states.append,
            self.published.append,
            Pace(1.0, 900.0),
        )

    def close_stores(self) -> None:
        if self.opened is not None:
            self.opened.close()
            self.opened = None

    async def close(self) -> None:
        self.close_stores()
        if self.client is not None:
            await self.client.close()
