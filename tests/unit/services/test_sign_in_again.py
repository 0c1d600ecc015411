"""Back at a locked window: the slot answers first, the platform knows of a password that was changed."""

from dataclasses import dataclass, field, replace
from typing import cast

import pytest

from app.domain.ids import EnrolmentId, UserId
from app.domain.people import User
from app.errors import UserFacing
from app.ports.platform import Platform
from app.ports.profile import TrustState
from app.protocol.messages import SignInResponse, Tokens
from app.protocol.problem import ErrorCode
from app.security.keeper import TrustKeeper
from app.services.sign_in import SignIn
from app.sync.faults import PlatformBusy, PlatformSaysNo
from tests.support.signing import enrolment, platform_side
from tests.support.things import AGENT
from tests.support.trust_memory import BenchClock, MemoryTrust

pytestmark = pytest.mark.anyio
OLD, NEW = "old password", "new password"
ME = replace(AGENT, organisation_id=enrolment().organisation_id)


@dataclass
class Slot:
    """Implements app.services.sign_in.OfflineUnlock for one person."""

    password: str = OLD
    renewed: list[str] = field(default_factory=list)

    async def remember(self, user: User, password: str) -> None:
        raise AssertionError("the profile is open already")

    async def unlock(self, email: str, password: str) -> User:
        raise AssertionError("the profile is open already")

    async def check(self, password: str) -> None:
        if password != self.password:
            raise UserFacing("KEY-305", "The password is not the one of your last sign-in.", "Try again.")

    async def renew(self, password: str) -> None:
        self.renewed.append(password)


@dataclass
class Gate:
    """The platform, as far as signing in goes."""

    user: User = ME
    refusal: Exception | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def sign_in(self, email: str, password: str, enrolment_id: EnrolmentId) -> SignInResponse:
        self.asked.append((email, password))
        if self.refusal is not None:
            raise self.refusal
        return SignInResponse(Tokens("access", "refresh", 60), self.user)


def back(slot: Slot, gate: Gate) -> SignIn:
    keeper = TrustKeeper(MemoryTrust(TrustState(enrolment(), platform_side().signed_set())), BenchClock())
    return SignIn(cast("Platform", gate), keeper, slot)


async def test_the_password_of_the_last_sign_in_asks_nobody() -> None:
    slot, gate = Slot(), Gate()
    await back(slot, gate).again(ME, OLD)
    assert (gate.asked, slot.renewed) == ([], [])


async def test_one_that_was_changed_since_is_the_platforms_to_know_and_is_kept() -> None:
    slot, gate = Slot(), Gate()
    await back(slot, gate).again(ME, NEW)
    assert (gate.asked, slot.renewed) == ([(ME.email, NEW)], [NEW])


@pytest.mark.parametrize(
    ("gate", "code"),
    [
        (Gate(refusal=PlatformSaysNo(ErrorCode.BAD_CREDENTIALS)), "AUT-115"),
        (Gate(refusal=PlatformBusy(ErrorCode.UNAVAILABLE)), "KEY-305"),
        (Gate(refusal=PlatformBusy(ErrorCode.TOO_MANY_REQUESTS, 30)), "AUT-108"),
        (Gate(user=replace(ME, id=UserId("somebody else"))), "KEY-305"),
        (Gate(refusal=PlatformSaysNo(ErrorCode.DEVICE_REVOKED)), "ENR-105"),
    ],
    ids=["wrong", "offline", "too often", "somebody else", "revoked"],
)
async def test_anything_else_stays_locked_and_says_why(gate: Gate, code: str) -> None:
    slot = Slot()
    with pytest.raises(UserFacing) as caught:
        await back(slot, gate).again(ME, "wrong")
    assert caught.value.explanation.code == code
    assert slot.renewed == []
