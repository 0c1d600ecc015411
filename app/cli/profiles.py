"""Which profile is open: opened by signing in with the platform, or offline by the password's own slot."""

import asyncio
from dataclasses import dataclass

from app.cli.workstation import Workstation
from app.domain.people import User
from app.errors import CallNexError, UserFacing
from app.protocol.codec import decode, encode
from app.security.device import DeviceIdentity
from local_store.keys import KeyringHalfGone, ProfileKeys
from local_store.opened import OpenStores
from local_store.owner import read_owner, write_owner
from local_store.profile import ProfilePaths


@dataclass(frozen=True)
class OpenProfile:
    """A person's stores, open."""

    user: User
    paths: ProfilePaths
    opened: OpenStores


class Profiles:
    """Implements app.services.sign_in.OfflineUnlock; at most one profile is open at a time."""

    def __init__(self, workstation: Workstation, identity: DeviceIdentity) -> None:
        self._workstation = workstation
        self._identity = identity
        self.open: OpenProfile | None = None

    async def remember(self, user: User, password: str) -> None:
        """Open this person's profile, made at their first sign-in, and let the password open it offline."""
        await asyncio.to_thread(self._remember, user, password)

    async def unlock(self, email: str, password: str) -> User:
        """Open the profile whose offline slot this password opens and whose owner has this e-mail."""
        return await asyncio.to_thread(self._unlock, email, password)

    async def check(self, password: str) -> None:
        """Raise UserFacing KEY-305 or KEY-306 unless the password opens the profile that is open."""
        if self.open is not None:
            keys = self._workstation.profile_keys(self.open.paths)
            await asyncio.to_thread(keys.unlock_offline, password, self._workstation.keeper.now())

    async def renew(self, password: str) -> None:
        """Let this password open the open profile offline, instead of the one before."""
        if self.open is not None:
            await asyncio.to_thread(self._renew, self._workstation.profile_keys(self.open.paths), password)

    def _renew(self, keys: ProfileKeys, password: str) -> None:
        lease = self._workstation.keeper.lease()
        if lease is not None:
            keys.add_offline_slot(keys.unlock_with_keyring(), password, lease.locks_at)

    def close(self) -> None:
        """Close what is open. Blocking, idempotent."""
        if self.open is not None:
            self.open.opened.close()
            self.open = None

    def close_handles(self) -> None:
        """What a wipe calls once the key is gone: close files, keep nothing."""
        self.close()

    def _remember(self, user: User, password: str) -> None:
        self.close()
        paths = self._workstation.profile(user.organisation_id, user.id)
        paths.make()
        keys = self._workstation.profile_keys(paths)
        key = self._key(keys, password) if keys.exists() else keys.create()
        self.open = OpenProfile(user, paths, self._open(paths, key))
        lease = self._workstation.keeper.lease()
        if lease is not None:
            keys.add_offline_slot(key, password, lease.locks_at)
        write_owner(paths, key, encode(user))

    def _key(self, keys: ProfileKeys, password: str) -> bytes:
        """Open by the keyring; one that lost its half gets a new one while the password's slot is good."""
        try:
            return keys.unlock_with_keyring()
        except KeyringHalfGone as gone:
            try:
                key = keys.unlock_offline(password, self._workstation.keeper.now())
            except UserFacing:
                raise gone from None
            keys.renew_keyring(key)
            return key

    def _unlock(self, email: str, password: str) -> User:
        self.close()
        refusal: CallNexError | None = None
        for paths in self._workstation.paths.profiles():
            keys = self._workstation.profile_keys(paths)
            if "offline" not in keys.kinds():
                continue
            try:
                key = keys.unlock_offline(password, self._workstation.keeper.now())
            except UserFacing as error:
                refusal = error
                continue
            user = decode(User, read_owner(paths, key))
            if user.email.casefold() == email.strip().casefold():
                self.open = OpenProfile(user, paths, self._open(paths, key))
                return user
        raise refusal or UserFacing(
            "AUT-114",
            "The platform cannot be reached, and nobody with this e-mail has signed in here before.",
            "Connect to the network and sign in again.",
        )

    def _open(self, paths: ProfilePaths, key: bytes) -> OpenStores:
        workstation = self._workstation
        return workstation.open_stores(paths, key, self._identity, workstation.keeper.enrolled().enrolment)
