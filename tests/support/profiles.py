"""Real profiles on disk for tests, with a sealer whose secret key the test holds."""

from dataclasses import dataclass, field
from pathlib import Path

from nacl.public import PrivateKey, SealedBox

from app.domain.actions import SignedAction
from app.domain.ids import EnrolmentId
from app.protocol.codec import decode, encode
from local_store.opened import OpenStores, open_stores
from local_store.profile import ProfilePaths
from tests.support.things import SetClock

PROFILE_KEY = bytes(range(32))
ENROLMENT = EnrolmentId("enrolment-1")


class TestSealer:
    """Seals without signing; `unseal` is the platform's side."""

    __test__ = False

    def __init__(self) -> None:
        self.private = PrivateKey(bytes(range(1, 33)))

    def seal(self, action: SignedAction) -> bytes:
        return SealedBox(self.private.public_key).encrypt(encode(action))

    def unseal(self, box: bytes) -> SignedAction:
        return decode(SignedAction, SealedBox(self.private).decrypt(box))


@dataclass
class TestProfile:
    """A profile that can be closed and opened again."""

    __test__ = False

    root: Path
    clock: SetClock = field(default_factory=SetClock)
    sealer: TestSealer = field(default_factory=TestSealer)
    opened: OpenStores | None = None

    @property
    def paths(self) -> ProfilePaths:
        return ProfilePaths(self.root)

    def open(self) -> OpenStores:
        self.close()
        self.opened = open_stores(self.paths, PROFILE_KEY, self.clock, self.sealer, ENROLMENT)
        return self.opened

    def close(self) -> None:
        if self.opened is not None:
            self.opened.close()
            self.opened = None
