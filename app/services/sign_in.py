"""Sign a person in: with the platform, or offline up to the lease."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from app.domain.lease import Rung
from app.domain.people import User
from app.errors import EnvironmentFault, UserFacing
from app.ports.platform import Platform
from app.protocol.problem import ErrorCode
from app.security.keeper import TrustKeeper
from app.security.trusted_time import unlocked
from app.sync.faults import PlatformBusy, PlatformSaysNo


class OfflineUnlock(Protocol):
    """The slot by which a person opens the profile without the platform (argon2id over the password)."""

    async def remember(self, user: User, password: str) -> None:
        """Keep the slot for this person, replacing an earlier one, after the platform let them in."""
        ...

    async def unlock(self, email: str, password: str) -> User:
        """Return whose slot it is; raises UserFacing when it is not this person or not this password."""
        ...

    async def check(self, password: str) -> None:
        """Raise UserFacing unless this password opens the profile that is open already."""
        ...

    async def renew(self, password: str) -> None:
        """Keep the slot of the open profile under another password, which the platform took."""
        ...


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in, and whether the platform said so or this device alone."""

    user: User
    online: bool


class SignIn:
    """One use: `await sign_in(email, password)`."""

    def __init__(self, platform: Platform, keeper: TrustKeeper, offline: OfflineUnlock) -> None:
        self._platform = platform
        self._keeper = keeper
        self._offline = offline

    async def __call__(self, email: str, password: str) -> SignedIn:
        """Sign in online; offline where the platform cannot be reached and the lease allows it.

        Raises UserFacing: wrong credentials, AUT-107 another organisation, AUT-108 too many tries, AUT-111
        a lock was ordered, AUT-112 the lease has run out, AUT-113 the clock went back. Raises
        EnvironmentFault where this workstation cannot open the profile: key, disk, database.
        """
        user = await self._known_to_platform(email, password)
        if user is None:
            await asyncio.to_thread(self._check_may_be_offline)
            return SignedIn(await self._offline.unlock(email, password), online=False)
        await self._offline.remember(user, password)
        await asyncio.to_thread(self._keeper.change, unlocked)
        return SignedIn(user, online=True)

    async def again(self, user: User, password: str) -> None:
        """Let the person back in who is signed in; raises UserFacing when it is another password.

        The slot answers first, so that it works offline; a password that was changed since is the
        platform's to know.
        """
        try:
            await self._offline.check(password)
        except UserFacing:
            if not await self._platform_lets_in(user, password):
                raise
            await self._offline.renew(password)

    async def _platform_lets_in(self, user: User, password: str) -> bool:
        """Return whether it did; False where it cannot be reached."""
        try:
            found = await self._known_to_platform(user.email, password)
        except PlatformSaysNo as refusal:
            if refusal.code is not ErrorCode.BAD_CREDENTIALS:
                raise
            raise UserFacing(
                "AUT-115", "That is not your password.", "Try again; capital letters count."
            ) from refusal
        return found is not None and found.id == user.id

    async def _known_to_platform(self, email: str, password: str) -> User | None:
        """Return whom the platform let in, None where it cannot be reached."""
        enrolment = (await asyncio.to_thread(self._keeper.enrolled)).enrolment
        try:
            user = (await self._platform.sign_in(email, password, enrolment.enrolment_id)).user
        except PlatformBusy as busy:
            if busy.code is ErrorCode.TOO_MANY_REQUESTS:
                raise _too_many(busy) from busy
            return None
        except EnvironmentFault:
            return None  # offline is what this is for; the sync loop says why
        if user.organisation_id != enrolment.organisation_id:
            await self._platform.sign_out()
            raise UserFacing(
                "AUT-107",
                "This account belongs to another organisation than this device.",
                "Sign in on a device of your own organisation.",
            )
        return user

    def _check_may_be_offline(self) -> None:
        if self._keeper.enrolled().locked:
            raise UserFacing(
                "AUT-111",
                "Your organisation has locked this device.",
                "Connect to the network and sign in again.",
            )
        reading = self._keeper.reading()
        if reading is not None and reading.set_back:
            raise UserFacing(
                "AUT-113",
                "The clock of this computer was set back, so it cannot be trusted offline.",
                "Connect to the network and sign in again.",
            )
        if self._keeper.rung() in (Rung.LOCK, Rung.WIPE):
            raise UserFacing(
                "AUT-112",
                "This device has been without contact for too long to sign in offline.",
                "Connect to the network and sign in again.",
            )


def _too_many(busy: PlatformBusy) -> UserFacing:
    wait = "a few minutes" if busy.retry_after_s is None else f"{busy.retry_after_s:.0f} seconds"
    return UserFacing("AUT-108", "There were too many wrong tries.", f"Try again in {wait}.")
